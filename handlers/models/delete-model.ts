import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { DeletedModel, deleteModel } from "../../lib/models/models.ts";
import { ModelParams } from "./params.ts";

export const route = defineRoute({
  method: "delete",
  path: "/api/models/{model_id}",
  tag: "models",
  summary: "Delete a model with its cells and its file",
  params: ModelParams,
  answers: { 200: { description: "Delete a model with its cells and its file", schema: DeletedModel } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => ok(await deleteModel(ports, params.model_id)));
