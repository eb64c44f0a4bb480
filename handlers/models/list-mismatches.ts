import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { listMismatches, Mismatch } from "../../lib/models/validation.ts";
import { ModelParams, sliceOf, sliceQuery } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/models/{model_id}/validation/mismatches",
  tag: "models",
  summary: "Cells whose value differs from the saved one",
  params: ModelParams,
  query: z.object(sliceQuery),
  answers: {
    200: {
      description: "Cells whose value differs from the saved one",
      schema: sliceOf("mismatches", Mismatch),
    },
  },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, query }, ports) =>
  ok(await listMismatches(ports, params.model_id, query)),
);
