import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { findModel, Model } from "../../lib/models/models.ts";
import { ModelParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/models/{model_id}",
  tag: "models",
  summary: "One model",
  params: ModelParams,
  answers: { 200: { description: "One model", schema: Model } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => ok(await findModel(ports, params.model_id)));
