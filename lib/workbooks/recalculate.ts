/**
 * A workbook recalculated and compared: what the import stores, what `intake recalc` prints. Pure; no services.
 */

import {
  compare,
  countOutcome,
  DEFAULT_TOLERANCE,
  emptyCounts,
  fidelityOf,
  type JsonScalar,
  type OutcomeCounts,
  ReportBuilder,
  toJson,
  type ValidationReport,
  type Verdict,
} from "./compare.ts";
import { createEngine } from "./engine/engine.ts";
import { address } from "./engine/formula/a1.ts";
import { shownFormula } from "./engine/formula/trim-references.ts";
import type { CellResult, CircularEntry, Evaluator, RecalculateOptions } from "./evaluator.ts";
import { HYPERFORMULA_FUNCTIONS } from "./hyperformula-functions.ts";
import type { Cell, Sheet, Workbook } from "./model.ts";

export type Options = RecalculateOptions & {
  readonly tolerance?: number | undefined;
  /** Sweeps per cycle, and the change at which it counts as converged. */
  readonly maxIterations?: number | undefined;
  readonly threshold?: number | undefined;
  /** What NOW and TODAY show. */
  readonly now?: Date | undefined;
  /** Another evaluator than Intake's own. */
  readonly evaluator?: ((workbook: Workbook) => Evaluator) | undefined;
};

/** A cell of the workbook with what came of it; `result` and `verdict` are undefined for value cells. */
export type JudgedCell = {
  readonly sheet: Sheet;
  readonly cell: Cell;
  readonly result: CellResult | undefined;
  readonly verdict: Verdict | undefined;
  readonly cellType: "value" | "formula" | "formula_text";
};

/** `stats` of an import result, spec §6. */
export type Stats = {
  total_cells: number;
  value_cells: number;
  formula_cells: number;
  formula_text_cells: number;
  circular_references: number;
  circular_groups: number;
  circular_converged: number;
  circular_failed: number;
  hyperformula_compatible: number;
  custom_required: number;
  exact_matches: number;
  within_tolerance: number;
  mismatches: number;
  errors: number;
  unsupported: number;
  volatile: number;
  no_reference: number;
  fidelity: number | null;
  tolerance_used: number;
};

export type ImportError = { cell: string; formula: string; code: string; error: string };
export type ImportWarning = {
  code: string;
  cell?: string;
  warning: string;
  expected?: JsonScalar | null;
  actual?: JsonScalar | null;
};

/** What an import reports: `result` without the parts that only the service knows. */
export type Summary = {
  status: "success" | "partial_success";
  stats: Stats;
  circular_report: readonly CircularEntry[];
  /** Cells by function that no engine could run. */
  unsupported_functions: Record<string, number>;
  errors: ImportError[];
  errors_total: number;
  warnings: ImportWarning[];
  warnings_total: number;
  timings_ms: { graph: number; evaluate: number };
};

export interface Recalculation {
  readonly workbook: Workbook;
  readonly summary: Summary;
  readonly counts: OutcomeCounts;
  /** What calculated it. */
  readonly engineName: Evaluator["name"];
  /** Every stored cell in cell order. Results are made on the way: nothing is kept per cell. */
  cells(): Generator<JudgedCell>;
  /** The validation report over the same outcomes. */
  validate(): ValidationReport;
}

/** Both lists of a summary hold at most this many; the totals are full counts. */
const MAX_LISTED = 100;

/**
 * Recalculates a workbook that has been read, and compares every formula cell with Excel's saved value.
 * @throws the signal's reason when aborted; faults of single cells are results
 */
export async function recalculate(workbook: Workbook, options: Options = {}): Promise<Recalculation> {
  const { tolerance = DEFAULT_TOLERANCE, maxIterations = 100, threshold = 1e-6, now = new Date() } = options;
  const start = performance.now();
  const evaluator = options.evaluator?.(workbook) ?? createEngine(workbook, { maxIterations, threshold, now });
  const built = performance.now();
  await evaluator.recalculate(options);
  const evaluated = performance.now();
  const timings = { graph: Math.round(built - start), evaluate: Math.round(evaluated - built) };
  return new Recalculated(workbook, evaluator, tolerance, timings);
}

