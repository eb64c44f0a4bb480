import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import type { Ports } from "../ports.ts";

export const Delivery = z
  .object({
    id: z.uuid(),
    url: z.string(),
    status: z.enum(["pending", "delivered", "failed"]),
    attempts: z.array(
      z.object({
        at: z.iso.datetime(),
        status_code: z.int().nullable(),
        error: z.string().nullable(),
        duration_ms: z.int(),
      }),
    ),
    next_attempt_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "Delivery" });

/** Every delivery of a job with its attempts, oldest first. */
export async function listDeliveries(ports: Ports, jobId: string): Promise<z.output<typeof Delivery>[]> {
  return withDatabase(async () => {
    const deliveries = await ports.db("webhook_deliveries").where({ job_id: jobId }).orderBy("id");
    const attempts = await ports
      .db("webhook_attempts")
      .whereIn(
        "delivery_id",
        deliveries.map(({ id }) => id),
      )
      .orderBy("id");
    return deliveries.map((delivery) => ({
      id: delivery.id,
      url: delivery.url,
      status: delivery.status,
      attempts: attempts
        .filter(({ delivery_id }) => delivery_id === delivery.id)
        .map(({ at, status_code, error, duration_ms }) => ({
          at: at.toISOString(),
          status_code,
          error,
          duration_ms,
        })),
      next_attempt_at: delivery.next_attempt_at?.toISOString() ?? null,
    }));
  });
}
