import type { Ports } from "../ports.ts";
import { recordDeliveries } from "../webhooks/outbox.ts";
import { recordEndStage } from "./end-stage.ts";
import { announceEnd } from "./finish-job.ts";
import { type JobRow, MAX_FAULTS } from "./job.ts";

export const isPoison = (job: Pick<JobRow, "kind" | "faults">): boolean => job.faults >= MAX_FAULTS[job.kind];

/**
 * Ends a job that failed too often through no fault of its file, and puts its message on the dead-letter queue with
 * the reason, from where `intake redrive` brings it back.
 *
 * @returns false where the job is not poison yet, or is no longer in the state it was read in
 */
export async function failPoison(ports: Ports, job: JobRow): Promise<boolean> {
  if (!isPoison(job)) return false;
  const message = `Given up after ${job.faults} attempts that ended without a result (a worker was lost or failed)`;
  const live = await ports.live.read(job.id);
  const ended = await ports.db.transaction(async (trx) => {
    const [row] = await trx<JobRow>("jobs")
      .where({ id: job.id, attempt: job.attempt })
      .whereIn("status", ["QUEUED", "PROCESSING"])
      .update({
        status: "FAILED",
        error: { code: "INTERNAL", message },
        error_message: message,
        completed_at: trx.fn.now() as unknown as Date,
        lease_until: null,
      })
      .returning("*");
    if (!row) return undefined;
    await recordEndStage(trx, row as JobRow, live);
    return { job: row as JobRow, deliveries: await recordDeliveries(trx, row as JobRow) };
  });
  if (!ended) return false;
  await ports.queues.send("intake-jobs-dlq", { job_id: job.id }, { error: message });
  await announceEnd(ports, ended.job, ended.deliveries);
  return true;
}
