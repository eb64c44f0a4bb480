import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { ValidationSummary, validationSummary } from "../../lib/models/validation.ts";
import { ModelParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/models/{model_id}/validation/summary",
  tag: "models",
  summary: "Outcome counts, straight from the stored cells",
  params: ModelParams,
  answers: { 200: { description: "Outcome counts, straight from the stored cells", schema: ValidationSummary } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) =>
  ok(await validationSummary(ports, params.model_id)),
);
