/** Parts of tables by place. */
import { CALC, ExcelError, NA, REF, type Scalar, VALUE } from "../../../values.ts";
import { toNumber } from "../../coerce.ts";
import { ArrayValue, type Matrix, scalarsOf } from "../../value.ts";
import { array, define, type FunctionDefinition, integer, many, orEmpty, scalar } from "../contract.ts";
import { linesOf, tableOf } from "./lines.ts";

/** TAKE(table, [rows], [columns]): so many from the start, or from the end if below 0. */
export const TAKE = define({
  name: "TAKE",
  parameters: [array(), orEmpty(integer()), orEmpty(integer())],
  evaluate: (table, rows, columns) => {
    if (rows === 0 || columns === 0) return CALC;
    const high = Math.min(table.rows, Math.abs(rows ?? table.rows));
    const wide = Math.min(table.columns, Math.abs(columns ?? table.columns));
    const row = rows !== undefined && rows < 0 ? table.rows - high : 0;
    const column = columns !== undefined && columns < 0 ? table.columns - wide : 0;
    return table.part(row, column, high, wide);
  },
});

/** DROP(table, [rows], [columns]): without so many at the start, or at the end if below 0. */
export const DROP = define({
  name: "DROP",
  parameters: [array(), orEmpty(integer(), 0), orEmpty(integer(), 0)],
  evaluate: (table, rows, columns) => {
    const high = table.rows - Math.abs(rows);
    const wide = table.columns - Math.abs(columns);
    return high < 1 || wide < 1 ? CALC : table.part(Math.max(0, rows), Math.max(0, columns), high, wide);
  },
});

/** EXPAND(table, [rows], [columns], [pad_with]) */
export const EXPAND = define({
  name: "EXPAND",
  parameters: [array(), orEmpty(integer()), orEmpty(integer()), orEmpty(scalar({ errors: "accept" }), NA)],
  evaluate: (table, rows = table.rows, columns = table.columns, pad = NA) => {
    if (rows < table.rows || columns < table.columns) return VALUE;
    return ArrayValue.generate(rows, columns, (row, column) =>
      row < table.rows && column < table.columns ? table.at(row, column) : pad,
    );
  },
});

function chosen(name: string, byColumn: boolean): FunctionDefinition {
  return define({
    name,
    parameters: [array(), many(array())],
    evaluate: (table, places) => {
      const count = byColumn ? table.columns : table.rows;
      const positions: number[] = [];
      for (const scalar of places.flatMap((place) => [...scalarsOf(place)])) {
        const number = toNumber(scalar);
        if (number instanceof ExcelError) return number;
        const place = Math.trunc(number);
        if (place === 0 || Math.abs(place) > count) return VALUE;
        positions.push(place > 0 ? place - 1 : count + place);
      }
      const lines = linesOf(table, byColumn);
      return positions.length === 0
        ? VALUE
        : tableOf(
            positions.map((position) => lines[position]!),
            byColumn,
          );
    },
  });
}

/** CHOOSEROWS(table, row1, …): rows below 0 count from the end. */
export const CHOOSEROWS = chosen("CHOOSEROWS", false);

/** CHOOSECOLS(table, column1, …) */
export const CHOOSECOLS = chosen("CHOOSECOLS", true);

/** First and last line that is not blank; undefined where all are. */
function usedSpan(count: number, isBlank: (line: number) => boolean): { first: number; last: number } | undefined {
  let first = 0;
  while (first < count && isBlank(first)) first++;
  if (first === count) return undefined;
  let last = count - 1;
  while (isBlank(last)) last--;
  return { first, last };
}

/** The table without blank edges; modes as TRIMRANGE has them. */
function trimmed(table: Matrix, rowMode: number, columnMode: number): Matrix | ExcelError {
  const { usedRows, usedColumns } = table;
  const blank = (values: Iterable<Scalar>) => [...values].every((value) => value === null);
  const rows = usedSpan(usedRows, (row) => blank(scalarsOf(table.part(row, 0, 1, usedColumns))));
  const columns = usedSpan(usedColumns, (column) => blank(scalarsOf(table.part(0, column, usedRows, 1))));
  if (rows === undefined || columns === undefined) return rowMode + columnMode === 0 ? table : REF;
  const firstRow = rowMode & 1 ? rows.first : 0;
  const firstColumn = columnMode & 1 ? columns.first : 0;
  const lastRow = rowMode & 2 ? rows.last : table.rows - 1;
  const lastColumn = columnMode & 2 ? columns.last : table.columns - 1;
  return table.part(firstRow, firstColumn, lastRow - firstRow + 1, lastColumn - firstColumn + 1);
}

/** TRIMRANGE(range, [rows], [columns]): without blank edges; 0 none, 1 leading, 2 trailing, 3 both. */
export const TRIMRANGE = define({
  name: "TRIMRANGE",
  parameters: [array(), orEmpty(integer(), 3), orEmpty(integer(), 3)],
  evaluate: (table, rowMode, columnMode) => {
    if (![0, 1, 2, 3].includes(rowMode) || ![0, 1, 2, 3].includes(columnMode)) return VALUE;
    return trimmed(table, rowMode, columnMode);
  },
});

/** A trim reference as files spell it: `A1.:.C4` is `_TRO_ALL(A1:C4)`. */
function trimReference(name: string, mode: number): FunctionDefinition {
  return define({ name, parameters: [array()], evaluate: (table) => trimmed(table, mode, mode) });
}

/** `A1.:C4`: without leading blank rows and columns. */
export const TRO_LEADING = trimReference("_TRO_LEADING", 1);
/** `A1:.C4`: without trailing blank rows and columns. */
export const TRO_TRAILING = trimReference("_TRO_TRAILING", 2);
/** `A1.:.C4`: without blank edges. */
export const TRO_ALL = trimReference("_TRO_ALL", 3);
