import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { named, pageQuery, pageSchema } from "../../lib/http/page.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { listErrors, ProcessingError } from "../../lib/table-results/list-errors.ts";
import { SHOWN_KINDS } from "../../lib/table-results/present-job.ts";
import { ERROR_TYPES } from "../../lib/tables/finding.ts";
import { JobParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/jobs/{id}/errors",
  tag: "jobs",
  summary: "What is wrong with which row, in row order, then column order",
  params: JobParams,
  query: z.object({
    ...pageQuery(50, 1000),
    error_type: z.enum(ERROR_TYPES).optional(),
    column_name: z.string().optional(),
  }),
  answers: {
    200: {
      description: "A page of errors",
      schema: pageSchema("errors", ProcessingError),
    },
  },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, query }, ports) => {
  await findJob(ports, params.id, { kinds: SHOWN_KINDS });
  return ok(named("errors", await listErrors(ports, params.id, query, query)));
});
