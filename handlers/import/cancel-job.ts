import { endpoint, noContent } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { cancelImportJob } from "../../lib/models/import-jobs.ts";
import { ImportJobParams } from "./params.ts";

export const route = defineRoute({
  method: "delete",
  path: "/api/import/job/{job_id}",
  tag: "import",
  summary: "Cancel a job that has not ended",
  params: ImportJobParams,
  answers: { 204: { description: "Cancelled" } },
  errors: ["JOB_NOT_CANCELLABLE", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => {
  await cancelImportJob(ports, params.job_id);
  return noContent();
});
