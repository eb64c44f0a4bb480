import { Readable } from "node:stream";
import { z } from "zod";
import { DocumentFile } from "../../lib/files/file.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, success } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { type UploadedDocument, uploadDocument } from "../../lib/uploads/upload-document.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/v1/files/upload",
  tag: "files",
  summary: "Upload a document; the same bytes again give the first record",
  auth: "user",
  limit: "upload",
  consumes: "multipart/form-data",
  body: z.object({
    file: z.string().meta({ format: "binary", description: ".pdf, .docx or .txt" }),
    tags: z.string().optional().meta({ description: "Repeated, a JSON array, or comma separated" }),
  }),
  answers: {
    200: { description: "Uploaded before: the first record, with duplicate true", schema: envelope(DocumentFile) },
    201: { description: "Stored", schema: envelope(DocumentFile) },
  },
  errors: ["VALIDATION_ERROR", "FILE_TYPE_INVALID", "FILE_TOO_LARGE", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export function presentUpload({ file, created }: UploadedDocument) {
  const message = created ? "File uploaded" : "This file was uploaded before";
  return { status: created ? 201 : 200, body: success(file, message) };
}

/** For small bodies, so that the gateway works alone; edge serves the same route for any size. */
export const handler = endpoint(route, async ({ headers }, ports, { event, user }) => {
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "latin1");
  const upload = { body: Readable.from([body]), contentType: headers["content-type"] };
  return presentUpload(await uploadDocument(ports, user, upload));
});
