/** Dynamic arrays whose result reaches beyond the cells that the file counts to them. */
import type { Scalar } from "../values.ts";
import { Column } from "./column.ts";
import type { SheetStore, Store } from "./store.ts";
import { ArrayValue, type Matrix, type SheetArea } from "./value.ts";

/** Takes back what the array of this anchor spilled when it was last calculated. */
export function clearSpill(sheet: SheetStore, anchor: number): void {
  const cells = sheet.spills.get(anchor);
  if (cells === undefined) return;
  for (const [row, column] of cells) sheet.columns[column]?.spilled?.delete(row);
  sheet.spills.delete(anchor);
}

/**
 * Puts the values of the result into cells that are no cells of the file. Returns the area covered by the
 * array if there are such cells, or "blocked" where a cell with content of its own is in the way.
 */
export function spill(
  store: Store,
  sheet: SheetStore,
  anchor: number,
  row: number,
  column: number,
  matrix: Matrix,
): SheetArea | "blocked" | undefined {
  const free: [number, number, Scalar][] = [];
  for (let r = 0; r < matrix.rows; r++) {
    for (let c = 0; c < matrix.columns; c++) {
      if (r === 0 && c === 0) continue;
      const formula = store.formulaAt(sheet.index, row + r, column + c);
      if (formula >= 0) {
        if (store.formulas[formula]!.anchor !== anchor) return "blocked";
        continue;
      }
      const cells = sheet.columns[column + c];
      if (cells !== undefined && cells.slot(row + r) >= 0 && cells.value(row + r) !== null) return "blocked";
      free.push([row + r, column + c, matrix.at(r, c)]);
    }
  }
  if (free.length === 0) return undefined;
  for (const [r, c, value] of free) {
    let cells = sheet.columns[c];
    if (cells === undefined) {
      cells = new Column(new Int32Array(0), [], undefined);
      sheet.columns[c] = cells;
    }
    cells.spilled ??= new Map();
    cells.spilled.set(r, value);
    cells.dropDerived();
    sheet.cover(r, c);
  }
  sheet.spills.set(
    anchor,
    free.map(([r, c]) => [r, c]),
  );
  const { index } = sheet;
  return {
    sheet: index,
    firstRow: row,
    lastRow: row + matrix.rows - 1,
    firstColumn: column,
    lastColumn: column + matrix.columns - 1,
  };
}

/** The values as they are now: what a view shows may change when the workbook is calculated again. */
export function frozen(matrix: Matrix): ArrayValue {
  if (matrix instanceof ArrayValue) return matrix;
  return ArrayValue.generate(matrix.rows, matrix.columns, (row, column) => matrix.at(row, column));
}
