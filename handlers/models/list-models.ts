import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { pageQuery, pageSchema } from "../../lib/http/page.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { listModels, ModelListItem } from "../../lib/models/models.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/models",
  tag: "models",
  summary: "Models, newest first",
  query: z.object({ ...pageQuery(50, 100), search: z.string().max(255).optional() }),
  answers: {
    200: {
      description: "A page of models",
      schema: pageSchema("items", ModelListItem),
    },
  },
  errors: ["VALIDATION_ERROR", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ query }, ports) => ok(await listModels(ports, query.search, query)));
