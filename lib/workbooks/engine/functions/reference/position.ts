/** Where references stand and how large they are. */
import { ExcelError, REF, type Scalar, VALUE } from "../../../values.ts";
import { ArrayValue, isMatrix, type Matrix, Reference, type Value } from "../../value.ts";
import { any, define, type FunctionDefinition, optional, reference } from "../contract.ts";

/** Numbers that follow from their place, so that ROW(A:A) holds no million of them. */
class Counting implements Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly #first: number;

  constructor(rows: number, columns: number, first: number) {
    this.rows = rows;
    this.columns = columns;
    this.#first = first;
  }

  get usedRows(): number {
    return this.rows;
  }

  get usedColumns(): number {
    return this.columns;
  }

  at(row: number, column: number): Scalar {
    return this.#first + row + column;
  }

  part(row: number, column: number, rows: number, columns: number): Matrix {
    return new Counting(rows, columns, this.#first + row + column);
  }
}

/** ROW([reference]): the row of a cell, or a column with the rows of an area. */
export const ROW = define({
  name: "ROW",
  parameters: [optional(reference())],
  evaluate: (given, context): Value => {
    if (given === undefined) return context.row;
    if (given.areas.length > 1) return VALUE;
    const { firstRow, lastRow } = given.areas[0]!;
    return firstRow === lastRow ? firstRow : new Counting(lastRow - firstRow + 1, 1, firstRow);
  },
});

/** COLUMN([reference]): the column of a cell, or a row with the columns of an area. */
export const COLUMN = define({
  name: "COLUMN",
  parameters: [optional(reference())],
  evaluate: (given, context): Value => {
    if (given === undefined) return context.column;
    if (given.areas.length > 1) return VALUE;
    const { firstColumn, lastColumn } = given.areas[0]!;
    return firstColumn === lastColumn ? firstColumn : new Counting(1, lastColumn - firstColumn + 1, firstColumn);
  },
});

function extent(name: string, measure: (size: { rows: number; columns: number }) => number): FunctionDefinition {
  return define({
    name,
    parameters: [any()],
    evaluate: (given, context): Value => {
      if (given instanceof Reference) {
        if (given.areas.length > 1) return REF;
        const { firstRow, lastRow, firstColumn, lastColumn } = given.areas[0]!;
        return measure({ rows: lastRow - firstRow + 1, columns: lastColumn - firstColumn + 1 });
      }
      const value = context.dereference(given);
      if (value instanceof ExcelError) return value;
      return measure(isMatrix(value) ? value : new ArrayValue(1, 1, [value]));
    },
  });
}

/** ROWS(array): how many rows. */
export const ROWS = extent("ROWS", ({ rows }) => rows);

/** COLUMNS(array): how many columns. */
export const COLUMNS = extent("COLUMNS", ({ columns }) => columns);

/** AREAS(reference): how many areas. */
export const AREAS = define({ name: "AREAS", parameters: [reference()], evaluate: ({ areas }) => areas.length });
