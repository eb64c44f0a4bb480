import type { FastifyInstance } from "fastify";
import { route } from "../handlers/jobs/export-job.ts";
import { parseRequest } from "../lib/http/route.ts";
import { findJob } from "../lib/jobs/find-job.ts";
import type { Ports } from "../lib/ports.ts";
import { CONTENT_TYPES, exportJob } from "../lib/table-results/export.ts";
import { contentDisposition } from "../lib/uploads/filename.ts";
import { gate } from "./auth.ts";

/** Streamed downloads. */
export async function downloads(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  app.get("/api/jobs/:id/export", { onRequest: gate(ports, route) }, async (request, reply) => {
    const { params, query } = parseRequest(route, {
      params: request.params as Record<string, string>,
      query: request.query as Record<string, string>,
      headers: {},
      text: null,
    });
    const job = await findJob(ports, params.id, { kinds: ["table"] });
    const stem = (job.filename ?? "table").replace(/\.[^.]*$/, "");
    return reply
      .headers({
        "content-type": CONTENT_TYPES[query.format],
        "content-disposition": contentDisposition(`${stem}-${query.what}.${query.format}`),
        "cache-control": "private, no-store",
      })
      .send(exportJob(ports, job, query.what, query.format));
  });
}
