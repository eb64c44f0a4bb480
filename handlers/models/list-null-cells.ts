import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { listNullCells, NullCell } from "../../lib/models/validation.ts";
import { ModelParams, sliceOf, sliceQuery } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/models/{model_id}/validation/null-calculated",
  tag: "models",
  summary: "Formula cells without a result",
  params: ModelParams,
  query: z.object(sliceQuery),
  answers: {
    200: {
      description: "Formula cells without a result",
      schema: sliceOf("null_cells", NullCell),
    },
  },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, query }, ports) =>
  ok(await listNullCells(ports, params.model_id, query)),
);
