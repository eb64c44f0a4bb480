import { expect, it } from "vitest";
import { ExcelError, type Scalar } from "../../lib/workbooks/values.ts";
import { calculate } from "./formulas.ts";

type Cells = Record<string, Scalar>;

/** A formula, what Excel answers, and the cells it reads (texts that begin with `=` are formulas). */
export type Row = readonly [formula: string, expected: Scalar | readonly (readonly Scalar[])[], cells?: Cells];

function isClose(actual: unknown, expected: unknown, tolerance: number): boolean {
  if (typeof actual !== "number" || typeof expected !== "number") return Object.is(actual, expected);
  return Math.abs(actual - expected) <= Math.max(tolerance * Math.abs(expected), 1e-15);
}

/** A single value as one row of one. */
function grid(value: unknown): readonly (readonly unknown[])[] {
  return Array.isArray(value) ? value : [[value]];
}

function isSame(
  actual: readonly (readonly unknown[])[],
  expected: readonly (readonly unknown[])[],
  tolerance: number,
): boolean {
  return (
    actual.length === expected.length &&
    expected.every(
      (row, r) => row.length === actual[r]!.length && row.every((value, c) => isClose(actual[r]![c], value, tolerance)),
    )
  );
}

function show(value: unknown): unknown {
  return value instanceof ExcelError ? value.literal : Array.isArray(value) ? value.map(show) : value;
}

/** One test per formula; numbers agree within `tolerance`, relative. */
export function itCalculates(rows: readonly Row[], { tolerance = 1e-9, cells = {} as Cells } = {}): void {
  for (const [formula, expected, own] of rows) {
    it(formula, () => {
      const actual = calculate(formula, { ...cells, ...own }, { array: Array.isArray(expected) });
      if (!isSame(grid(actual), grid(expected), tolerance)) expect(show(actual)).toEqual(show(expected));
    });
  }
}
