import { created, endpoint } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { beginUpload, UploadPlan, UploadTicket } from "../../lib/uploads/presigned.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/uploads",
  tag: "uploads",
  summary: "Begin an upload whose parts go straight to the object store",
  limit: "job_upload",
  body: UploadPlan,
  answers: { 201: { description: "Where each part is to be PUT, in order", schema: UploadTicket } },
  errors: [
    "VALIDATION_ERROR",
    "FILE_TYPE_INVALID",
    "FILE_EMPTY",
    "FILE_TOO_LARGE",
    "RATE_LIMIT_EXCEEDED",
    "UNAVAILABLE",
  ],
});

export const handler = endpoint(route, async ({ body }, ports, { createdBy }) => {
  const ticket = await beginUpload(ports, body, createdBy);
  return created(ticket, `/api/uploads/${ticket.upload_id}`);
});