class Recalculated implements Recalculation {
  readonly workbook: Workbook;
  readonly summary: Summary;
  readonly counts = emptyCounts();
  readonly engineName: Evaluator["name"];
  readonly #evaluator: Evaluator;
  readonly #tolerance: number;

  constructor(workbook: Workbook, evaluator: Evaluator, tolerance: number, timings: Summary["timings_ms"]) {
    this.workbook = workbook;
    this.engineName = evaluator.name;
    this.#evaluator = evaluator;
    this.#tolerance = tolerance;
    this.summary = this.#summarize(timings);
  }

  *cells(): Generator<JudgedCell> {
    for (const sheet of this.workbook.sheets) {
      for (const cell of sheet.cells) yield this.#judge(sheet, cell);
    }
  }

  #judge(sheet: Sheet, cell: Cell): JudgedCell {
    const result = cell.formula === undefined ? undefined : this.#evaluator.result(sheet.index, cell.row, cell.column);
    if (result === undefined) return { sheet, cell, result, verdict: undefined, cellType: "value" };
    const verdict = compare(
      {
        raw: cell.raw,
        calculated: result.value,
        failure: result.failure?.outcome,
        isVolatile: result.volatile,
        isCircular: result.circularGroup !== undefined,
      },
      this.#tolerance,
    );
    const isText = typeof (cell.raw ?? result.value) === "string";
    return { sheet, cell, result, verdict, cellType: isText ? "formula_text" : "formula" };
  }

  validate(): ValidationReport {
    const report = new ReportBuilder(this.#tolerance);
    for (const { sheet, cell, result, verdict } of this.cells()) {
      if (result === undefined || verdict === undefined) continue;
      const error = result.failure?.reason ?? null;
      report.add({
        ref: refOf(sheet, cell),
        formula: shownFormula(cell.formula!.text),
        raw: cell.raw,
        calculated: result.value,
        error,
        verdict,
      });
    }
    return report.finish();
  }

  #summarize(timings: Summary["timings_ms"]): Summary {
    const { workbook, counts } = this;
    const circular_report = this.#evaluator.circularReport();
    const lists = new Lists();
    const unsupported = new Map<string, number>();
    let [total, formulas, texts, circular, compatible, exact] = [0, 0, 0, 0, 0, 0];
    for (const { sheet, cell, result, verdict, cellType } of this.cells()) {
      total++;
      if (result === undefined || verdict === undefined) continue;
      formulas++;
      if (cellType === "formula_text") texts++;
      if (result.circularGroup !== undefined) circular++;
      else if (isCompatible(result)) compatible++;
      countOutcome(counts, verdict.outcome);
      if (verdict.outcome === "match" && verdict.exact) exact++;
      if (result.failure !== undefined) {
        lists.failed(sheet, cell, result.failure.reason);
        const [reason, name] = result.failure.reason.split(":", 2);
        if (reason === "unsupported_function") unsupported.set(name!, (unsupported.get(name!) ?? 0) + 1);
      } else if (verdict.outcome === "mismatch") lists.differs(sheet, cell, result);
    }
    for (const warning of workbookWarnings(workbook, circular_report, counts.volatile, total)) lists.warn(warning);
    const failedCircular = circular_report.reduce((sum, { converged, size }) => sum + (converged ? 0 : size), 0);
    const stats: Stats = {
      total_cells: total,
      value_cells: total - formulas,
      formula_cells: formulas,
      formula_text_cells: texts,
      circular_references: circular,
      circular_groups: circular_report.length,
      circular_converged: circular - failedCircular,
      circular_failed: failedCircular,
      hyperformula_compatible: compatible,
      custom_required: formulas - compatible,
      exact_matches: exact,
      within_tolerance: counts.matches - exact,
      mismatches: counts.mismatches,
      errors: counts.errors,
      unsupported: counts.unsupported,
      volatile: counts.volatile,
      no_reference: counts.no_reference,
      fidelity: fidelityOf(counts),
      tolerance_used: this.#tolerance,
    };
    return {
      status: counts.errors + counts.unsupported > 0 ? "partial_success" : "success",
      stats,
      circular_report,
      unsupported_functions: Object.fromEntries([...unsupported].sort(([a], [b]) => (a < b ? -1 : 1))),
      ...lists.finish(),
      timings_ms: timings,
    };
  }
}

