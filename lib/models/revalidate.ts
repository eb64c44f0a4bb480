import type { Database, Transaction } from "../db/database.ts";
import { type Comparable, compare, ReportBuilder, type ValidationReport } from "../workbooks/compare.ts";
import { ExcelError, type Scalar } from "../workbooks/values.ts";
import { CELL_ORDER, type CellRow } from "./cells.ts";

const PAGE_CELLS = 5_000;

type Judged = Pick<
  CellRow,
  | "sheet_index"
  | "row_num"
  | "col_num"
  | "sheet_name"
  | "cell"
  | "formula"
  | "data_type"
  | "raw_value"
  | "raw_text"
  | "calculated_type"
  | "calculated_value"
  | "calculated_text"
  | "calculation_error"
  | "is_circular"
  | "is_volatile"
  | "outcome"
>;

/**
 * Compares the stored values of a model anew with `tolerance`, and rewrites outcome, diff and reason of each formula
 * cell. Raw and calculated values are only read.
 *
 * @param onPage formula cells done so far; throws to stop
 */
export async function revalidate(
  trx: Transaction,
  modelId: string,
  tolerance: number,
  onPage: (done: number) => void,
): Promise<ValidationReport> {
  const report = new ReportBuilder(tolerance);
  let done = 0;
  let last: Judged | undefined;
  for (;;) {
    const page = await formulaCells(trx, modelId, last);
    await rewrite(
      trx,
      modelId,
      page.map((cell) => judge(cell, tolerance, report)),
    );
    done += page.length;
    onPage(done);
    if (page.length < PAGE_CELLS) return report.finish();
    last = page.at(-1);
  }
}

async function formulaCells(db: Database, modelId: string, after: Judged | undefined): Promise<Judged[]> {
  const query = db("cells").where({ model_id: modelId }).whereNotNull("formula");
  if (after) {
    query.whereRaw("(sheet_index, row_num, col_num) > (?, ?, ?)", [after.sheet_index, after.row_num, after.col_num]);
  }
  return query.orderBy([...CELL_ORDER]).limit(PAGE_CELLS);
}

type Rewrite = [
  sheet: number,
  row: number,
  column: number,
  outcome: string,
  diff: number | null,
  reason: string | null,
];

function judge(cell: Judged, tolerance: number, report: ReportBuilder): Rewrite {
  const comparable: Comparable = {
    raw: rawOf(cell),
    calculated: calculatedOf(cell),
    failure: cell.outcome === "unsupported" || cell.outcome === "error" ? cell.outcome : undefined,
    isVolatile: cell.is_volatile,
    isCircular: cell.is_circular,
  };
  const verdict = compare(comparable, tolerance);
  report.add({
    ref: `${cell.sheet_name}!${cell.cell}`,
    formula: cell.formula!,
    raw: comparable.raw,
    calculated: comparable.calculated,
    error: cell.calculation_error,
    verdict,
  });
  return [cell.sheet_index, cell.row_num, cell.col_num, verdict.outcome, verdict.mismatchDiff, verdict.mismatchReason];
}

async function rewrite(trx: Transaction, modelId: string, rows: Rewrite[]): Promise<void> {
  const column = <K extends keyof Rewrite>(at: K) => rows.map((row) => row[at]);
  await trx.raw(
    `update cells c
        set outcome = n.outcome, has_mismatch = n.outcome = 'mismatch', mismatch_diff = n.diff,
            mismatch_reason = n.reason, updated_at = now()
       from unnest(?::int[], ?::int[], ?::int[], ?::text[], ?::float8[], ?::text[])
              as n (sheet_index, row_num, col_num, outcome, diff, reason)
      where c.model_id = ? and c.sheet_index = n.sheet_index and c.row_num = n.row_num and c.col_num = n.col_num
        and (c.outcome, c.mismatch_diff, c.mismatch_reason) is distinct from (n.outcome, n.diff, n.reason)`,
    [column(0), column(1), column(2), column(3), column(4), column(5), modelId] as never,
  );
}

function rawOf(cell: Judged): Scalar | undefined {
  if (cell.raw_text !== null) return cell.data_type === "error" ? errorOf(cell.raw_text) : cell.raw_text;
  if (cell.raw_value === null) return undefined;
  return cell.data_type === "boolean" ? cell.raw_value === 1 : cell.raw_value;
}

function calculatedOf(cell: Judged): Scalar | undefined {
  if (cell.calculated_type === null) return undefined;
  if (cell.calculated_type === "error") return errorOf(cell.calculated_text!);
  if (cell.calculated_type === "text") return cell.calculated_text!;
  return cell.calculated_type === "boolean" ? cell.calculated_value === 1 : cell.calculated_value!;
}

const errorOf = (literal: string): Scalar => ExcelError.parse(literal) ?? literal;
