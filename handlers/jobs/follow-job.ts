import { defineRoute } from "../../lib/http/route.ts";
import { JobParams } from "./params.ts";

/** Served by edge (edge/events.ts): the connection stays open while the job runs. */
export const route = defineRoute({
  method: "get",
  path: "/api/jobs/{id}/events",
  tag: "jobs",
  summary: "Progress as server-sent events; the WebSocket /ws/jobs/{id} says the same",
  params: JobParams,
  answers: {
    200: { description: "snapshot, progress …, then completed, failed or cancelled", contentType: "text/event-stream" },
  },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
  servedBy: "edge",
});
