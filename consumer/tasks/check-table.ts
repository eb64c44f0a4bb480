import { assembleObject } from "../../lib/jobs/assemble-object.ts";
import { finishJob } from "../../lib/jobs/finish-job.ts";
import { type JobRow, JobSuperseded } from "../../lib/jobs/job.ts";
import type { Ports } from "../../lib/ports.ts";
import { type Checkpoint, type Counters, commitChunk } from "../../lib/table-results/commit-chunk.ts";
import { type CheckedChunk, type OpenTable, openTable, type TableSource } from "../../lib/tables/open-table.ts";
import { parseTableOptions } from "../../lib/tables/options.ts";
import { openObject, spoolObject } from "./spool.ts";
import type { TaskContext } from "./task.ts";

/** Counters alone, of chunks without a row or an error to store, wait this long for each other. */
const COUNTERS_MS = 500;

/**
 * Checks every row of a stored table, loads the good ones and notes what is wrong with the others.
 *
 * A job taken up again reads the file from its start, without storing the rows that its checkpoint already counts:
 * inference and uniqueness see what they saw before.
 */
export async function checkTableTask({ job, ports, progress, signal }: TaskContext): Promise<void> {
  await using spool = await openSource(ports, job, signal);
  const options = parseTableOptions(job.options);
  const table = await openTable(spool.source, { options, schema: job.params.schema, signal });
  await noteForm(ports, job, table);

  const checkpoint = (job.checkpoint as Checkpoint | null) ?? { rows: 0, errors: 0 };
  const counters: Counters = {
    rows_processed: job.rows_processed,
    rows_failed: job.rows_failed,
    rows_total: null,
    progress: job.progress,
    errors_truncated: job.errors_truncated,
  };
  // Two chunks are being stored while the next is parsed: loading is bound by PostgreSQL, and each has a core there.
  let before: Promise<void> = Promise.resolve();
  let last = before;
  let storedAt = performance.now();
  let isStored = true;
  const store = (chunk: Pick<CheckedChunk, "valid" | "findings">) => {
    before = last;
    last = commitChunk(ports.db, job, chunk, { ...counters, checkpoint: { ...checkpoint } }, before);
    last.catch(() => {}); // awaited with the chunk after the next, or at the end
    storedAt = performance.now();
    isStored = true;
  };
  const maxFindings = options.max_errors - checkpoint.errors;
  for await (const chunk of table.check({ skipRows: checkpoint.rows, maxFindings, signal })) {
    await before;
    signal.throwIfAborted();
    counters.rows_processed += chunk.rows;
    counters.rows_failed += chunk.failed;
    counters.errors_truncated ||= chunk.errorsTruncated;
    checkpoint.rows += chunk.rows;
    checkpoint.errors += chunk.findings.length;
    counters.progress = Math.min(99, Math.max(counters.progress, Math.floor(chunk.progress * 100)));
    isStored = false;
    if (chunk.valid || chunk.findings.length > 0 || performance.now() - storedAt > COUNTERS_MS) store(chunk);
    progress.report({ stage: "checking", ...counters });
  }
  if (!isStored) store({ valid: null, findings: [] });
  await last;
  await noteForm(ports, job, table); // how many rows the footer has is known now
  await finishJob(ports, job, { status: "COMPLETED", rows_total: counters.rows_processed });
}

/** What was found of the file's form. */
async function noteForm(ports: Ports, job: JobRow, { dialect, schema, columns }: OpenTable): Promise<void> {
  const changed = await ports
    .db("jobs")
    .where({ id: job.id, attempt: job.attempt, status: "PROCESSING" })
    .update({
      dialect: JSON.stringify(dialect),
      schema: JSON.stringify(schema),
      columns: JSON.stringify(columns),
    });
  if (changed === 0) throw new JobSuperseded(job);
}

/** CSV is read as it comes from the store; Excel's formats need random access, so they lie on disk meanwhile. */
async function openSource(
  ports: Ports,
  job: JobRow,
  signal: AbortSignal,
): Promise<AsyncDisposable & { source: TableSource }> {
  if (job.parts) await assembleObject(ports, job.id);
  const about = { filename: job.filename!, sizeBytes: job.file_size! };
  if (job.file_type === "csv") {
    const stream = await openObject(ports, job);
    return {
      source: { ...about, fileType: "csv", stream },
      async [Symbol.asyncDispose]() {
        stream.destroy();
      },
    };
  }
  const spooled = await spoolObject(ports, job, signal);
  const source: TableSource = { ...about, fileType: job.file_type as "xlsx" | "xls", path: spooled.path };
  return { source, [Symbol.asyncDispose]: () => spooled[Symbol.asyncDispose]() };
}
