import { z } from "zod";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { Statistics, statistics } from "../../lib/statistics/statistics.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/statistics",
  tag: "statistics",
  summary: "One's documents, tasks and use of language models in numbers, and day by day",
  auth: "user",
  query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
  answers: { 200: { description: "Counts of this moment", schema: envelope(Statistics) } },
  errors: ["VALIDATION_ERROR", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ query }, ports, { user }) =>
  okData(await statistics(ports, user, query.days)),
);
