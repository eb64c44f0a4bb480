import { type Database, withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { cancelJob } from "./cancel-job.ts";
import type { JobRow } from "./job.ts";

const BATCH_ROWS = 20_000;
/** How long a caller waits for rows to go; the purge takes what is left. */
const PATIENCE_MS = 2_000;

/**
 * DELETE of a job: a running one is cancelled and stays; any other goes, with its rows, errors and object.
 *
 * The job is hidden first and its rows go in batches of 20,000, each in a transaction of its own, so that deleting a
 * million rows holds no lock for long. What is not gone when the caller's patience ends, `purgeDeleted` takes.
 */
export async function deleteJob(ports: Ports, id: string): Promise<void> {
  const hidden = await withDatabase(() =>
    ports
      .db("jobs")
      .where({ id })
      .whereNull("deleted_at")
      .whereNot({ status: "PROCESSING" })
      .update({ deleted_at: ports.db.fn.now(), idempotency_key: null, dedupe_id: null }),
  );
  if (hidden === 0) return cancelRunning(ports, id);
  await ports.live.forget(id);
  await purgeJob(ports, id, PATIENCE_MS);
}

async function cancelRunning(ports: Ports, id: string): Promise<void> {
  try {
    await cancelJob(ports, id);
  } catch (error) {
    // It ended between the two statements: now it can be deleted.
    if (error instanceof IntakeError && error.code === "JOB_NOT_CANCELLABLE") return deleteJob(ports, id);
    throw error;
  }
}

/** Goes on with every delete that was cut short. */
export async function purgeDeleted(ports: Ports): Promise<void> {
  const jobs = await ports.db("jobs").whereNotNull("deleted_at").limit(20).select("id");
  for (const { id } of jobs) await purgeJob(ports, id, Number.POSITIVE_INFINITY);
}

async function purgeJob(ports: Ports, id: string, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  const job = await ports.db<JobRow>("jobs").where({ id }).first("object_key", "bucket", "owns_object", "parts");
  if (!job) return;
  if (job.object_key && job.owns_object) {
    try {
      if (job.parts) await ports.storage.abortParts(job.object_key, job.parts.upload_id);
      await ports.storage.delete(job.object_key, job.bucket ?? undefined);
    } catch (error) {
      // The object is swept later: an object under uploads/ without a job is an orphan (lib/sweep.ts).
      ports.log.warn({ job: id, err: error }, "object of a deleted job left to the sweep");
    }
  }
  for (const table of ["job_rows", "processing_errors"] as const) {
    while ((await deleteBatch(ports.db, table, id)) === BATCH_ROWS) {
      if (Date.now() > until) return;
    }
  }
  await ports.db("jobs").where({ id }).delete();
}

async function deleteBatch(db: Database, table: "job_rows" | "processing_errors", id: string): Promise<number> {
  const { rowCount } = await db.raw(
    "delete from ?? where ctid = any(array(select ctid from ?? where job_id = ? limit ?))",
    [table, table, id, BATCH_ROWS],
  );
  return rowCount;
}
