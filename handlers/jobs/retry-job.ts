import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { retryJob } from "../../lib/jobs/retry-job.ts";
import { Job, presentJob } from "../../lib/table-results/present-job.ts";
import { JobParams } from "./params.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/jobs/{id}/retry",
  tag: "jobs",
  summary: "Run a failed or cancelled job again from its beginning",
  params: JobParams,
  answers: { 200: { description: "The job, queued again", schema: Job } },
  errors: ["JOB_NOT_RETRYABLE", "RESOURCE_NOT_FOUND", "CONFLICT", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => {
  await findJob(ports, params.id, { kinds: ["table"] });
  return ok(presentJob(await retryJob(ports, params.id)));
});
