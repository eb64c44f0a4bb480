/**
 * Judging a calculated value against the value that Excel saved. Spec §5.4.
 *
 * Values are only compared here; nothing ever passes from raw to calculated.
 */
import { ExcelError, type Scalar } from "./values.ts";

export const OUTCOMES = ["match", "mismatch", "error", "unsupported", "volatile", "no_reference"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type MismatchReason = "error" | "type" | "circular" | "numeric" | "boolean" | "text";

/** A formula cell, calculated or stored. */
export type Comparable = {
  /** Excel's saved value; undefined where the file holds none. */
  readonly raw: Scalar | undefined;
  /** Ours; undefined where the calculation failed. */
  readonly calculated: Scalar | undefined;
  /** How a calculation without value is counted. */
  readonly failure: "error" | "unsupported" | undefined;
  readonly isVolatile: boolean;
  readonly isCircular: boolean;
};

export type Verdict = {
  readonly outcome: Outcome;
  /** Set for mismatches: |c − r| of numbers, difference in length of texts, else null. */
  readonly mismatchDiff: number | null;
  readonly mismatchReason: MismatchReason | null;
  /** A match closer than 1e-10, or of any other kind than numbers. */
  readonly exact: boolean;
};

export const DEFAULT_TOLERANCE = 1e-6;
const EXACT = 1e-10;

/** Errors newer than the file format: Excel saves them as `#VALUE!`. */
const SAVED_AS_VALUE = new Set(["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!"]);

/** The first outcome that applies, in the order of the specification. */
export function compare(cell: Comparable, tolerance: number = DEFAULT_TOLERANCE): Verdict {
  const { raw, calculated } = cell;
  if (calculated === undefined) return verdict(cell.failure ?? "error");
  if (cell.isVolatile) return verdict("volatile");
  if (raw === undefined) return verdict("no_reference");
  return compareValues(raw, calculated, tolerance, cell.isCircular);
}

function compareValues(raw: Scalar, calculated: Scalar, tolerance: number, isCircular: boolean): Verdict {
  if (raw instanceof ExcelError || calculated instanceof ExcelError) {
    return sameError(raw, calculated) ? match(true) : mismatch("error", null);
  }
  if (typeof raw === "number" && typeof calculated === "number") {
    const difference = Math.abs(calculated - raw);
    const scale = Math.max(Math.abs(calculated), Math.abs(raw));
    if (difference <= tolerance || difference <= tolerance * scale) return match(difference < EXACT);
    return mismatch(isCircular ? "circular" : "numeric", difference);
  }
  if (typeof raw === "string" && typeof calculated === "string") {
    const [r, c] = [foldLineEnds(raw), foldLineEnds(calculated)];
    return r === c ? match(true) : mismatch("text", Math.abs(c.length - r.length));
  }
  if (typeof raw === "boolean" && typeof calculated === "boolean") {
    return raw === calculated ? match(true) : mismatch("boolean", null);
  }
  return mismatch("type", null);
}

function sameError(raw: Scalar, calculated: Scalar): boolean {
  if (!(raw instanceof ExcelError && calculated instanceof ExcelError)) return false;
  return raw === calculated || (raw.literal === "#VALUE!" && SAVED_AS_VALUE.has(calculated.literal));
}

function foldLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function verdict(outcome: Outcome): Verdict {
  return { outcome, mismatchDiff: null, mismatchReason: null, exact: false };
}

function match(exact: boolean): Verdict {
  return { outcome: "match", mismatchDiff: null, mismatchReason: null, exact };
}

function mismatch(reason: MismatchReason, difference: number | null): Verdict {
  return { outcome: "mismatch", mismatchDiff: difference, mismatchReason: reason, exact: false };
}

/** matches / (matches + mismatches + errors + unsupported), 6 decimals; null where that sum is 0. */
export function fidelityOf(
  counts: Pick<OutcomeCounts, "matches" | "mismatches" | "errors" | "unsupported">,
): number | null {
  const judged = counts.matches + counts.mismatches + counts.errors + counts.unsupported;
  return judged === 0 ? null : Math.round((counts.matches / judged) * 1e6) / 1e6;
}

export type OutcomeCounts = {
  matches: number;
  mismatches: number;
  errors: number;
  unsupported: number;
  volatile: number;
  no_reference: number;
};

export const COUNTED_AS = {
  match: "matches",
  mismatch: "mismatches",
  error: "errors",
  unsupported: "unsupported",
  volatile: "volatile",
  no_reference: "no_reference",
} as const satisfies Record<Outcome, keyof OutcomeCounts>;

export function emptyCounts(): OutcomeCounts {
  return { matches: 0, mismatches: 0, errors: 0, unsupported: 0, volatile: 0, no_reference: 0 };
}

export function countOutcome(counts: OutcomeCounts, outcome: Outcome): void {
  counts[COUNTED_AS[outcome]]++;
}

/** A cell that differs or has no result, as the report lists it. */
export type ReportedCell = {
  cell_ref: string;
  formula: string;
  expected: JsonScalar | null;
  actual: JsonScalar | null;
  diff: number | null;
  /** The reason of a mismatch; `error` or `unsupported` for a cell without result. */
  type: MismatchReason | "unsupported";
  /** `calculation_error` of a cell without result. */
  error: string | null;
};

export type ValidationReport = OutcomeCounts & {
  status: "passed" | "partial" | "failed";
  total: number;
  null_calculated: number;
  tolerance: number;
  fidelity: number | null;
  /** The first 100 in cell order. */
  mismatch_cells: ReportedCell[];
  mismatch_summary: { total_mismatches: number; shown: number };
};

export const MAX_REPORTED_CELLS = 100;

/** Collects verdicts in cell order into a validation report. */
export class ReportBuilder {
  readonly #tolerance: number;
  readonly #counts = emptyCounts();
  readonly #cells: ReportedCell[] = [];

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  /** `formula` with its leading `=`; `error` is the cell's `calculation_error`. */
  add(cell: {
    ref: string;
    formula: string;
    raw: Scalar | undefined;
    calculated: Scalar | undefined;
    error: string | null;
    verdict: Verdict;
  }): void {
    const { outcome, mismatchDiff, mismatchReason } = cell.verdict;
    countOutcome(this.#counts, outcome);
    const listed = outcome === "mismatch" || outcome === "error" || outcome === "unsupported";
    if (!listed || this.#cells.length >= MAX_REPORTED_CELLS) return;
    const differs = outcome === "mismatch";
    this.#cells.push({
      cell_ref: cell.ref,
      formula: cell.formula,
      expected: toJson(cell.raw),
      actual: differs ? toJson(cell.calculated) : null,
      diff: mismatchDiff,
      type: differs ? mismatchReason! : outcome,
      error: differs ? null : cell.error,
    });
  }

  finish(): ValidationReport {
    const counts = this.#counts;
    const { matches, mismatches, errors, unsupported } = counts;
    const failed = mismatches + errors + unsupported;
    return {
      status: failed === 0 ? "passed" : matches > 0 ? "partial" : "failed",
      total: matches + failed + counts.volatile + counts.no_reference,
      ...counts,
      null_calculated: errors + unsupported,
      tolerance: this.#tolerance,
      fidelity: fidelityOf(counts),
      mismatch_cells: this.#cells,
      mismatch_summary: { total_mismatches: failed, shown: this.#cells.length },
    };
  }
}

export type JsonScalar = number | string | boolean;

/** As JSON shows a value: errors as their literal, nothing as null. */
export function toJson(value: Scalar | undefined): JsonScalar | null {
  return value instanceof ExcelError ? value.literal : (value ?? null);
}