/** Errors and warnings, cut to their first hundred but counted in full. */
class Lists {
  readonly #errors: ImportError[] = [];
  readonly #mismatches: ImportWarning[] = [];
  readonly #others: ImportWarning[] = [];
  #errorsTotal = 0;
  #warningsTotal = 0;

  failed(sheet: Sheet, cell: Cell, reason: string): void {
    if (this.#errorsTotal++ >= MAX_LISTED) return;
    const code = reason.split(":", 1)[0]!;
    this.#errors.push({ cell: refOf(sheet, cell), formula: shownFormula(cell.formula!.text), code, error: reason });
  }

  differs(sheet: Sheet, cell: Cell, result: CellResult): void {
    if (this.#warningsTotal++ >= MAX_LISTED) return;
    this.#mismatches.push({
      code: "mismatch",
      cell: refOf(sheet, cell),
      warning: "Calculated value differs",
      expected: toJson(cell.raw),
      actual: toJson(result.value),
    });
  }

  warn(warning: ImportWarning): void {
    this.#warningsTotal++;
    this.#others.push(warning);
  }

  /** Warnings about the whole workbook come first, so that many differing cells cannot crowd them out. */
  finish(): Pick<Summary, "errors" | "errors_total" | "warnings" | "warnings_total"> {
    return {
      errors: this.#errors,
      errors_total: this.#errorsTotal,
      warnings: [...this.#others, ...this.#mismatches].slice(0, MAX_LISTED),
      warnings_total: this.#warningsTotal,
    };
  }
}

function* workbookWarnings(
  workbook: Workbook,
  cycles: readonly CircularEntry[],
  volatileCells: number,
  totalCells: number,
): Generator<ImportWarning> {
  const { calc } = workbook;
  if (totalCells === 0) yield { code: "empty_workbook", warning: "The worksheets hold no cells" };
  if (workbook.hasMacros) yield { code: "macros_present", warning: "The workbook holds macros; they are never run" };
  if (workbook.externalLinks.length > 0) {
    const warning = `The workbook links to ${workbook.externalLinks.length} other workbook(s); their saved values are used`;
    yield { code: "external_links", warning };
  }
  if (calc.fullCalcOnLoad) {
    yield {
      code: "stale_cache",
      warning: "The workbook asks to be recalculated on load: its saved values may be stale",
    };
  }
  if (calc.mode === "manual") {
    yield { code: "manual_calculation", warning: "The workbook is calculated by hand: its saved values may be stale" };
  }
  if (calc.precisionAsDisplayed) {
    yield { code: "precision_as_displayed", warning: "Precision as displayed is set in the workbook and not emulated" };
  }
  if (volatileCells > 0) {
    const warning = `${volatileCells} cell(s) depend on volatile functions and are not compared`;
    yield { code: "volatile_functions", warning };
  }
  if (cycles.length > 0 && !calc.iterate) {
    const warning = "The workbook has circular references but iterative calculation is off";
    yield { code: "iterative_calc_disabled", warning };
  }
  for (const { group, size, cells, iterations, reason, converged } of cycles) {
    if (converged) continue;
    const warning = `Circular group ${group} (${size} cells) did not converge after ${iterations} sweeps: ${reason}`;
    yield { code: "circular_not_converged", cell: cells[0]!, warning };
  }
  for (const { code, cell, message } of workbook.warnings) yield { code, cell, warning: message };
}

function refOf(sheet: Sheet, cell: Cell): string {
  return `${sheet.name}!${address(cell.row, cell.column)}`;
}

function isCompatible({ functions }: CellResult): boolean {
  for (const name of functions) if (!HYPERFORMULA_FUNCTIONS.has(name)) return false;
  return true;
}
