/** A recalculation in the forms that the command line and the import job show. */
import { type JsonScalar, type OutcomeCounts, toJson, type ValidationReport } from "./compare.ts";
import { address } from "./engine/formula/a1.ts";
import { shownFormula } from "./engine/formula/trim-references.ts";
import type { Recalculation } from "./recalculate.ts";

/** A line of `intake recalc`, spec §8. */
export type RecalcLine = OutcomeCounts & {
  file: string;
  application: string | null;
  formula_cells: number;
  circular: number;
  solved: number;
  fidelity: number | null;
  ms: number;
  unsupported_functions: Record<string, number>;
  mismatch_cells: {
    sheet: string;
    cell: string;
    formula: string;
    expected: JsonScalar | null;
    actual: JsonScalar | null;
    reason: string;
  }[];
};

/** The line of one file; `ms` is what reading and recalculating took. */
export function recalcLine(recalculation: Recalculation, file: string, ms: number, maxMismatches = 100): RecalcLine {
  const { summary, counts, workbook } = recalculation;
  const { stats } = summary;
  const mismatch_cells: RecalcLine["mismatch_cells"] = [];
  for (const { sheet, cell, result, verdict } of recalculation.cells()) {
    if (mismatch_cells.length >= maxMismatches) break;
    if (result === undefined || verdict === undefined) continue;
    const reason = result.failure?.reason ?? verdict.mismatchReason;
    if (reason === null) continue;
    mismatch_cells.push({
      sheet: sheet.name,
      cell: address(cell.row, cell.column),
      formula: shownFormula(cell.formula!.text),
      expected: toJson(cell.raw),
      actual: toJson(result.value),
      reason,
    });
  }
  return {
    file,
    application: workbook.application,
    formula_cells: stats.formula_cells,
    ...counts,
    circular: stats.circular_references,
    solved: stats.circular_converged,
    fidelity: stats.fidelity,
    ms: Math.round(ms),
    unsupported_functions: summary.unsupported_functions,
    mismatch_cells,
  };
}

/** The `result` object of an import, spec §6; `modelId` is null for one that stored nothing. */
export function importResult(
  recalculation: Recalculation,
  service: {
    readonly modelId: string | null;
    readonly validation: ValidationReport | null;
    readonly timings: { readonly parse: number; readonly insert: number; readonly total: number };
  },
) {
  const { timings_ms, status, stats, circular_report, unsupported_functions, ...lists } = recalculation.summary;
  const { parse, insert, total } = service.timings;
  return {
    model_id: service.modelId,
    duplicate: false,
    status,
    stats,
    circular_report,
    unsupported_functions,
    validation_results: service.validation,
    ...lists,
    timings_ms: { parse, ...timings_ms, insert, total },
  };
}
