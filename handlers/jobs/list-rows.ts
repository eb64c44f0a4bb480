import { z } from "zod";
import { endpoint, json } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { listRowsJson } from "../../lib/table-results/list-rows.ts";
import { SHOWN_KINDS } from "../../lib/table-results/present-job.ts";
import { JobParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/jobs/{id}/rows",
  tag: "jobs",
  summary: "Valid rows, by keyset paging",
  params: JobParams,
  query: z.object({
    after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  answers: {
    200: {
      description: "Rows after a row number; next_after is null at the end",
      schema: z.object({
        rows: z.array(z.object({ row_number: z.int(), data: z.record(z.string(), z.unknown()) })),
        next_after: z.int().nullable(),
      }),
    },
  },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, query }, ports) => {
  await findJob(ports, params.id, { kinds: SHOWN_KINDS });
  return json(await listRowsJson(ports, params.id, query.after, query.limit));
});
