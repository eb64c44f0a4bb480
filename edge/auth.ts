import type { FastifyReply, FastifyRequest } from "fastify";
import type { User } from "../lib/accounts/user.ts";
import { type Admission, admit, type Caller } from "../lib/http/admit.ts";
import { clientAddress } from "../lib/http/client-address.ts";
import type { Route } from "../lib/http/route.ts";
import type { Ports } from "../lib/ports.ts";

const admissions = new WeakMap<FastifyRequest, Admission>();

type Gated = Pick<Route, "auth" | "limit" | "path">;

/**
 * The gate of a route that edge serves itself, to be given to it as `onRequest`: it lets in whom the route is for
 * (`route.auth`), as often as its limit allows (`route.limit`), before a byte of the body is read.
 */
export function gate(ports: Ports, route: Gated) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const admission = await admit(ports, route, callerOf(ports, request));
    reply.headers(admission.headers);
    if (admission.refused) throw admission.refused;
    admissions.set(request, admission);
  };
}

/** The request as the gate sees it; its client is whom the socket, or a trusted proxy, shows. */
export function callerOf({ config }: Ports, { headers, id, socket }: FastifyRequest): Caller {
  const forwarded = headers["x-forwarded-for"];
  const ip = clientAddress(socket.remoteAddress ?? "", [forwarded].flat().join(","), config.INTAKE_TRUSTED_PROXIES);
  return { headers, ip, requestId: id };
}

/** Who makes a request that came through the gate of a route with `auth: "user"`. */
export function requireUser(request: FastifyRequest): User {
  const user = admissions.get(request)?.user;
  if (!user) throw new Error(`${request.routeOptions.url} has no gate for users`);
  return user;
}
