import { ExcelError } from "../../values.ts";
import { type Matrix, scalarsOf } from "../value.ts";

/**
 * The positions, row by row, at which both of two matrices of as many cells hold numbers; instead the first error of
 * the one, else of the other.
 */
export function numericPairs(first: Matrix, second: Matrix): [number, number][] | ExcelError {
  const fault = errorIn(first) ?? errorIn(second);
  if (fault !== undefined) return fault;
  const pairs: [number, number][] = [];
  const sameShape = first.rows === second.rows;
  for (let row = 0; row < first.usedRows; row++) {
    for (let column = 0; column < first.usedColumns; column++) {
      const position = row * first.columns + column;
      const one = first.at(row, column);
      const other = sameShape
        ? second.at(row, column)
        : second.at(Math.floor(position / second.columns), position % second.columns);
      if (typeof one === "number" && typeof other === "number") pairs.push([one, other]);
    }
  }
  return pairs;
}

function errorIn(matrix: Matrix): ExcelError | undefined {
  for (const value of scalarsOf(matrix)) if (value instanceof ExcelError) return value;
  return undefined;
}
