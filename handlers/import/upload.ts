import { Readable } from "node:stream";
import { z } from "zod";
import { accepted, endpoint } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { ImportUploadAnswer, importJobUrl, presentImportUpload } from "../../lib/models/present-upload.ts";
import { uploadWorkbook } from "../../lib/uploads/upload-workbook.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/import/upload",
  tag: "import",
  summary: "Upload an Excel model and have every formula recalculated",
  limit: "job_upload",
  consumes: "multipart/form-data",
  body: z.object({
    file: z.string().meta({ format: "binary", description: ".xlsx or .xlsm" }),
    model_name: z.string().min(1).max(255),
    validate: z.boolean().default(false),
    on_duplicate: z.enum(["reuse", "reject"]).default("reuse"),
    engine: z.enum(["custom", "hyperformula"]).default("custom"),
  }),
  answers: { 202: { description: "Stored and queued", schema: ImportUploadAnswer } },
  errors: [
    "VALIDATION_ERROR",
    "FILE_TYPE_INVALID",
    "FILE_TOO_LARGE",
    "FILE_DUPLICATE",
    "RATE_LIMIT_EXCEEDED",
    "UNAVAILABLE",
  ],
});

/** For small bodies, so that the gateway works alone; edge serves the same route for any size. */
export const handler = endpoint(route, async ({ headers }, ports, { event, createdBy }) => {
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "latin1");
  const job = await uploadWorkbook(ports, {
    body: Readable.from([body]),
    contentType: headers["content-type"],
    createdBy,
  });
  return accepted(presentImportUpload(job), importJobUrl(job.id));
});
