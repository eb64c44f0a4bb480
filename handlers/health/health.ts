import { checkHealth, Health } from "../../lib/health.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";

const answers = {
  200: { description: "All parts answer; `degraded` where no consumer is alive", schema: Health },
  503: { description: "A part does not answer", schema: Health },
};

export const route = defineRoute({
  method: "get",
  path: "/api/health",
  tag: "health",
  summary: "How the system is",
  auth: "open",
  answers,
  errors: [],
});

export const handler = endpoint(route, async (_request, ports) => {
  const health = await checkHealth(ports);
  return { status: health.status === "unhealthy" ? 503 : 200, body: health };
});
