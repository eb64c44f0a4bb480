import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";

/** What a refused client may still send before its connection is cut: enough for the answer to reach it. */
const DRAIN_BYTES = 32 * 1024 * 1024;
const DRAIN_MS = 5_000;

/**
 * Lets an answer that is given before the body was read reach its client.
 *
 * A client that sent `Expect: 100-continue` (curl does, for large bodies) has not begun to send: it is told to go on
 * only when its route starts to read. Any other is still sending; closing at once would reset the connection and
 * lose the answer on its way (RFC 9112, 9.6), so what it sends is read and dropped for a while.
 */
export function answerEarly(app: FastifyInstance): void {
  app.server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    app.routing(request, response);
  });
}

/** Tells a waiting client to send its body. */
export function goOn(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
}

/** Reads and drops the rest of a refused body, for a while. */
export function drain(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  let dropped = 0;
  const cut = () => request.destroy();
  const late = setTimeout(cut, DRAIN_MS);
  request.on("data", (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > DRAIN_BYTES) cut();
  });
  request.on("close", () => clearTimeout(late));
  request.resume();
}
