import { ExcelError } from "../../values.ts";
import { type Matrix, scalarsOf } from "../value.ts";

/** The positions, row by row, at which both of two matrices of as many cells hold numbers; the first error if any. */
export function numericPairs(first: Matrix, second: Matrix): [number, number][] | ExcelError {
  const pairs: [number, number][] = [];
  const sameShape = first.rows === second.rows;
  for (let row = 0; row < first.usedRows; row++) {
    for (let column = 0; column < first.usedColumns; column++) {
      const position = row * first.columns + column;
      const one = first.at(row, column);
      const other = sameShape
        ? second.at(row, column)
        : second.at(Math.floor(position / second.columns), position % second.columns);
      if (one instanceof ExcelError) return one;
      if (other instanceof ExcelError) return other;
      if (typeof one === "number" && typeof other === "number") pairs.push([one, other]);
    }
  }
  return pairs;
}

/** The first error in a matrix, row by row. */
export function errorIn(matrix: Matrix): ExcelError | undefined {
  for (const value of scalarsOf(matrix)) if (value instanceof ExcelError) return value;
  return undefined;
}
