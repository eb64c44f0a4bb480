import type { ExcelError } from "../../values.ts";
import type { Matrix } from "../value.ts";

/** The positions, row by row, at which both of two equally large matrices hold numbers; the first error if any. */
export function numericPairs(xs: Matrix, ys: Matrix): [number, number][] | ExcelError {
  const pairs: [number, number][] = [];
  const sameShape = xs.rows === ys.rows;
  for (let row = 0; row < xs.usedRows; row++) {
    for (let column = 0; column < xs.usedColumns; column++) {
      const position = row * xs.columns + column;
      const x = xs.at(row, column);
      const y = sameShape ? ys.at(row, column) : ys.at(Math.floor(position / ys.columns), position % ys.columns);
      if (typeof x === "object" && x !== null) return x;
      if (typeof y === "object" && y !== null) return y;
      if (typeof x === "number" && typeof y === "number") pairs.push([x, y]);
    }
  }
  return pairs;
}
