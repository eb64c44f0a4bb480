import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { pageQuery, pageSchema } from "../../lib/http/page.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { JobListItem, listImportJobs } from "../../lib/models/import-jobs.ts";
import { JOB_TYPES, WORKBOOK_STATUSES } from "../../lib/models/present-job.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/import/jobs",
  tag: "import",
  summary: "Import and validation jobs, newest first",
  query: z.object({
    ...pageQuery(50, 100),
    job_type: z.enum(JOB_TYPES).optional(),
    status: z.enum(WORKBOOK_STATUSES).optional(),
    model_id: z.uuid().optional(),
  }),
  answers: {
    200: {
      description: "A page of jobs",
      schema: pageSchema("items", JobListItem),
    },
  },
  errors: ["VALIDATION_ERROR", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ query }, ports) => ok(await listImportJobs(ports, query, query)));
