import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { pageQuery, pageSchema } from "../../lib/http/page.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { listProgress, ProgressRow } from "../../lib/models/import-jobs.ts";
import { ImportJobParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/import/job/{job_id}/progress",
  tag: "import",
  summary: "The stored progress of a job, oldest first",
  params: ImportJobParams,
  query: z.object(pageQuery(100, 1000)),
  answers: {
    200: {
      description: "A page of stages",
      schema: pageSchema("items", ProgressRow),
    },
  },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, query }, ports) =>
  ok(await listProgress(ports, params.job_id, query)),
);
