/** What recalculates a workbook: Intake's own engine, or another behind the same small interface. */
import type { Scalar } from "./values.ts";

export interface Evaluator {
  /** As `calculation_engine` of the cells it calculated. */
  readonly name: "custom" | "hyperformula";
  /**
   * Calculates every formula. Gives way to other work now and then, looks at the signal at least every 1,000 formulas
   * and sweep of a cycle, and throws its reason when it is aborted.
   */
  recalculate(options?: RecalculateOptions): Promise<void>;
  /** The outcome of a formula cell; undefined for a cell without formula. Rows and columns from 1. */
  result(sheet: number, row: number, column: number): CellResult | undefined;
  /** One entry per circular component, in the order of their first cells. */
  circularReport(): readonly CircularEntry[];
}

export type RecalculateOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Called now and then, with formulas done and in all; `cycles` tells whether a cycle is being solved. */
  readonly onProgress?: ((done: number, total: number, cycles: boolean) => void) | undefined;
};

export type CellResult = {
  /** The calculated value, never null; undefined where the calculation failed. */
  readonly value: Exclude<Scalar, null> | undefined;
  /** Set where it failed. */
  readonly failure: { readonly reason: string; readonly outcome: "unsupported" | "error" } | undefined;
  /** Number of the circular component, from 1 by first cell; undefined outside cycles. */
  readonly circularGroup: number | undefined;
  readonly volatile: boolean;
  /** References of the formula as `depends_on` lists them. */
  readonly dependsOn: readonly string[];
  /** Functions that the formula calls, upper case. */
  readonly functions: ReadonlySet<string>;
};

/** A component as `circular_report` shows it. */
export type CircularEntry = {
  readonly group: number;
  readonly size: number;
  /** The first 50, as `Sheet1!A1`. */
  readonly cells: readonly string[];
  readonly start: "cached" | "zero" | "mixed";
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
  readonly reason: null | "max_iterations" | "diverged";
};
