import { z } from "zod";
import { defineRoute } from "../../lib/http/route.ts";
import { JobParams } from "./params.ts";

/** Served by edge (edge/downloads.ts): a download is streamed, which API Gateway cannot do. */
export const route = defineRoute({
  method: "get",
  path: "/api/jobs/{id}/export",
  tag: "jobs",
  summary: "Download the valid rows or the errors",
  params: JobParams,
  query: z.object({
    what: z.enum(["rows", "errors"]).default("rows"),
    format: z.enum(["csv", "ndjson", "xlsx"]).default("csv"),
  }),
  answers: { 200: { description: "The file, streamed", contentType: "application/octet-stream" } },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
  servedBy: "edge",
});
