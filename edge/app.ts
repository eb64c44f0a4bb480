import cors from "@fastify/cors";
import websocket from "@fastify/websocket";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { asIntakeError, errorBody, errorHeaders } from "../lib/http/error-body.ts";
import { newId } from "../lib/ids.ts";
import type { Ports } from "../lib/ports.ts";
import { docs } from "./docs.ts";
import { documentFiles } from "./document-files.ts";
import { downloads } from "./downloads.ts";
import { events } from "./events.ts";
import { forward } from "./forward.ts";
import { importSockets } from "./import-sockets.ts";
import { jobStatus } from "./job-status.ts";
import { answerMalformed } from "./malformed.ts";
import { serveMetrics } from "./metrics.ts";
import { chooseProtocol } from "./socket-access.ts";
import { sockets } from "./sockets.ts";
import { taskSockets } from "./task-sockets.ts";
import { uploads } from "./uploads.ts";

/**
 * Edge: the single address that users know. It streams what API Gateway cannot (uploads, downloads, sockets, events);
 * everything else it forwards.
 */
export async function buildEdge(ports: Ports): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: ports.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => String(request.headers["x-request-id"] ?? newId()),
    rewriteUrl: (request) => (request.url === "/health" ? "/api/health" : request.url!),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    requestTimeout: 0, // a 500 MB upload over a slow line takes as long as it takes; keep-alive and idle limits stay
    forceCloseConnections: "idle",
    clientErrorHandler: answerMalformed,
  });
  app.setErrorHandler((error, request, reply) => {
    const shown = asIntakeError(error);
    if (shown.status >= 500) request.log.error({ err: shown.cause ?? shown, requestId: request.id }, shown.message);
    const path = request.url.split("?")[0]!;
    return reply
      .code(shown.status)
      .headers({ ...errorHeaders(shown), "x-request-id": request.id })
      .send(errorBody(shown, { requestId: request.id, path }));
  });
  await app.register(cors, {
    origin: ports.config.CORS_ORIGINS === "*" ? "*" : ports.config.CORS_ORIGINS.split(","),
    exposedHeaders: [
      "Location",
      "X-Request-Id",
      "Content-Disposition",
      "Retry-After",
      "WWW-Authenticate",
      "RateLimit-Limit",
      "RateLimit-Remaining",
      "RateLimit-Reset",
      "RateLimit-Policy",
    ],
  });
  await app.register(websocket, {
    options: { maxPayload: 4096, handleProtocols: chooseProtocol },
    preClose(done) {
      for (const client of this.websocketServer.clients) client.close(1001, "going away: connect again");
      this.websocketServer.close(done);
    },
  });
  serveMetrics(app, ports);
  await app.register(uploads, { ports });
  await app.register(documentFiles, { ports });
  await app.register(jobStatus, { ports });
  await app.register(downloads, { ports });
  await app.register(events, { ports });
  await app.register(sockets, { ports });
  await app.register(importSockets, { ports });
  await app.register(taskSockets, { ports });
  await app.register(docs);
  await app.register(forward, { ports });
  return app;
}
