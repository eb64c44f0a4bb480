import { endpoint, noContent } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { abortUpload } from "../../lib/uploads/presigned.ts";
import { UploadParams } from "./params.ts";

export const route = defineRoute({
  method: "delete",
  path: "/api/uploads/{upload_id}",
  tag: "uploads",
  summary: "Abort an upload; nothing of it stays",
  params: UploadParams,
  answers: { 204: { description: "Aborted" } },
  errors: ["RESOURCE_NOT_FOUND", "CONFLICT", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => {
  await abortUpload(ports, params.upload_id);
  return noContent();
});
