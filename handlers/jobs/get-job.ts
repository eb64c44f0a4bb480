import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { Job, presentJob, SHOWN_KINDS } from "../../lib/table-results/present-job.ts";
import { JobParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/jobs/{id}",
  tag: "jobs",
  summary: "One job, with its live numbers while it runs",
  params: JobParams,
  answers: { 200: { description: "The job", schema: Job } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) =>
  ok(presentJob(await findJob(ports, params.id, { kinds: SHOWN_KINDS }))),
);
