import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { importJobStats, JobStats } from "../../lib/models/import-jobs.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/import/jobs/stats",
  tag: "import",
  summary: "How many jobs are in which state",
  answers: { 200: { description: "Counts", schema: JobStats } },
  errors: ["UNAVAILABLE"],
});

export const handler = endpoint(route, async (_request, ports) => ok(await importJobStats(ports)));
