import type { FastifyReply, FastifyRequest } from "fastify";
import type { User } from "../lib/accounts/user.ts";
import { type Admission, admit } from "../lib/http/admit.ts";
import type { Route } from "../lib/http/route.ts";
import type { Ports } from "../lib/ports.ts";

const admissions = new WeakMap<FastifyRequest, Admission>();

/**
 * The gate of a route that edge serves itself, to be given to it as `onRequest`: it lets in whom the route is for
 * (`route.auth`), before a byte of the body is read.
 */
export function gate(ports: Ports, route: Route) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { headers, ip, id: requestId } = request;
    const admission = await admit(ports, route, { headers, ip, requestId });
    reply.headers(admission.headers);
    if (admission.refused) throw admission.refused;
    admissions.set(request, admission);
  };
}

/** Who makes a request that came through the gate of a route with `auth: "user"`. */
export function requireUser(request: FastifyRequest): User {
  const user = admissions.get(request)?.user;
  if (!user) throw new Error(`${request.routeOptions.url} has no gate for users`);
  return user;
}
