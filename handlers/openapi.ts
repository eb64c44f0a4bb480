import { endpoint, ok } from "../lib/http/endpoint.ts";
import { openApi } from "../lib/http/openapi.ts";
import { defineRoute } from "../lib/http/route.ts";
import { routes } from "./routes.ts";

let document: Record<string, unknown> | undefined;

/** GET /openapi.json: the reference of all routes, for machines. People read it at /docs. */
export const handler = endpoint(
  defineRoute({
    method: "get",
    path: "/openapi.json",
    tag: "reference",
    summary: "",
    auth: "open",
    answers: {},
    errors: [],
  }),
  async () => {
    document ??= openApi(routes);
    return ok(document);
  },
);
