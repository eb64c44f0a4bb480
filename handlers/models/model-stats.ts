import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { ModelStats, modelStats } from "../../lib/models/models.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/models/stats",
  tag: "models",
  summary: "Totals over all models",
  answers: { 200: { description: "Totals; all 0 when there is no model", schema: ModelStats } },
  errors: ["UNAVAILABLE"],
});

export const handler = endpoint(route, async (_request, ports) => ok(await modelStats(ports)));
