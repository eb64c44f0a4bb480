import type { FastifyReply, FastifyRequest } from "fastify";
import type { User } from "../lib/accounts/user.ts";
import { type Admission, admit, type Caller, type Gated } from "../lib/http/admit.ts";
import { clientAddress } from "../lib/http/client-address.ts";
import type { Ports } from "../lib/ports.ts";
import { drain } from "./early-answer.ts";

const admissions = new WeakMap<FastifyRequest, Admission>();

/**
 * The gate of a route that edge serves itself, to be given to it as `onRequest`: it lets in whom the route is for
 * (`route.auth`), as often as its limit allows (`route.limit`), before a byte of the body is read.
 */
export function gate(ports: Ports, route: Gated) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const admission = await admit(ports, route, callerOf(ports, request));
    reply.headers(admission.headers);
    if (admission.refused) {
      if (hasBody(request)) {
        reply.header("connection", "close");
        drain(request.raw);
      }
      throw admission.refused;
    }
    admissions.set(request, admission);
  };
}

/** The request as the gate sees it; its client is whom the socket, or a trusted proxy, shows. */
export function callerOf({ config }: Ports, { headers, id, socket }: FastifyRequest): Caller {
  const forwarded = headers["x-forwarded-for"];
  const ip = clientAddress(socket.remoteAddress ?? "", [forwarded].flat().join(","), config.INTAKE_TRUSTED_PROXIES);
  return { headers, ip, requestId: id };
}

/** Whose jobs a request makes that came through the gate: the owner of its API key, or `public`. */
export const createdBy = (request: FastifyRequest): string => admissionOf(request).createdBy;

/** Who makes a request that came through the gate of a route with `auth: "user"`. */
export function requireUser(request: FastifyRequest): User {
  const { user } = admissionOf(request);
  if (!user) throw new Error(`the gate of ${request.routeOptions.url} is not for users`);
  return user;
}

function admissionOf(request: FastifyRequest): Admission {
  const admission = admissions.get(request);
  if (!admission) throw new Error(`${request.routeOptions.url} has no gate`);
  return admission;
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  "transfer-encoding" in headers || Number(headers["content-length"] ?? 0) > 0;
