/** INDEX: a cell, row or column by its place. */
import { ExcelError, REF, VALUE } from "../../../values.ts";
import { ArrayValue, isMatrix, type Matrix, Reference, type SheetArea, type Value } from "../../value.ts";
import { any, define, integer, optional } from "../contract.ts";

/** A part of a table: row and column from 1, 0 for all of them. */
type Place = { row: number; column: number };

/** With one index only, a single row is counted along its columns and a table by its rows. */
function placeOf(rows: number, row: number, column: number | undefined): Place {
  if (column !== undefined) return { row, column };
  return rows === 1 ? { row: row === 0 ? 0 : 1, column: row } : { row, column: 0 };
}

function partOf(table: Matrix, { row, column }: Place): Value {
  const firstRow = Math.max(0, row - 1);
  const firstColumn = Math.max(0, column - 1);
  const rows = row === 0 ? table.rows : 1;
  const columns = column === 0 ? table.columns : 1;
  return rows === 1 && columns === 1
    ? table.at(firstRow, firstColumn)
    : table.part(firstRow, firstColumn, rows, columns);
}

function partOfArea(area: SheetArea, { row, column }: Place): Reference {
  const firstRow = row === 0 ? area.firstRow : area.firstRow + row - 1;
  const lastRow = row === 0 ? area.lastRow : firstRow;
  const firstColumn = column === 0 ? area.firstColumn : area.firstColumn + column - 1;
  const lastColumn = column === 0 ? area.lastColumn : firstColumn;
  return Reference.area(area.sheet, firstRow, firstColumn, lastRow, lastColumn);
}

/** INDEX(table, row, [column], [area]): of a reference a reference; 0 stands for the whole row or column. */
export const INDEX = define({
  name: "INDEX",
  parameters: [any(), integer(), optional(integer()), optional(integer(), 1)],
  evaluate: (source, row, column, areaNumber, context): Value => {
    if (row < 0 || (column !== undefined && column < 0) || areaNumber < 1) return VALUE;
    if (source instanceof Reference) {
      const area = source.areas[areaNumber - 1];
      if (area === undefined) return REF;
      const rows = area.lastRow - area.firstRow + 1;
      const place = placeOf(rows, row, column);
      if (place.row > rows || place.column > area.lastColumn - area.firstColumn + 1) return REF;
      return partOfArea(area, place);
    }
    const read = context.dereference(source);
    if (read instanceof ExcelError) return read;
    if (areaNumber > 1) return REF;
    const table = isMatrix(read) ? read : new ArrayValue(1, 1, [read]);
    const place = placeOf(table.rows, row, column);
    return place.row > table.rows || place.column > table.columns ? REF : partOf(table, place);
  },
});
