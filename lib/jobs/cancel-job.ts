import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { recordDeliveries } from "../webhooks/outbox.ts";
import { recordEndStage } from "./end-stage.ts";
import { announceEnd } from "./finish-job.ts";
import type { JobRow } from "./job.ts";

/**
 * Cancels a job that has not ended, at once: whoever runs it finds at its next write that it no longer holds it,
 * and is told sooner over Redis.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND; JOB_NOT_CANCELLABLE where it has ended
 */
export async function cancelJob(ports: Ports, id: string): Promise<JobRow> {
  const live = await ports.live.read(id);
  const { job, deliveries } = await withDatabase(() =>
    ports.db.transaction(async (trx) => {
      const [row] = await trx<JobRow>("jobs")
        .where({ id })
        .whereNull("deleted_at")
        .whereIn("status", ["QUEUED", "PROCESSING"])
        .update({ status: "CANCELLED", completed_at: trx.fn.now() as unknown as Date, lease_until: null })
        .returning("*");
      if (row) {
        await recordEndStage(trx, row as JobRow, live);
        return { job: row as JobRow, deliveries: await recordDeliveries(trx, row as JobRow) };
      }
      const ended = await trx<JobRow>("jobs").where({ id }).whereNull("deleted_at").first("status");
      if (!ended) throw new IntakeError("RESOURCE_NOT_FOUND", "There is no such job");
      throw new IntakeError("JOB_NOT_CANCELLABLE", `The job has already ended: ${ended.status}`, {
        details: { status: ended.status },
      });
    }),
  );
  await ports.live.announceCancel(job.id);
  await announceEnd(ports, job, deliveries);
  return job;
}
