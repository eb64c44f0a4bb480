import type { WebSocket } from "@fastify/websocket";
import type { FastifyRequest } from "fastify";
import { authenticate } from "../lib/accounts/authenticate.ts";
import type { User } from "../lib/accounts/user.ts";
import { IntakeError } from "../lib/errors.ts";
import { admit } from "../lib/http/admit.ts";
import { MOST_SOCKETS, type Seat } from "../lib/limits/open-sockets.ts";
import type { Ports } from "../lib/ports.ts";
import { callerOf } from "./auth.ts";

/** Close codes of our own, for browsers see nothing of a refused upgrade. */
export const CLOSE = { normal: 1000, unknown: 1008, broken: 1011, unsupported: 1003, token: 4401, tooMany: 4429 };

/** How long a socket may outlive the revocation of its token: less than 5 s. */
const LOOK_AGAIN_MS = 2_500;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Lets a user in whose token came in one of three ways, and shuts the socket once the token is no longer good.
 *
 * @returns null where the socket was closed instead
 */
export async function enter(ports: Ports, socket: WebSocket, request: FastifyRequest): Promise<User | null> {
  const token = tokenOf(request);
  const caller = callerOf(ports, request);
  const headers = { ...request.headers, authorization: token === null ? undefined : `Bearer ${token}` };
  const route = { auth: "user", limit: "polling", path: "/ws/tasks" } as const;
  const { user, refused } = await admit(ports, route, { ...caller, headers });
  if (refused || !user) {
    socket.close(refused?.status === 429 ? CLOSE.tooMany : refused?.status === 401 ? CLOSE.token : CLOSE.broken);
    return null;
  }
  const seat = await ports.sockets.enter(user.id);
  if (!seat) {
    socket.close(CLOSE.tooMany, `at most ${MOST_SOCKETS} sockets of one user`);
    return null;
  }
  if (socket.readyState !== socket.OPEN) {
    await seat.leave(); // left while it was let in
    return null;
  }
  const unwatch = watch(ports, socket, user, token!, seat);
  socket.on("close", () => {
    unwatch();
    void seat.leave();
  });
  return user;
}

/** The header first, then the subprotocol (`bearer, <token>`), then the query. */
function tokenOf({ headers, query }: FastifyRequest): string | null {
  const header = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];
  if (header) return header;
  const offered = (headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  const after = offered.indexOf("bearer");
  if (after >= 0 && offered[after + 1]) return offered[after + 1]!;
  const { token } = query as { token?: unknown };
  return typeof token === "string" && token !== "" ? token : null;
}

/** Of what a client offers, `bearer` is chosen, never the token. */
export const chooseProtocol = (offered: Set<string>): string | false => {
  if (offered.has("bearer")) return "bearer";
  return offered.values().next().value ?? false;
};

function watch(ports: Ports, socket: WebSocket, user: User, token: string, seat: Seat): () => void {
  const refuse = () => socket.close(CLOSE.token, "the token is no longer good");
  const left = user.token.expiresAt.getTime() - Date.now();
  const expiry = setTimeout(refuse, Math.min(Math.max(left, 0), LONGEST_TIMEOUT_MS));
  const look = setInterval(() => {
    void seat.renew();
    authenticate(ports, `Bearer ${token}`).catch((error) => {
      // Only a verdict counts: while the database is down, nobody is thrown out.
      if (error instanceof IntakeError && error.status === 401) refuse();
    });
  }, LOOK_AGAIN_MS);
  return () => {
    clearTimeout(expiry);
    clearInterval(look);
  };
}
