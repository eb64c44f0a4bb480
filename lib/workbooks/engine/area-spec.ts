/**
 * A reference as a formula holds it: bounds that are fixed (`$`) or count from the cell that the formula stands in.
 * Formulas filled down or right therefore share one list of these.
 */

import { LAST_COLUMN, LAST_ROW } from "./formula/a1.ts";
import type { AreaNode, CellNode, Coordinate } from "./formula/ast.ts";
import type { SheetArea } from "./value.ts";

/** One bound: a row or column number, or the distance from the formula's own. */
export type Bound = { readonly value: number; readonly relative: boolean };

export type AreaSpec = {
  readonly sheet: number;
  /** Bounds as written, not ordered: filled down, `A$5:A1` turns over at row 5. */
  readonly row1: Bound;
  readonly row2: Bound;
  readonly column1: Bound;
  readonly column2: Bound;
  readonly isCell: boolean;
};

/** Where the text that holds the reference stands; for defined names that is A1. */
export type Origin = { readonly row: number; readonly column: number };

export function cellSpec(node: CellNode, sheet: number, origin: Origin): AreaSpec {
  const row = bound(node.row, origin.row);
  const column = bound(node.column, origin.column);
  return { sheet, row1: row, row2: row, column1: column, column2: column, isCell: true };
}

export function areaSpec(node: AreaNode, sheet: number, origin: Origin): AreaSpec {
  return {
    sheet,
    row1: node.firstRow === undefined ? fixed(1) : bound(node.firstRow, origin.row),
    row2: node.lastRow === undefined ? fixed(LAST_ROW) : bound(node.lastRow, origin.row),
    column1: node.firstColumn === undefined ? fixed(1) : bound(node.firstColumn, origin.column),
    column2: node.lastColumn === undefined ? fixed(LAST_COLUMN) : bound(node.lastColumn, origin.column),
    isCell: false,
  };
}

/** An area with all bounds fixed. */
export function fixedSpec(area: SheetArea): AreaSpec {
  return {
    sheet: area.sheet,
    row1: fixed(area.firstRow),
    row2: fixed(area.lastRow),
    column1: fixed(area.firstColumn),
    column2: fixed(area.lastColumn),
    isCell: area.firstRow === area.lastRow && area.firstColumn === area.lastColumn,
  };
}

function fixed(value: number): Bound {
  return { value, relative: false };
}

function bound({ value, absolute }: Coordinate, own: number): Bound {
  return absolute ? fixed(value) : { value: value - own, relative: true };
}

/** Names with relative references reach round the sheet's edge, as in Excel. */
export function rowOfBound(bound: Bound, own: number): number {
  if (!bound.relative) return bound.value;
  const row = bound.value + own;
  return row < 1 ? row + LAST_ROW : row > LAST_ROW ? row - LAST_ROW : row;
}

export function columnOfBound(bound: Bound, own: number): number {
  if (!bound.relative) return bound.value;
  const column = bound.value + own;
  return column < 1 ? column + LAST_COLUMN : column > LAST_COLUMN ? column - LAST_COLUMN : column;
}

/** The area as seen from the formula's cell. */
export function resolveSpec(spec: AreaSpec, row: number, column: number): SheetArea {
  const row1 = rowOfBound(spec.row1, row);
  const column1 = columnOfBound(spec.column1, column);
  if (spec.isCell) {
    return { sheet: spec.sheet, firstRow: row1, lastRow: row1, firstColumn: column1, lastColumn: column1 };
  }
  const row2 = rowOfBound(spec.row2, row);
  const column2 = columnOfBound(spec.column2, column);
  return {
    sheet: spec.sheet,
    firstRow: Math.min(row1, row2),
    lastRow: Math.max(row1, row2),
    firstColumn: Math.min(column1, column2),
    lastColumn: Math.max(column1, column2),
  };
}
