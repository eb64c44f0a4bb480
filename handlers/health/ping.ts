import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/ping",
  tag: "health",
  summary: "Whether the gateway answers at all",
  auth: "open",
  answers: {
    200: { description: "It does", schema: z.object({ status: z.literal("ok"), timestamp: z.iso.datetime() }) },
  },
  errors: [],
});

export const handler = endpoint(route, async () => ok({ status: "ok", timestamp: new Date().toISOString() }));
