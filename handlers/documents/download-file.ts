import { MIME_TYPES } from "../../lib/documents/sniff.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { FileParams } from "./params.ts";

const contentType = Object.values(MIME_TYPES);

/** Served by edge (edge/document-files.ts): a download is streamed, which API Gateway cannot do. */
export const route = defineRoute({
  method: "get",
  path: "/api/v1/files/{file_id}/download",
  tag: "files",
  summary: "The exact bytes, whole or one range of them",
  auth: "user",
  params: FileParams,
  answers: {
    200: { description: "The file", contentType },
    206: { description: "The range asked for", contentType },
    304: { description: "Not changed since the ETag given" },
  },
  errors: ["RESOURCE_NOT_FOUND", "RANGE_INVALID", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
  servedBy: "edge",
});
