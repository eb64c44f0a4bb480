import type { Database } from "../db/database.ts";
import type { JobRow } from "./job.ts";
import { isFinal } from "./job.ts";

export type ClaimOutcome =
  | { outcome: "claimed"; job: JobRow }
  /** Over, deleted or never there: the message has served. */
  | { outcome: "over" }
  /** Another consumer holds it: the message must come back later. */
  | { outcome: "held" };

/**
 * Takes a job for this consumer, in one statement: attempt counted, lease taken, owner written.
 *
 * A PROCESSING job whose lease ran out belongs to a consumer that died; taking it over counts one fault.
 */
export async function claimJob(
  db: Database,
  jobId: string,
  owner: { workerId: string; leaseSeconds: number },
): Promise<ClaimOutcome> {
  const { rows } = await db.raw<{ rows: JobRow[] }>(
    `update jobs
        set attempt = attempt + 1,
            faults = faults + case status when 'PROCESSING' then 1 else 0 end,
            status = 'PROCESSING',
            lease_until = now() + make_interval(secs => :leaseSeconds),
            worker_id = :workerId,
            started_at = coalesce(started_at, now())
      where id = :jobId
        and deleted_at is null
        and (status = 'QUEUED' or (status = 'PROCESSING' and lease_until < now()))
      returning *`,
    { jobId, ...owner },
  );
  if (rows[0]) return { outcome: "claimed", job: rows[0] };
  const job = await db<JobRow>("jobs").where({ id: jobId }).whereNull("deleted_at").first("status");
  return { outcome: !job || isFinal(job.status) ? "over" : "held" };
}

/** Holds the job for another `leaseSeconds`. False: it is no longer this attempt's (cancelled, deleted, taken over). */
export async function renewLease(
  db: Database,
  claim: { id: string; attempt: number },
  leaseSeconds: number,
): Promise<boolean> {
  const { rowCount } = await db.raw(
    `update jobs set lease_until = now() + make_interval(secs => :leaseSeconds)
      where id = :id and attempt = :attempt and status = 'PROCESSING'`,
    { id: claim.id, attempt: claim.attempt, leaseSeconds },
  );
  return rowCount === 1;
}
