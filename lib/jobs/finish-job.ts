import type { Transaction } from "../db/database.ts";
import type { Ports } from "../ports.ts";
import { recordDeliveries, sendDeliveries } from "../webhooks/outbox.ts";
import { recordEndStage } from "./end-stage.ts";
import { type Claim, type JobRow, JobSuperseded, lastSeq, snapshotOf } from "./job.ts";

type Ending =
  | ({ status: "COMPLETED" } & Partial<
      Pick<JobRow, "result" | "result_object_key" | "rows_total" | "model_id" | "stage" | "message">
    >)
  | { status: "FAILED"; error: NonNullable<JobRow["error"]>; stage?: string };

/**
 * Ends a running job: status, counters, `completed_at` and the webhook deliveries in one transaction.
 *
 * @param within the job's own last writes, which stand or fall with its end
 * @throws {JobSuperseded} the attempt no longer holds the job; nothing was written
 */
export async function finishJob(
  ports: Ports,
  claim: Claim,
  ending: Ending,
  within?: (trx: Transaction) => Promise<void>,
): Promise<JobRow> {
  const live = ending.status === "FAILED" ? await ports.live.read(claim.id) : null;
  const { job, deliveries } = await ports.db.transaction(async (trx) => {
    await within?.(trx);
    const [row] = await trx<JobRow>("jobs")
      .where({ id: claim.id, attempt: claim.attempt, status: "PROCESSING" })
      .update({
        ...ending,
        ...(ending.status === "COMPLETED" ? { progress: 100 } : { error_message: ending.error.message }),
        completed_at: trx.fn.now() as unknown as Date,
        lease_until: null,
        checkpoint: null,
      })
      .returning("*");
    if (!row) throw new JobSuperseded(claim);
    if (ending.status === "FAILED") await recordEndStage(trx, row as JobRow, live);
    return { job: row as JobRow, deliveries: await recordDeliveries(trx, row as JobRow) };
  });
  await announceEnd(ports, job, deliveries);
  return job;
}

/**
 * Tells those who wait that a job is over. What fails here is made good elsewhere: readers find the end in
 * PostgreSQL, deliveries that were not sent are found by the relay (consumer/webhooks.ts).
 */
export async function announceEnd(ports: Ports, job: JobRow, deliveries: string[]): Promise<void> {
  const told = await Promise.allSettled([
    ports.live.publish(snapshotOf(job, lastSeq(job.attempt))),
    sendDeliveries(ports, deliveries),
  ]);
  for (const outcome of told) {
    if (outcome.status === "rejected") ports.log.warn({ job: job.id, err: outcome.reason }, "end not announced");
  }
}
