import { setTimeout as sleep } from "node:timers/promises";
import { readExtraction, storeExtraction } from "../../../lib/document-tasks/extractions.ts";
import { extractDocument } from "../../../lib/documents/extract/extract-document.ts";
import type { Extraction } from "../../../lib/documents/types.ts";
import { FileFault } from "../../../lib/errors.ts";
import type { FileRow } from "../../../lib/files/file.ts";
import { spoolObject } from "../spool.ts";
import type { TaskContext } from "../task.ts";
import type { TaskProgress } from "./task-progress.ts";

const WAIT_MS = 200;

/**
 * The text of a task's file: what is kept of it, else extracted now and kept for the tasks to come. Tasks of one file
 * take turns, so that it is read once.
 *
 * @param share percent of the whole task's progress that reading the file may take
 * @throws {FileFault} the file cannot be read; the file then shows why
 */
export async function keepExtraction(
  context: TaskContext,
  file: FileRow,
  progress: TaskProgress,
  share: number,
): Promise<Extraction> {
  const known = await readExtraction(context.ports, file.id);
  if (known) return known;
  const turn = await takeTurn(context, file.id);
  try {
    return (await readExtraction(context.ports, file.id)) ?? (await extract(context, file, progress, share));
  } finally {
    await turn.release();
  }
}

async function extract(
  { job, ports, signal }: TaskContext,
  file: FileRow,
  progress: TaskProgress,
  share: number,
): Promise<Extraction> {
  await mark(ports, file, { processing_status: "processing", error_code: null, error_message: null });
  try {
    progress.at("fetching", 0, "Fetching the file");
    await using spooled = await spoolObject(ports, job, signal, file.object_key);
    progress.at("extracting", share * 0.05, "Reading the file");
    const extraction = await extractDocument({
      path: spooled.path,
      fileType: file.file_type,
      signal,
      onProgress: ({ done, total }) =>
        progress.at("extracting", share * (0.05 + (0.9 * done) / Math.max(1, total)), `Read ${done} of ${total}`),
    });
    signal.throwIfAborted();
    await storeExtraction(ports, file, job, extraction);
    return extraction;
  } catch (error) {
    if (error instanceof FileFault) {
      await mark(ports, file, { processing_status: "failed", error_code: error.code, error_message: error.message });
    }
    throw error;
  }
}

async function mark(ports: TaskContext["ports"], { id }: FileRow, columns: Partial<FileRow>): Promise<void> {
  await ports
    .db("document_files")
    .where({ id })
    .update({ ...columns, updated_at: ports.db.fn.now() });
}

/** Held by a transaction of its own, so that it goes with this worker's connection should the worker die. */
async function takeTurn({ ports, signal }: TaskContext, fileId: string) {
  for (;;) {
    const trx = await ports.db.transaction();
    const { rows } = await trx.raw("select pg_try_advisory_xact_lock(hashtext(?)) as mine", [`extract:${fileId}`]);
    if (rows[0].mine) return { release: async () => void (await trx.rollback().catch(() => {})) };
    await trx.rollback();
    await sleep(WAIT_MS, undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
  }
}
