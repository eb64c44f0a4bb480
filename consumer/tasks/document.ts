import { folderOf } from "../../lib/document-tasks/extractions.ts";
import { storeResult } from "../../lib/document-tasks/results.ts";
import { extractResult } from "../../lib/documents/extract/finish.ts";
import type { TaskOptions } from "../../lib/documents/options.ts";
import type { Extraction } from "../../lib/documents/types.ts";
import { FileFault } from "../../lib/errors.ts";
import type { FileRow } from "../../lib/files/file.ts";
import { finishJob } from "../../lib/jobs/finish-job.ts";
import { JobSuperseded } from "../../lib/jobs/job.ts";
import { keepExtraction } from "./documents/extraction.ts";
import { runLocal, type UnderstandingType } from "./documents/local.ts";
import { TaskProgress } from "./documents/task-progress.ts";
import type { TaskContext } from "./task.ts";

/** Percent of a task's progress that reading the file may take: all but the end where the text itself is wanted. */
const EXTRACT_SHARE = 95;
const ON_DEMAND_SHARE = 30;
const LONG_TEXT = 100_000; // code units; the local engine takes tenths of a second for it

/**
 * Runs a task on a user's document: its text first, if it has not been extracted before, then what was asked of it.
 *
 * There is no checkpoint: the extraction is kept as soon as there is one, and the rest is short.
 */
export async function documentTask(context: TaskContext): Promise<void> {
  const { job, ports, signal } = context;
  const progress = new TaskProgress(ports, job, context.progress);
  const file = await ports.db<FileRow>("document_files").where({ id: job.file_id! }).first();
  if (!file) throw new JobSuperseded(job); // deleted, and the task with it
  const isExtract = job.task_type === "extract";
  const extraction = await keepExtraction(context, file, progress, isExtract ? EXTRACT_SHARE : ON_DEMAND_SHARE);
  const result = isExtract ? extractResult(extraction) : await understand(context, extraction, progress);
  signal.throwIfAborted();
  progress.at("saving", 97, "Saving the result");
  const stored = await storeResult(ports, job, folderOf(file), result);
  await finishJob(ports, job, { status: "COMPLETED", ...stored, stage: "saving", message: "Done" });
}

async function understand(context: TaskContext, extraction: Extraction, progress: TaskProgress) {
  const { job } = context;
  if (extraction.metadata.word_count === 0) throw new FileFault("NO_TEXT", "The document holds no text");
  const type = job.task_type as UnderstandingType;
  const options = job.options as TaskOptions<typeof type>;
  progress.at("analysing", ON_DEMAND_SHARE, "Reading the text");
  // The local engine keeps the thread to itself: who watches a long text is told before it begins.
  if (extraction.text.length > LONG_TEXT) await progress.flushed();
  if (job.provider !== "openai") return runLocal(type, extraction, options);
  const { runByModel } = await import("./documents/llm.ts");
  return runByModel(context, type, extraction, progress);
}
