import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { findImportJob } from "../../lib/models/import-jobs.ts";
import { ImportJob } from "../../lib/models/present-job.ts";
import { ImportJobParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/import/job/{job_id}",
  tag: "import",
  summary: "One import or validation job",
  params: ImportJobParams,
  answers: { 200: { description: "The job", schema: ImportJob } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => ok(await findImportJob(ports, params.job_id)));
