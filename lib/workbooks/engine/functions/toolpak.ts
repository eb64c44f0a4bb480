import { ExcelError, type Scalar, VALUE } from "../../values.ts";
import { toNumber } from "../coerce.ts";
import { type Matrix, scalarsOf } from "../value.ts";

/**
 * The numbers in the areas of some arguments as functions of the former Analysis ToolPak gather them: blank cells are
 * passed over, texts must be numbers, booleans give #VALUE!.
 */
export function toolpakNumbers(matrices: readonly Matrix[]): number[] | ExcelError {
  const numbers: number[] = [];
  for (const matrix of matrices) {
    for (const value of scalarsOf(matrix)) {
      if (value === null) continue;
      const number = toToolpakNumber(value);
      if (number instanceof ExcelError) return number;
      numbers.push(number);
    }
  }
  return numbers;
}

/** One of them: blank is 0. */
export function toToolpakNumber(value: Scalar): number | ExcelError {
  return typeof value === "boolean" ? VALUE : toNumber(value);
}
