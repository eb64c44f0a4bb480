import { setTimeout as sleep } from "node:timers/promises";
import { FileFault } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { finishJob } from "../../lib/jobs/finish-job.ts";
import type { JobRow } from "../../lib/jobs/job.ts";
import { duplicateResult, findModelByHash, resultOfModel } from "../../lib/models/import-result.ts";
import type { ModelRow } from "../../lib/models/models.ts";
import { storeModel } from "../../lib/models/store-model.ts";
import { tryTurn } from "../../lib/models/turn.ts";
import type { Ports } from "../../lib/ports.ts";
import { type ImportParams, modelKey } from "../../lib/uploads/upload-workbook.ts";
import { readWorkbook } from "../../lib/workbooks/read/read-workbook.ts";
import { type Recalculation, recalculate } from "../../lib/workbooks/recalculate.ts";
import { importResult } from "../../lib/workbooks/report.ts";
import { spoolObject } from "./spool.ts";
import { Stages } from "./stages.ts";
import type { TaskContext } from "./task.ts";

const WAIT_MS = 300;

/**
 * Imports a workbook: every cell read, every formula recalculated, compared, and stored as a model.
 *
 * There is no checkpoint: model and cells are committed once, together, so that each attempt starts from an empty
 * slate. Imports of the same content take turns; who comes second finds the model and ends as a duplicate.
 */
export async function importWorkbookTask(context: TaskContext): Promise<void> {
  const { job, ports } = context;
  const turn = await takeTurn(context);
  try {
    const model = await findModelByHash(ports.db, job.sha256!);
    if (!model) await importAnew(context);
    else if (model.id === job.model_id) await finishCommitted(context, model);
    else await finishAsDuplicate(context, model);
    await removeUpload(ports, job);
  } finally {
    await turn.release();
  }
}

async function takeTurn({ job, ports, signal }: TaskContext) {
  for (;;) {
    const turn = await tryTurn(ports.db, job.sha256!);
    if (turn) return turn;
    await sleep(WAIT_MS, undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
  }
}

async function importAnew({ job, ports, progress, signal }: TaskContext): Promise<void> {
  const started = performance.now();
  const stages = new Stages(ports, job, progress);
  const params = job.params as unknown as ImportParams;

  stages.at("hashing", 5, "Computing file hash...");
  await using file = await spoolObject(ports, job, signal);
  if (file.sha256 !== job.sha256) throw new FileFault("STORAGE_ERROR", "The stored file is not the one uploaded");
  stages.at("copying", 8, "Copying file to storage...");
  const filePath = modelKey(job.sha256!, job.file_type!);
  await ports.storage.copy(job.object_key!, filePath);

  try {
    stages.at("parsing", 10, "Opening workbook...");
    const parseStart = performance.now();
    const workbook = await readWorkbook({
      source: file.path,
      maxCells: ports.config.MAX_CELLS,
      signal,
      onSheet: (name, index, count) => stages.at("parsing", 10 + (20 * index) / count, `Processing sheet: ${name}`),
    });
    const parse = Math.round(performance.now() - parseStart);
    stages.at("dependencies", 30, "Building dependency graph...");
    signal.throwIfAborted();
    const recalculation = await recalculate(workbook, {
      signal,
      tolerance: ports.config.TOLERANCE,
      maxIterations: ports.config.MAX_CIRCULAR_ITERATIONS,
      threshold: ports.config.CONVERGENCE_THRESHOLD,
      onProgress: (done, total, cycles) => {
        if (stages.stage === "dependencies") stages.at("creating_model", 37, "Creating model record...");
        const share = done / Math.max(1, total); // of no formula at all, nothing is left to do
        const percent = cycles ? 70 + 10 * share : 40 + 30 * share;
        stages.at("evaluation", percent, `Evaluating formula ${done}/${total}`);
      },
    });
    await commit({ job, ports, progress, signal }, stages, recalculation, { params, filePath, parse, started });
  } catch (error) {
    // Without its model the permanent copy has no owner. (A crash here leaves it to the sweep.)
    if (!(await findModelByHash(ports.db, job.sha256!).catch(() => true))) {
      await ports.storage.delete(filePath).catch(() => {});
    }
    throw error;
  }
}

type Imported = { params: ImportParams; filePath: string; parse: number; started: number };

async function commit(
  { job, ports, signal }: TaskContext,
  stages: Stages,
  recalculation: Recalculation,
  { params, filePath, parse, started }: Imported,
): Promise<void> {
  const modelId = newId();
  const total = recalculation.summary.stats.total_cells;
  const insertStart = performance.now();
  const timings = () => ({
    parse,
    insert: Math.round(performance.now() - insertStart),
    total: Math.round(performance.now() - started),
  });
  const model = { id: modelId, name: params.model_name, filePath, hash: params.file_hash, size: params.file_size };
  await storeModel(ports, job, recalculation, {
    ...model,
    originalFilename: params.filename,
    signal,
    timings,
    onCells: (done) =>
      stages.at("insertion", 80 + (15 * done) / Math.max(1, total), `Inserting cells ${done}/${total}`),
    onCommit: async () => {
      stages.at("finalizing", 96, "Finalizing import...");
      await stages.settled();
    },
  });
  const validation = params.validate ? recalculation.validate() : null;
  if (validation) stages.at("validation", 97, "Running post-import validation...");
  signal.throwIfAborted();
  const result = importResult(recalculation, { modelId, validation, timings: timings() });
  await complete(ports, job, stages, result, validation);
}

/** A model that an earlier attempt of this job committed before it was cut off: only the end is missing. */
async function finishCommitted({ job, ports, progress }: TaskContext, model: ModelRow): Promise<void> {
  await complete(ports, job, new Stages(ports, job, progress), resultOfModel(model), null);
}

async function finishAsDuplicate({ job, ports, progress }: TaskContext, model: ModelRow): Promise<void> {
  await complete(ports, job, new Stages(ports, job, progress), duplicateResult(model), null);
}

async function complete(
  ports: Ports,
  job: JobRow,
  stages: Stages,
  result: Record<string, unknown>,
  validation: unknown,
): Promise<void> {
  await stages.settled();
  const message = "Import complete";
  const modelId = result.model_id as string;
  const ending = { status: "COMPLETED", result, model_id: modelId, stage: "complete", message } as const;
  await finishJob(ports, job, ending, async (trx) => {
    await trx("job_progress").insert({ job_id: job.id, stage: "complete", percent: 100, message });
    if (!validation) return;
    const report = JSON.stringify({ post_import_validation: validation, validated_at: new Date().toISOString() });
    await trx.raw("update models set import_summary = import_summary || ?::jsonb, updated_at = now() where id = ?", [
      report,
      modelId,
    ]);
  });
}

/** The file as it was uploaded; the model has its own copy. The sweep finds it where this fails. */
async function removeUpload(ports: Ports, job: JobRow): Promise<void> {
  await ports.storage.delete(job.object_key!).catch(() => {});
}
