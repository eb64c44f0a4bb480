import proxy from "@fastify/http-proxy";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { IntakeError } from "../lib/errors.ts";
import { CLIENT_HEADER, vouchFor } from "../lib/http/client-address.ts";
import type { Ports } from "../lib/ports.ts";
import { callerOf } from "./auth.ts";

/** What the handlers take as JSON; a larger body is refused here, for API Gateway's own limit has another error body. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Everything that edge does not serve itself goes to API Gateway. */
export async function forward(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  app.addHook("onRequest", async (request) => {
    if (climbs(request.url)) throw new IntakeError("RESOURCE_NOT_FOUND", "There is nothing at this address");
    if (Number(request.headers["content-length"] ?? 0) <= MAX_BODY_BYTES) return;
    if (request.headers["content-type"]?.startsWith("multipart/")) return;
    throw new IntakeError("PAYLOAD_TOO_LARGE", `A body may have ${MAX_BODY_BYTES} bytes`, {
      details: { limit_bytes: MAX_BODY_BYTES },
    });
  });
  await app.register(proxy, {
    upstream: ports.config.INTAKE_GATEWAY_URL,
    logLevel: "warn", // it would log two lines a request
    http2: false,
    httpMethods: ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"], // OPTIONS is for CORS
    undici: { connections: 128, pipelining: 1, headersTimeout: 35_000, bodyTimeout: 35_000 },
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => ({
        ...headers,
        "x-request-id": request.id,
        [CLIENT_HEADER]: vouchFor(ports.config, callerOf(ports, request as FastifyRequest).ip),
      }),
      rewriteHeaders: ({ "access-control-allow-origin": _set, ...headers }) => headers, // edge's own CORS answers
      onError: (reply, { error: cause }) => {
        reply.send(new IntakeError("UNAVAILABLE", "The gateway cannot be reached", { cause }));
      },
    },
  });
}

/** Whether a path leads upwards, as no id does: the proxy would refuse it as a fault of our own. */
function climbs(url: string): boolean {
  const path = url.split("?", 1)[0]!;
  return /(^|[/\\])\.\.([/\\]|$)/.test(path.replace(/%2f/gi, "/").replace(/%5c/gi, "\\").replace(/%2e/gi, "."));
}
