import { defineRoute } from "../../lib/http/route.ts";
import { FileParams } from "./params.ts";

/** Served by edge (edge/document-files.ts): a download is streamed, which API Gateway cannot do. */
export const route = defineRoute({
  method: "get",
  path: "/api/v1/files/{file_id}/download",
  tag: "files",
  summary: "The exact bytes, whole or one range of them",
  auth: "user",
  params: FileParams,
  answers: {
    200: { description: "The file", contentType: "application/octet-stream" },
    206: { description: "The range asked for", contentType: "application/octet-stream" },
    304: { description: "Not changed since the ETag given" },
  },
  errors: ["RESOURCE_NOT_FOUND", "RANGE_INVALID", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
  servedBy: "edge",
});
