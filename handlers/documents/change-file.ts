import { changeFile, FileChange } from "../../lib/files/change-file.ts";
import { DocumentFile } from "../../lib/files/file.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { FileParams } from "./params.ts";

export const route = defineRoute({
  method: "patch",
  path: "/api/v1/files/{file_id}",
  tag: "files",
  summary: "Rename or tag a document",
  auth: "user",
  params: FileParams,
  body: FileChange,
  answers: { 200: { description: "The document as it is now", schema: envelope(DocumentFile) } },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, body }, ports, { user }) =>
  okData(await changeFile(ports, user, params.file_id, body), "File updated"),
);
