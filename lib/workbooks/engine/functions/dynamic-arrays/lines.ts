/** Tables as lists of rows or columns: what filtering, sorting and selecting have in common. */
import type { Scalar } from "../../../values.ts";
import { ArrayValue, checkArraySize, type Matrix } from "../../value.ts";

export type Line = readonly Scalar[];

/** The rows of a table, or its columns. */
export function linesOf(table: Matrix, byColumn: boolean): Line[] {
  checkArraySize(table.rows, table.columns);
  return byColumn
    ? Array.from({ length: table.columns }, (_, column) =>
        Array.from({ length: table.rows }, (_, row) => table.at(row, column)),
      )
    : Array.from({ length: table.rows }, (_, row) =>
        Array.from({ length: table.columns }, (_, column) => table.at(row, column)),
      );
}

/** The table whose rows, or columns, these are. At least one line of at least one value. */
export function tableOf(lines: readonly Line[], byColumn: boolean): ArrayValue {
  if (!byColumn) return ArrayValue.of(lines);
  return ArrayValue.generate(lines[0]!.length, lines.length, (row, column) => lines[column]![row]!);
}

/** The table without the blank rows and columns behind its last used cell, so that `A:A` stays small. */
export function usedPart(table: Matrix): Matrix {
  const rows = Math.max(1, table.usedRows);
  const columns = Math.max(1, table.usedColumns);
  return rows === table.rows && columns === table.columns ? table : table.part(0, 0, rows, columns);
}
