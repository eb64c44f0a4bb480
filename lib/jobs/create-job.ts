import { type Database, isUniqueViolation, type Transaction, withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { Turns } from "../turns.ts";
import type { JobKind, JobRow } from "./job.ts";

/** What a door knows of a job before it exists; everything else has its default. */
export type JobDraft = Pick<JobRow, "id"> & { kind: JobKind } & Partial<
    Pick<
      JobRow,
      | "filename"
      | "file_size"
      | "file_type"
      | "bucket"
      | "object_key"
      | "sha256"
      | "parts"
      | "owns_object"
      | "options"
      | "schema"
      | "params"
      | "idempotency_key"
      | "dedupe_id"
      | "webhook_url"
      | "reply_queue_url"
      | "created_by"
      | "model_id"
      | "user_id"
      | "file_id"
      | "task_type"
      | "provider"
      | "model"
      | "engine"
    >
  >;

/** Fewer than the pool has connections: a burst of uploads leaves some to those who ask how their jobs get on. */
const creations = new Turns(4);

/** `existing`: the draft's id, idempotency key or dedupe id had made a job before; nothing new was made. */
export type Created = { job: JobRow; existing: boolean };

/**
 * Makes a job and sends its message: the row first, then the message.
 *
 * A crash between the two leaves a QUEUED row without a message, which the sweep sends again. A queue that refuses is
 * answered with UNAVAILABLE, and the row is taken back, so that a caller who is told "no" leaves nothing behind.
 *
 * @param within writes that must stand or fall with the row
 * @throws {IntakeError} UNAVAILABLE; CONFLICT where the idempotency key was used for another file
 */
export async function createJob(
  ports: Ports,
  draft: JobDraft,
  within?: (trx: Transaction, job: JobRow) => Promise<void>,
): Promise<Created> {
  const created = await creations.run(() => withDatabase(() => insertJob(ports, draft, within)));
  if (created.existing) return created;
  try {
    await ports.queues.send("intake-jobs", { job_id: created.job.id }); // sent when it was created, as the sweep sees it
  } catch (error) {
    await ports.db("jobs").where({ id: draft.id, status: "QUEUED", attempt: 0 }).delete();
    throw error;
  }
  return created;
}

async function insertJob(
  ports: Ports,
  draft: JobDraft,
  within?: (trx: Transaction, job: JobRow) => Promise<void>,
): Promise<Created> {
  try {
    const expiring = draft.idempotency_key && draft.kind !== "document";
    // A row that stands alone needs no transaction around it: two round trips fewer for most uploads.
    if (!within && !expiring) return { job: await insertRow(ports.db, draft), existing: false };
    const job = await ports.db.transaction(async (trx) => {
      if (expiring) await expireKey(trx, draft);
      const row = await insertRow(trx, draft);
      await within?.(trx, row);
      return row;
    });
    return { job, existing: false };
  } catch (error) {
    if (isUniqueViolation(error, "jobs_idempotency")) return { job: await sameKey(ports, draft), existing: true };
    const same = isUniqueViolation(error, "jobs_pkey")
      ? { id: draft.id }
      : isUniqueViolation(error, "jobs_dedupe")
        ? { dedupe_id: draft.dedupe_id! }
        : null;
    const job = same && (await ports.db<JobRow>("jobs").where(same).first());
    if (job) return { job: job as JobRow, existing: true };
    throw error;
  }
}

async function insertRow(db: Database, draft: JobDraft): Promise<JobRow> {
  const [row] = await db<JobRow>("jobs").insert(draft).returning("*");
  return row as JobRow;
}

/** A caller's key is good for 24 hours; after that it may name something new. (A task's stands for its content.) */
async function expireKey(trx: Transaction, draft: JobDraft): Promise<void> {
  await trx("jobs")
    .where({ idempotency_key: draft.idempotency_key, created_by: draft.created_by ?? "public" })
    .whereRaw("created_at < now() - interval '24 hours'")
    .update({ idempotency_key: null });
}

async function sameKey(ports: Ports, draft: JobDraft): Promise<JobRow> {
  const job = await ports
    .db<JobRow>("jobs")
    .where({ idempotency_key: draft.idempotency_key!, created_by: draft.created_by ?? "public" })
    .first();
  if (job?.sha256 !== draft.sha256) {
    throw new IntakeError("CONFLICT", "This Idempotency-Key was used for another file in the last 24 hours");
  }
  return job as JobRow;
}
