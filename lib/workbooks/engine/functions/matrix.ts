/** Matrices. Source: Microsoft's function reference. */
import { ExcelError, NUM, VALUE } from "../../values.ts";
import * as linear from "../numerics/linear-algebra.ts";
import { ArrayValue, type Matrix } from "../value.ts";
import { array, define, integer } from "./contract.ts";

/** More cells than this in a result is more than a sheet's worth of memory. */
const MOST_CELLS = 10_000_000;

/** The rows as plain numbers; an error inside, or #VALUE! where a cell is blank or no number. */
function numericRows(matrix: Matrix): linear.Matrix | ExcelError {
  const rows: linear.Matrix = [];
  for (let row = 0; row < matrix.rows; row++) {
    const numbers: number[] = [];
    for (let column = 0; column < matrix.columns; column++) {
      const value = matrix.at(row, column);
      if (typeof value !== "number") return value instanceof ExcelError ? value : VALUE;
      numbers.push(value);
    }
    rows.push(numbers);
  }
  return rows;
}

/** MDETERM(array): the determinant of a square matrix. */
export const MDETERM = define({
  name: "MDETERM",
  parameters: [array()],
  evaluate: (matrix) => {
    const rows = matrix.rows === matrix.columns ? numericRows(matrix) : VALUE;
    return rows instanceof ExcelError ? rows : linear.determinant(rows);
  },
});

/** MINVERSE(array): #NUM! for a singular matrix. */
export const MINVERSE = define({
  name: "MINVERSE",
  parameters: [array()],
  evaluate: (matrix) => {
    const rows = matrix.rows === matrix.columns ? numericRows(matrix) : VALUE;
    if (rows instanceof ExcelError) return rows;
    const inverse = linear.inverse(rows);
    return inverse === undefined ? NUM : ArrayValue.of(inverse);
  },
});

/** MMULT(array1, array2): as many columns in the first as rows in the second, else #VALUE!. */
export const MMULT = define({
  name: "MMULT",
  parameters: [array(), array()],
  evaluate: (left, right) => {
    if (left.columns !== right.rows || left.rows * right.columns > MOST_CELLS) return VALUE;
    const a = numericRows(left);
    if (a instanceof ExcelError) return a;
    const b = numericRows(right);
    return b instanceof ExcelError ? b : ArrayValue.of(linear.multiply(a, b));
  },
});

/** MUNIT(size): the unit matrix. */
export const MUNIT = define({
  name: "MUNIT",
  parameters: [integer()],
  evaluate: (size) => (size < 1 || size * size > MOST_CELLS ? VALUE : ArrayValue.of(linear.identity(size))),
});
