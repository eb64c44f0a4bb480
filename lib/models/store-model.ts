import { setImmediate } from "node:timers/promises";
import { CopyBuffer, uuidBytes } from "../db/copy.ts";
import type { Transaction } from "../db/database.ts";
import { type Claim, type JobRow, JobSuperseded } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { type CellFields, cellFields } from "../workbooks/cell-fields.ts";
import { workbookMetadata } from "../workbooks/read/metadata.ts";
import type { Recalculation } from "../workbooks/recalculate.ts";
import { importResult } from "../workbooks/report.ts";

const BATCH_CELLS = 5_000;
/** A batch is written out while the last one is sent, which goes on only when the event loop comes round. */
const TURN_CELLS = 250;

const COLUMNS = [
  "model_id",
  "sheet_index",
  "row_num",
  "col_num",
  "sheet_name",
  "col_letter",
  "cell",
  "cell_type",
  "data_type",
  "raw_value",
  "raw_text",
  "number_format",
  "formula",
  "array_range",
  "converted_formula",
  "depends_on",
  "calculated_value",
  "calculated_text",
  "calculated_type",
  "calculation_engine",
  "calculation_error",
  "is_circular",
  "circular_group",
  "is_volatile",
  "outcome",
  "has_mismatch",
  "mismatch_diff",
  "mismatch_reason",
  "has_validation",
  "validation_type",
  "validation_options",
  "validation_rule",
  "merge_range",
  "style",
] as const;

export type NewModel = {
  id: string;
  name: string;
  originalFilename: string;
  filePath: string;
  hash: string;
  size: number;
  signal: AbortSignal;
  timings: () => { parse: number; insert: number; total: number };
  onCells: (done: number) => void;
  onCommit: () => Promise<void>;
};

/**
 * Stores a recalculated workbook as a model: its row, its cells by COPY, and the job's `model_id`, in one transaction.
 * Until it commits nobody sees any of it; a job that was cancelled or taken over meanwhile commits nothing.
 *
 * @throws {JobSuperseded}
 */
export async function storeModel(
  ports: Ports,
  claim: Claim,
  recalculation: Recalculation,
  model: NewModel,
): Promise<void> {
  await ports.db.transaction(async (trx) => {
    await trx("models").insert({
      id: model.id,
      name: model.name,
      original_filename: model.originalFilename,
      file_path: model.filePath,
      file_hash: model.hash,
      file_size: model.size,
      workbook_metadata: JSON.stringify(workbookMetadata(recalculation.workbook)),
    });
    await copyCells(trx, recalculation, model);
    await model.onCommit();
    await trx("models")
      .where({ id: model.id })
      .update({ import_summary: JSON.stringify(summaryOf(recalculation, model)) });
    const ours = await trx<JobRow>("jobs")
      .where({ id: claim.id, attempt: claim.attempt, status: "PROCESSING" })
      .update({ model_id: model.id });
    if (ours === 0) throw new JobSuperseded(claim);
  });
}

/** What the model remembers of its import: the result without what the job alone has. */
function summaryOf(recalculation: Recalculation, model: NewModel): Record<string, unknown> {
  const result = importResult(recalculation, { modelId: model.id, validation: null, timings: model.timings() });
  const { model_id: _id, duplicate: _duplicate, status: _status, validation_results: _validation, ...summary } = result;
  return { ...summary, import_timestamp: new Date().toISOString(), post_import_validation: null };
}

async function copyCells(trx: Transaction, recalculation: Recalculation, model: NewModel): Promise<void> {
  const id = uuidBytes(model.id);
  let body = new CopyBuffer(BATCH_CELLS * 300);
  let batch = 0;
  let done = 0;
  // The next batch is written out while PostgreSQL, on another core, takes the last one in.
  let sending: Promise<void> = Promise.resolve();
  const flush = async () => {
    await sending;
    model.signal.throwIfAborted();
    sending = body.sendInto(trx, `cells (${COLUMNS.join(", ")})`);
    sending.catch(() => {}); // awaited with the next batch, or below
    done += batch;
    batch = 0;
    body = new CopyBuffer(BATCH_CELLS * 300);
    model.onCells(done);
  };
  model.onCells(0);
  for (const fields of cellFields(recalculation)) {
    writeCell(body, id, fields);
    if (++batch === BATCH_CELLS) await flush();
    else if (batch % TURN_CELLS === 0) await setImmediate();
  }
  if (batch > 0) await flush();
  await sending;
}

/** One tuple, in the order of COLUMNS. */
function writeCell(body: CopyBuffer, modelId: Buffer, cell: CellFields): void {
  body.tuple(COLUMNS.length).uuid(modelId).int4(cell.sheet_index).int4(cell.row_num).int4(cell.col_num);
  body.text(cell.sheet_name).text(cell.col_letter).text(cell.cell).text(cell.cell_type).text(cell.data_type);
  body.float8OrNull(cell.raw_value).textOrNull(cell.raw_text).text(cell.number_format);
  body.textOrNull(cell.formula).textOrNull(cell.array_range).textOrNull(cell.converted_formula);
  body.jsonb(JSON.stringify(cell.depends_on));
  body.float8OrNull(cell.calculated_value).textOrNull(cell.calculated_text).textOrNull(cell.calculated_type);
  body.text(cell.calculation_engine).textOrNull(cell.calculation_error);
  body.bool(cell.is_circular).int4OrNull(cell.circular_group).bool(cell.is_volatile);
  body.textOrNull(cell.outcome).bool(cell.has_mismatch);
  body.float8OrNull(cell.mismatch_diff).textOrNull(cell.mismatch_reason);
  body.bool(cell.has_validation).textOrNull(cell.validation_type);
  body.jsonb(JSON.stringify(cell.validation_options));
  if (cell.validation_rule === null) body.null();
  else body.jsonb(JSON.stringify(cell.validation_rule));
  body.textOrNull(cell.merge_range).jsonb(JSON.stringify(cell.style));
}
