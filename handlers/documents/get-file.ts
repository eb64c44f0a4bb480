import { FileDetail } from "../../lib/files/file.ts";
import { findFile } from "../../lib/files/find-file.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { FileParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/files/{file_id}",
  tag: "files",
  summary: "One document, with the beginning of its text",
  auth: "user",
  params: FileParams,
  answers: { 200: { description: "The document", schema: envelope(FileDetail) } },
  errors: ["RESOURCE_NOT_FOUND", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports, { user }) =>
  okData(await findFile(ports, user, params.file_id)),
);
