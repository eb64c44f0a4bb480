import { ExcelError, type Scalar } from "../../../../lib/workbooks/values.ts";
import { itCalculates } from "../../../support/formula-table.ts";

type Plain = string | number | boolean | null;

/** Formulas and what Excel answers, errors written as their literals; one test each. */
export function table(
  rows: readonly (readonly [formula: string, expected: Plain | readonly (readonly Plain[])[]])[],
  cells: Record<string, Scalar> = {},
): void {
  const value = (plain: Plain): Scalar => (typeof plain === "string" ? (ExcelError.parse(plain) ?? plain) : plain);
  itCalculates(
    rows.map(([formula, expected]) => [
      formula,
      Array.isArray(expected) ? expected.map((row: readonly Plain[]) => row.map(value)) : value(expected as Plain),
    ]),
    { cells },
  );
}
