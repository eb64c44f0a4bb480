import { expect, it } from "vitest";
import { ExcelError, type Scalar } from "../../lib/workbooks/values.ts";
import { calculate } from "./formulas.ts";

type Cells = Record<string, Scalar>;

/** A formula, what Excel answers, and the cells it reads (texts that begin with `=` are formulas). */
export type Row = readonly [formula: string, expected: Scalar | readonly (readonly Scalar[])[], cells?: Cells];

function isClose(actual: unknown, expected: Scalar, tolerance: number): boolean {
  if (typeof actual !== "number" || typeof expected !== "number") return Object.is(actual, expected);
  return Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), 1e-12) || actual === expected;
}

function show(value: unknown): unknown {
  return value instanceof ExcelError ? value.literal : Array.isArray(value) ? value.map(show) : value;
}

/** One test per formula; numbers agree within `tolerance`, relative. */
export function itCalculates(rows: readonly Row[], { tolerance = 1e-9, cells = {} as Cells } = {}): void {
  it.each(rows)("%s", (formula, expected, own) => {
    const actual = calculate(formula, { ...cells, ...own });
    const grid = (value: unknown): readonly (readonly unknown[])[] =>
      Array.isArray(value) ? (value as unknown[][]) : [[value]];
    const same =
      grid(actual).length === grid(expected).length &&
      grid(expected).every(
        (row, r) =>
          row.length === grid(actual)[r]!.length &&
          row.every((value, c) => isClose(grid(actual)[r]![c], value as Scalar, tolerance)),
      );
    if (!same) expect(show(actual)).toEqual(show(expected));
  });
}
