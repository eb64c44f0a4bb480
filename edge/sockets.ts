import type { WebSocket } from "@fastify/websocket";
import type { FastifyInstance } from "fastify";
import { IntakeError } from "../lib/errors.ts";
import { asIntakeError } from "../lib/http/error-body.ts";
import { isUuid } from "../lib/ids.ts";
import { followJob, type JobEvent } from "../lib/jobs/follow-job.ts";
import type { Ports } from "../lib/ports.ts";
import { presentJob, SHOWN_KINDS } from "../lib/table-results/present-job.ts";
import { gate } from "./auth.ts";

const PING_MS = 30_000;
const PONG_MS = 10_000;

/** Live progress over WebSockets: one message per event of the job, then close 1000. */
export async function sockets(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  app.get<{ Params: { id: string } }>(
    "/ws/jobs/:id",
    { websocket: true, onRequest: gate(ports, { path: "/ws/jobs/{id}" }) },
    async (socket, request) => {
      const gone = untilClosed(socket);
      try {
        const { id } = request.params;
        if (!isUuid(id)) throw new IntakeError("RESOURCE_NOT_FOUND", "There is no such job");
        for await (const event of followJob(ports, id, { kinds: SHOWN_KINDS }, gone)) {
          socket.send(JSON.stringify(messageOf(event)));
        }
        socket.close(1000);
      } catch (error) {
        const { code, message, details, status } = asIntakeError(error);
        if (status >= 500) request.log.error({ err: error }, "socket");
        socket.send(JSON.stringify({ type: "error", error: { code, message, details } }));
        socket.close(status === 404 ? 1008 : 1011);
      }
    },
  );
}

/** The event as clients of the job routes read it, over a socket or as a server-sent event. */
export function messageOf(event: JobEvent): Record<string, unknown> {
  if (event.type === "snapshot") return { type: "snapshot", job: presentJob(event.job) };
  if (event.type === "end") return { type: event.job.status.toLowerCase(), job: presentJob(event.job) };
  const { job_id, status, progress, rows_processed, rows_failed, stage, timestamp } = event.live;
  return { type: "progress", job_id, status, progress, rows_processed, rows_failed, stage, timestamp };
}

/** Aborts when the socket is closed; pings it every 30 s and ends it where no pong comes back within 10 s. */
export function untilClosed(socket: WebSocket): AbortSignal {
  const closed = new AbortController();
  let deaf: NodeJS.Timeout | undefined;
  const ping = setInterval(() => {
    socket.ping();
    deaf = setTimeout(() => socket.terminate(), PONG_MS);
  }, PING_MS);
  socket.on("pong", () => clearTimeout(deaf));
  socket.on("close", () => {
    clearInterval(ping);
    clearTimeout(deaf);
    closed.abort();
  });
  socket.on("error", () => socket.terminate());
  return closed.signal;
}
