import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { UsageStatistics, usageStatistics } from "../../lib/statistics/statistics.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/statistics/usage",
  tag: "statistics",
  summary: "One's use of language models in numbers",
  auth: "user",
  answers: { 200: { description: "Counts of this moment", schema: envelope(UsageStatistics) } },
  errors: ["RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async (_request, ports, { user }) => okData(await usageStatistics(ports, user)));
