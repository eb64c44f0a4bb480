import { endpoint } from "../../lib/http/endpoint.ts";
import { listEnvelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { LlmCall, LlmCallQuery, listLlmCalls } from "../../lib/statistics/llm-calls.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/statistics/llm-calls",
  tag: "statistics",
  summary: "One's calls to language models, newest first",
  auth: "user",
  query: LlmCallQuery,
  answers: { 200: { description: "A page of calls", schema: listEnvelope(LlmCall) } },
  errors: ["VALIDATION_ERROR", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ query }, ports, { user }) =>
  okData(await listLlmCalls(ports, user, query)),
);
