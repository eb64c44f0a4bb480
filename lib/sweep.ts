import { purgeExpiredTokens } from "./accounts/revocation.ts";
import { settleFiles } from "./files/processing-status.ts";
import { assembleWaiting } from "./jobs/assemble-object.ts";
import { purgeDeleted } from "./jobs/delete-job.ts";
import type { JobRow } from "./jobs/job.ts";
import { failPoison } from "./jobs/poison.ts";
import { sendJob } from "./jobs/send-job.ts";
import { removeLostFiles, removeOrphans } from "./orphans.ts";
import type { Ports } from "./ports.ts";
import { abortExpired } from "./uploads/presigned.ts";

/** A message this old may be lost; a longer wait in a full queue only costs a second message, which does nothing. */
const STALE_SECONDS = 300;
/** An empty queue beside waiting jobs means that their messages are gone, however young they are. */
const EMPTY_SECONDS = 5;

/**
 * Makes good what crashes between two writes leave behind. Safe to run anywhere, as often as wished: each statement
 * changes only what it still finds, and one sweep at a time does the work.
 *
 * - QUEUED jobs whose message is gone are sent again;
 * - PROCESSING jobs whose lease ran out long ago go back to the queue, or end when they are poison;
 * - files marked as being read, which no task reads any more, get their true status;
 * - large uploads whose job waits are put together;
 * - deletes that were cut short go on; objects that no job, no model and no file knows are removed,
 *   and so are documents whose object is gone;
 * - uploads never completed, and workbook jobs past their retention, are removed;
 * - tokens that were revoked and have expired since are forgotten.
 */
export async function sweep(ports: Ports): Promise<void> {
  await ports.db.transaction(async (trx) => {
    const { rows } = await trx.raw("select pg_try_advisory_xact_lock(hashtext('intake-sweep')) as mine");
    if (!rows[0].mine) return;
    for (const repair of REPAIRS) {
      // What one cannot do now, say because a store is down, must not keep the others from theirs.
      await repair(ports).catch((error) => ports.log.warn({ err: error, repair: repair.name }, "sweep"));
    }
  });
}

async function resendLost(ports: Ports): Promise<void> {
  const empty = (await ports.queues.depth("intake-jobs")) === 0;
  const lost = await ports
    .db<JobRow>("jobs")
    .where({ status: "QUEUED" })
    .whereNull("deleted_at")
    .whereRaw("coalesce(sent_at, created_at) < now() - make_interval(secs => ?)", [
      empty ? EMPTY_SECONDS : STALE_SECONDS,
    ])
    .orderBy("created_at")
    .limit(1000)
    .select("id");
  for (const { id } of lost) await sendJob(ports, id);
  if (lost.length > 0) ports.log.info({ jobs: lost.length }, "messages sent again");
}

async function takeBackDead(ports: Ports): Promise<void> {
  // A little past the lease: the dead consumer's own message has its chance to be claimed before.
  const { rows } = await ports.db.raw<{ rows: JobRow[] }>(
    `update jobs set status = 'QUEUED', faults = faults + 1, lease_until = null, worker_id = null, sent_at = now()
      where status = 'PROCESSING' and lease_until < now() - interval '5 seconds'
      returning *`,
  );
  for (const job of rows) {
    ports.log.warn({ job: job.id, attempt: job.attempt }, "job of a dead consumer taken back");
    if (!(await failPoison(ports, job))) await sendJob(ports, job.id);
  }
}

const ORPHAN_EVERY_MS = 3600 * 1000;
let orphansLooked = 0;

async function removeOrphansAtTimes(ports: Ports): Promise<void> {
  if (Date.now() - orphansLooked < ORPHAN_EVERY_MS) return; // a listing of the bucket costs time and money
  orphansLooked = Date.now();
  await removeOrphans(ports);
  await removeLostFiles(ports);
}

/** Finished workbook jobs past JOB_RETENTION_DAYS: hidden here, removed by the purge. Their models stay. */
async function removeOld(ports: Ports): Promise<void> {
  await ports
    .db("jobs")
    .whereNull("deleted_at")
    .whereIn("kind", ["workbook_import", "workbook_validation"])
    .whereRaw("completed_at < now() - make_interval(days => ?)", [ports.config.JOB_RETENTION_DAYS])
    .update({ deleted_at: ports.db.fn.now(), idempotency_key: null, dedupe_id: null });
}

const REPAIRS: ((ports: Ports) => Promise<unknown>)[] = [
  takeBackDead,
  resendLost,
  ({ db }) => settleFiles(db),
  assembleWaiting,
  purgeDeleted,
  abortExpired,
  removeOrphansAtTimes,
  removeOld,
  purgeExpiredTokens,
];
