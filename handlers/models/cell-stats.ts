import { endpoint, json } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { CellStats, cellStatsJson } from "../../lib/models/cells.ts";
import { ModelParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/models/{model_id}/cells/stats",
  tag: "models",
  summary: "Cell counts of a model",
  params: ModelParams,
  answers: { 200: { description: "Cell counts of a model", schema: CellStats } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => json(await cellStatsJson(ports, params.model_id)));
