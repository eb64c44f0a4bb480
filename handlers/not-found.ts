import { IntakeError } from "../lib/errors.ts";
import { endpoint } from "../lib/http/endpoint.ts";
import { defineRoute } from "../lib/http/route.ts";

/** The catch-all behind every other route: the one error body for addresses that lead nowhere. */
export const handler = endpoint(
  defineRoute({
    method: "get",
    path: "/{proxy+}",
    tag: "none",
    summary: "",
    auth: "open",
    answers: {},
    errors: ["RESOURCE_NOT_FOUND"],
  }),
  async (_request, _ports, { event }) => {
    throw new IntakeError("RESOURCE_NOT_FOUND", `There is nothing at ${event.httpMethod} ${event.path}`);
  },
);
