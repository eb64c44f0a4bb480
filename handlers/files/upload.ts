import { Readable } from "node:stream";
import { z } from "zod";
import { accepted, endpoint } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { jobUrl, presentUpload, UploadAnswer } from "../../lib/table-results/present-job.ts";
import { uploadTable } from "../../lib/uploads/upload-table.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/files/upload",
  tag: "files",
  summary: "Upload a CSV or Excel file and have every row checked",
  description:
    "Parts may come in any order; the file is streamed to storage as it arrives. Edge takes files up to 500 MB; " +
    "directly on API Gateway this route takes what fits its limit of 10 MB.",
  limit: "job_upload",
  consumes: "multipart/form-data",
  body: z.object({
    file: z.string().meta({ format: "binary", description: ".csv, .tsv, .xlsx or .xls" }),
    webhook_url: z.url().max(500).optional(),
    schema: z.string().optional().meta({ description: "A Frictionless Table Schema as JSON text" }),
    options: z.string().optional().meta({ description: "Options as a JSON object" }),
  }),
  headers: z.object({ "idempotency-key": z.string().max(255).optional() }),
  answers: { 202: { description: "Stored and queued", schema: UploadAnswer } },
  errors: [
    "VALIDATION_ERROR",
    "FILE_TYPE_INVALID",
    "FILE_EMPTY",
    "FILE_TOO_LARGE",
    "CONFLICT",
    "RATE_LIMIT_EXCEEDED",
    "UNAVAILABLE",
  ],
});

/** For small bodies, so that the gateway works alone; edge serves the same route for any size. */
export const handler = endpoint(route, async ({ headers }, ports, { event, createdBy }) => {
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "latin1");
  const job = await uploadTable(ports, {
    body: Readable.from([body]),
    contentType: headers["content-type"],
    idempotencyKey: headers["idempotency-key"],
    createdBy,
  });
  return accepted(presentUpload(job), jobUrl(job.id));
});
