import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { cancelJob } from "../../lib/jobs/cancel-job.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { Job, presentJob, SHOWN_KINDS } from "../../lib/table-results/present-job.ts";
import { JobParams } from "./params.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/jobs/{id}/cancel",
  tag: "jobs",
  summary: "Cancel a queued or running job; nothing is removed",
  params: JobParams,
  answers: { 200: { description: "The cancelled job", schema: Job } },
  errors: ["JOB_NOT_CANCELLABLE", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => {
  await findJob(ports, params.id, { kinds: SHOWN_KINDS });
  return ok(presentJob(await cancelJob(ports, params.id)));
});
