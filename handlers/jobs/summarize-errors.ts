import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { ErrorSummary, summarizeErrors } from "../../lib/table-results/list-errors.ts";
import { SHOWN_KINDS } from "../../lib/table-results/present-job.ts";
import { JobParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/jobs/{id}/errors/summary",
  tag: "jobs",
  summary: "How many errors of each type and in each column",
  params: JobParams,
  answers: { 200: { description: "Counts; errors of no column stand under (row)", schema: ErrorSummary } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => {
  await findJob(ports, params.id, { kinds: SHOWN_KINDS });
  return ok(await summarizeErrors(ports, params.id));
});
