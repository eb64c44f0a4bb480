import { z } from "zod";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { SHOWN_KINDS } from "../../lib/table-results/present-job.ts";
import { Delivery, listDeliveries } from "../../lib/webhooks/list-deliveries.ts";
import { JobParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/jobs/{id}/webhooks",
  tag: "jobs",
  summary: "Webhook deliveries of a job and every attempt at them",
  params: JobParams,
  answers: { 200: { description: "Deliveries", schema: z.object({ deliveries: z.array(Delivery) }) } },
  errors: ["RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params }, ports) => {
  await findJob(ports, params.id, { kinds: SHOWN_KINDS });
  return ok({ deliveries: await listDeliveries(ports, params.id) });
});
