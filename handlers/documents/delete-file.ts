import { z } from "zod";
import { deleteFile } from "../../lib/files/change-file.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { FileParams } from "./params.ts";

export const route = defineRoute({
  method: "delete",
  path: "/api/v1/files/{file_id}",
  tag: "files",
  summary: "Remove a document with everything made of it",
  auth: "user",
  params: FileParams,
  answers: {
    200: { description: "Removed", schema: envelope(z.object({ file_id: z.uuid(), deleted: z.literal(true) })) },
  },
  errors: ["RESOURCE_NOT_FOUND", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports, { user }) => {
  await deleteFile(ports, user, params.file_id);
  return okData({ file_id: params.file_id, deleted: true }, "File deleted");
});
