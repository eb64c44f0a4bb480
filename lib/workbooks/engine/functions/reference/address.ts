/** References made at run time, and addresses as texts. */
import { REF, VALUE } from "../../../values.ts";
import { columnLetters, LAST_COLUMN, LAST_ROW } from "../../formula/a1.ts";
import { Reference, type Value } from "../../value.ts";
import { boolean, define, integer, number, optional, orEmpty, reference, text } from "../contract.ts";

/** INDIRECT(text, [a1]): the reference a text names. */
export const INDIRECT = define({
  name: "INDIRECT",
  parameters: [text(), optional(boolean(), true)],
  evaluate: (address, isA1, context): Value => context.resolve(address, isA1 ? "A1" : "R1C1"),
});

/** A height or width in whole cells: fractions are cut off, but not down to nothing. */
function wholeCells(size: number): number {
  return Math.abs(size) < 1 ? Math.sign(size) : Math.trunc(size);
}

/** OFFSET(reference, rows, columns, [height], [width]): a height or width below 0 reaches up or to the left. */
export const OFFSET = define({
  name: "OFFSET",
  parameters: [reference(), integer(), integer(), orEmpty(number()), orEmpty(number())],
  evaluate: (base, rows, columns, height, width): Value => {
    if (base.areas.length > 1) return VALUE;
    const area = base.areas[0]!;
    const high = wholeCells(height ?? area.lastRow - area.firstRow + 1);
    const wide = wholeCells(width ?? area.lastColumn - area.firstColumn + 1);
    if (high === 0 || wide === 0) return REF;
    const row = area.firstRow + rows;
    const column = area.firstColumn + columns;
    const firstRow = high > 0 ? row : row + high + 1;
    const firstColumn = wide > 0 ? column : column + wide + 1;
    const lastRow = firstRow + Math.abs(high) - 1;
    const lastColumn = firstColumn + Math.abs(wide) - 1;
    if (firstRow < 1 || firstColumn < 1 || lastRow > LAST_ROW || lastColumn > LAST_COLUMN) return REF;
    return Reference.area(area.sheet, firstRow, firstColumn, lastRow, lastColumn);
  },
});

/** ADDRESS(row, column, [kind], [a1], [sheet]): 1 absolute, 2 absolute row, 3 absolute column, 4 relative. */
export const ADDRESS = define({
  name: "ADDRESS",
  parameters: [integer(), integer(), orEmpty(integer(), 1), orEmpty(boolean(), true), optional(text())],
  evaluate: (row, column, kind, isA1, sheet) => {
    if (row < 1 || row > LAST_ROW || column < 1 || column > LAST_COLUMN || kind < 1 || kind > 4) return VALUE;
    const fixedRow = kind === 1 || kind === 2;
    const fixedColumn = kind === 1 || kind === 3;
    const address = isA1
      ? `${fixedColumn ? "$" : ""}${columnLetters(column)}${fixedRow ? "$" : ""}${row}`
      : `R${fixedRow ? row : `[${row}]`}C${fixedColumn ? column : `[${column}]`}`;
    return sheet === undefined ? address : `${quoted(sheet)}!${address}`;
  },
});

/** A sheet's name as a formula writes it, a workbook's in brackets before it or not. */
function quoted(sheet: string): string {
  return /^(?:\[[\p{L}\d_.]+\])?[\p{L}_][\p{L}\d_.]*$/u.test(sheet) || sheet === ""
    ? sheet
    : `'${sheet.replaceAll("'", "''")}'`;
}
