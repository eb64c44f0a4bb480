import type { Database } from "../db/database.ts";
import type { Claim } from "./job.ts";

/**
 * Hands a running job back to the queue with its checkpoint; its message is to be made visible again by the caller.
 *
 * @param fault true when the attempt ended badly (a dead worker, an unforeseen error), so that it counts towards poison
 * @returns faults so far, or null where the attempt no longer holds the job
 */
export async function releaseJob(db: Database, claim: Claim, fault: boolean): Promise<number | null> {
  const { rows } = await db.raw<{ rows: { faults: number }[] }>(
    `update jobs
        set status = 'QUEUED', lease_until = null, worker_id = null, sent_at = now(),
            faults = faults + case when :fault then 1 else 0 end
      where id = :id and attempt = :attempt and status = 'PROCESSING'
      returning faults`,
    { id: claim.id, attempt: claim.attempt, fault },
  );
  return rows[0]?.faults ?? null;
}
