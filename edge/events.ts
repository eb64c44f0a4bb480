import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { route } from "../handlers/jobs/follow-job.ts";
import { IntakeError } from "../lib/errors.ts";
import { isUuid } from "../lib/ids.ts";
import { findJob } from "../lib/jobs/find-job.ts";
import { followJob } from "../lib/jobs/follow-job.ts";
import type { Ports } from "../lib/ports.ts";
import { SHOWN_KINDS } from "../lib/table-results/present-job.ts";
import { gate } from "./auth.ts";
import { messageOf } from "./sockets.ts";

/** What the sockets say, as server-sent events, for clients that have no WebSocket. */
export async function events(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  app.get<{ Params: { id: string } }>(
    "/api/jobs/:id/events",
    { onRequest: gate(ports, route) },
    async (request, reply) => {
      const { id } = request.params;
      if (!isUuid(id)) throw new IntakeError("RESOURCE_NOT_FOUND", "There is no such job");
      await findJob(ports, id, { kinds: SHOWN_KINDS }); // an unknown job is a plain 404, not a stream
      const gone = new AbortController();
      reply.raw.on("close", () => gone.abort());
      return reply
        .headers({ "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" })
        .send(Readable.from(lines(ports, id, gone.signal)));
    },
  );
}

async function* lines(ports: Ports, id: string, signal: AbortSignal): AsyncGenerator<string> {
  for await (const event of followJob(ports, id, { kinds: SHOWN_KINDS }, signal)) {
    const message = messageOf(event);
    yield `event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;
  }
}
