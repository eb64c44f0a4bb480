import type { Transaction } from "../db/database.ts";
import { newId } from "../ids.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";

/**
 * Notes in the transaction that ends a job whom to tell of it: an outbox, so that a consumer that dies between the
 * end of the job and the call still delivers it.
 *
 * @returns ids of the deliveries, to be given to `sendDeliveries` after the commit
 */
export async function recordDeliveries(trx: Transaction, job: JobRow): Promise<string[]> {
  const addressees = [
    ...(job.webhook_url ? [{ url: job.webhook_url, channel: "http" }] : []),
    ...(job.reply_queue_url ? [{ url: job.reply_queue_url, channel: "sqs" }] : []),
  ];
  if (addressees.length === 0) return [];
  const body = {
    job_id: job.id,
    status: job.status,
    rows_processed: job.rows_processed,
    rows_failed: job.rows_failed,
    completed_at: job.completed_at?.toISOString() ?? null,
  };
  const deliveries = addressees.map((addressee) => ({ id: newId(), job_id: job.id, ...addressee, body }));
  await trx("webhook_deliveries").insert(deliveries.map((row) => ({ ...row, next_attempt_at: trx.fn.now() })));
  return deliveries.map(({ id }) => id);
}

/** Puts the deliveries on their queue. Those that cannot be sent now are found by `webhookRelay`. */
export async function sendDeliveries(ports: Ports, ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map((id) => ports.queues.send("intake-webhooks", { delivery_id: id })));
}
