import { z } from "zod";
import { ExtractionSlice, sliceExtraction } from "../../lib/document-tasks/extractions.ts";
import { findFileRow } from "../../lib/files/find-file.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { envelope, okData } from "../../lib/http/envelope.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { FileParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/v1/documents/{file_id}/extraction",
  tag: "documents",
  summary: "The extracted text, slice by slice",
  auth: "user",
  params: FileParams,
  query: z.object({
    offset: z.coerce.number().int().min(0).max(20_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(500_000).default(200_000),
  }),
  answers: { 200: { description: "A slice, and what is known of the whole", schema: envelope(ExtractionSlice) } },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "RATE_LIMIT_EXCEEDED", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, query }, ports, { user }) => {
  const file = await findFileRow(ports, user.id, params.file_id);
  return okData(await sliceExtraction(ports, file.id, query));
});
