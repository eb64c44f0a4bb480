import { z } from "zod";
import { accepted, endpoint } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { shownStatus, WORKBOOK_STATUSES } from "../../lib/models/present-job.ts";
import { importJobUrl } from "../../lib/models/present-upload.ts";
import { requestValidation } from "../../lib/models/validation.ts";
import { ModelParams } from "./params.ts";

export const route = defineRoute({
  method: "post",
  path: "/api/models/{model_id}/validate",
  tag: "models",
  summary: "Compare the stored values anew, with another tolerance if wished",
  params: ModelParams,
  body: z.object({ tolerance: z.number().min(0).max(1).optional() }),
  answers: {
    202: {
      description: "Queued",
      schema: z.object({
        job_id: z.uuid(),
        status: z.enum(WORKBOOK_STATUSES),
        message: z.string(),
        status_url: z.string(),
        websocket_url: z.string(),
      }),
    },
  },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "CONFLICT", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, body }, ports, { createdBy }) => {
  const tolerance = body.tolerance ?? ports.config.TOLERANCE;
  const job = await requestValidation(ports, params.model_id, { tolerance, createdBy });
  const answer = {
    job_id: job.id,
    status: shownStatus(job.status),
    message: "Validation job started",
    status_url: importJobUrl(job.id),
    websocket_url: `/ws/validation/${job.id}`,
  };
  return accepted(answer, importJobUrl(job.id));
});
