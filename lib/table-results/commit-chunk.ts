import { CopyBuffer, uuidBytes } from "../db/copy.ts";
import type { Database, Transaction } from "../db/database.ts";
import { type Claim, type JobRow, JobSuperseded } from "../jobs/job.ts";
import type { Finding } from "../tables/finding.ts";

/** One chunk of checked rows, ready to be stored. */
export type ChunkToStore = {
  valid: { rowNumbers: Int32Array; json: Buffer; ends: Int32Array } | null;
  findings: readonly Finding[];
};

/** Where the job stands once the chunk is stored. */
export type Counters = Pick<JobRow, "rows_processed" | "rows_failed" | "progress" | "rows_total" | "errors_truncated">;

/** What a later attempt has to know: rows that are stored or reported, and errors that are stored. */
export type Checkpoint = { rows: number; errors: number };

/**
 * Stores a chunk: rows and errors by COPY, counters and checkpoint, in one transaction. A crash before it leaves
 * nothing of the chunk, a crash after it resumes behind the chunk: no row is ever counted twice.
 *
 * Chunks may be on their way side by side; each is committed after the one before it, so that a checkpoint never
 * counts rows that are not there.
 *
 * @param before the commit of the chunk before this one; where it failed, so does this
 * @throws {JobSuperseded} the attempt no longer holds the job; nothing was written
 */
export async function commitChunk(
  db: Database,
  claim: Claim,
  chunk: ChunkToStore,
  counters: Counters & { checkpoint: Checkpoint },
  before: Promise<void> = Promise.resolve(),
): Promise<void> {
  const bodies = bodiesOf(claim.id, chunk); // before anything is awaited: the next chunk takes the place of this one
  before.catch(() => {}); // awaited below, once the rows are on their way
  await db.transaction(async (trx) => {
    // Not waiting for the disk costs nothing here: a crash of the database loses whole chunks from the end, checkpoint
    // included, and the next attempt stores them again. The commit that ends the job waits for all of them.
    await trx.raw("set local synchronous_commit = off");
    for (const [target, body] of bodies) await body.sendInto(trx, target);
    await before;
    await passFence(trx, claim, counters);
  });
}

/**
 * The fence comes last, so that nobody who cancels or takes over waits for a chunk: what an attempt has written is
 * taken back here if it no longer holds the job. Rows of an attempt that was late are in nobody's way for longer than
 * that: the same rows of the next attempt wait in the primary key until the late ones are gone.
 *
 * A job that gets on is not poison, however often its consumers died: faults count from the last rows that were stored.
 */
async function passFence(trx: Transaction, claim: Claim, state: Counters & { checkpoint: Checkpoint }): Promise<void> {
  const faults = trx.raw("case when coalesce((checkpoint->>'rows')::bigint, 0) < ? then 0 else faults end", [
    state.checkpoint.rows,
  ]);
  const changed = await trx<JobRow>("jobs")
    .where({ id: claim.id, attempt: claim.attempt, status: "PROCESSING" })
    .update({ ...state, faults: faults as never });
  if (changed === 0) throw new JobSuperseded(claim);
}

/** What is to be copied, and where to. */
function bodiesOf(id: string, { valid, findings }: ChunkToStore): [target: string, body: CopyBuffer][] {
  const jobId = uuidBytes(id);
  const bodies: [string, CopyBuffer][] = [];
  if (valid && valid.rowNumbers.length > 0) {
    bodies.push(["job_rows (job_id, row_number, data)", rowsBody(jobId, valid)]);
  }
  if (findings.length > 0) {
    const columns = "job_id, row_number, column_name, error_type, error_message, raw_value";
    bodies.push([`processing_errors (${columns})`, findingsBody(jobId, findings)]);
  }
  return bodies;
}

function rowsBody(jobId: Buffer, { rowNumbers, json, ends }: NonNullable<ChunkToStore["valid"]>): CopyBuffer {
  const overhead = 2 + 20 + 8 + 5; // tuple head, uuid, int4, jsonb head
  const body = new CopyBuffer(json.length + rowNumbers.length * overhead + 64);
  let start = 0;
  for (let row = 0; row < rowNumbers.length; row++) {
    body.tuple(3).uuid(jobId).int4(rowNumbers[row]!).jsonb(json, start, ends[row]!);
    start = ends[row]!;
  }
  return body;
}

function findingsBody(jobId: Buffer, findings: readonly Finding[]): CopyBuffer {
  const body = new CopyBuffer(findings.length * 200);
  for (const finding of findings) {
    body.tuple(6).uuid(jobId).int4(finding.row);
    body.textOrNull(storable(finding.column_name?.slice(0, 255) ?? null)).text(finding.error_type);
    body.textOrNull(storable(finding.error_message)).textOrNull(storable(finding.raw_value));
  }
  return body;
}

/** PostgreSQL's text cannot hold NUL; the reader of an error sees where it was. */
const storable = (text: string | null): string | null =>
  text?.includes("\0") ? text.replaceAll("\0", "\u2400") : text;
