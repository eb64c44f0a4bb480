import { z } from "zod";
import { accepted, endpoint } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { jobUrl, presentUpload, UploadAnswer } from "../../lib/table-results/present-job.ts";
import { completeUpload } from "../../lib/uploads/presigned.ts";
import { UploadParams } from "./params.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/uploads/{upload_id}/complete",
  tag: "uploads",
  summary: "Put the parts together and queue the check; twice gives the same answer",
  params: UploadParams,
  body: z.object({
    parts: z
      .array(z.object({ part_number: z.int().min(1).max(10_000), etag: z.string().min(1).max(100) }))
      .min(1)
      .max(10_000),
  }),
  answers: { 202: { description: "Stored and queued", schema: UploadAnswer } },
  errors: ["VALIDATION_ERROR", "FILE_TYPE_INVALID", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, body }, ports) => {
  const job = await completeUpload(ports, params.upload_id, body.parts);
  return accepted(presentUpload(job), jobUrl(job.id));
});
