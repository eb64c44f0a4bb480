import { DocumentFile } from "../../lib/files/file.ts";
import { FileQuery, listFiles } from "../../lib/files/list-files.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { listEnvelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/files",
  tag: "files",
  summary: "One's own documents",
  auth: "user",
  query: FileQuery,
  answers: { 200: { description: "A page of documents", schema: listEnvelope(DocumentFile) } },
  errors: ["VALIDATION_ERROR", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ query }, ports, { user }) =>
  okData(await listFiles(ports, user, query)),
);
