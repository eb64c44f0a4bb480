import type { FastifyInstance } from "fastify";
import { route } from "../handlers/jobs/get-job.ts";
import { batched } from "../lib/batched.ts";
import { parseRequest } from "../lib/http/route.ts";
import { findJobs, known } from "../lib/jobs/find-job.ts";
import type { Ports } from "../lib/ports.ts";
import { presentJob, SHOWN_KINDS } from "../lib/table-results/present-job.ts";
import { gate } from "./auth.ts";

/**
 * GET /api/jobs/{id} without the way through the gateway: it is what everybody who waits asks for, many times a second
 * while uploads come in, and the hop costs four times as much as the answer. Those who ask at the same time share a query.
 */
export async function jobStatus(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  const find = batched((ids) => findJobs(ports, ids, { kinds: SHOWN_KINDS }));
  app.get<{ Params: Record<string, string> }>(
    "/api/jobs/:id",
    { onRequest: gate(ports, route) },
    async (request, reply) => {
      const { params } = parseRequest(route, { params: request.params, query: {}, headers: {}, text: null });
      const job = known(await find(params.id));
      return reply.headers({ "cache-control": "no-store", "x-request-id": request.id }).send(presentJob(job));
    },
  );
}
