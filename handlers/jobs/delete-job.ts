import { endpoint, noContent } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { deleteJob } from "../../lib/jobs/delete-job.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { SHOWN_KINDS } from "../../lib/table-results/present-job.ts";
import { JobParams } from "./params.ts";

export const route = defineRoute({
  method: "delete",
  path: "/api/jobs/{id}",
  tag: "jobs",
  summary: "Cancel a running job, or remove any other with its rows, errors and file",
  params: JobParams,
  answers: { 204: { description: "Cancelled or removed" } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => {
  await findJob(ports, params.id, { kinds: SHOWN_KINDS });
  await deleteJob(ports, params.id);
  return noContent();
});
