/**
 * The cells of a workbook as the engine holds them: per sheet its columns, per formula its place.
 * Formulas are numbered 0, 1, … in sheet, then row, then column order of the file.
 */
import type { Area, CellFormula, Sheet, Workbook } from "../model.ts";
import type { Scalar } from "../values.ts";
import { Column } from "./column.ts";
import { Failure } from "./failure.ts";
import { address } from "./formula/a1.ts";
import type { ColumnSource } from "./range-view.ts";

/** A formula cell, or a cell that an array formula covers and that the file need not hold. */
export type FormulaCell = {
  readonly formula: CellFormula;
  /** Excel's saved value: where a cycle starts, never a result. */
  readonly saved: Scalar | undefined;
  /** Number of the formula that this cell takes a part of: set on cells of an array other than its anchor. */
  readonly anchor: number;
};

/** Stands for a sheet of an external link whose cells are #REF!. */
export const LOST_SHEET = -1;

export class SheetStore implements ColumnSource {
  readonly name: string;
  readonly index: number;
  /** Index 0 is unused: columns count from 1. */
  readonly columns: (Column | undefined)[] = [];
  lastRow = 0;
  lastColumn = 0;
  /** Cells that an array has spilled over beyond its range in the file, by anchor. */
  readonly spills = new Map<number, readonly (readonly [number, number])[]>();

  constructor(name: string, index: number) {
    this.name = name;
    this.index = index;
  }

  failed(failure: Failure, row: number, column: number): never {
    throw new Failure(`depends_on:${this.name}!${address(row, column)}`, failure.outcome);
  }

  /** Takes the extent of a column that was added, or of cells that were spilled. */
  cover(row: number, column: number): void {
    this.lastRow = Math.max(this.lastRow, row);
    this.lastColumn = Math.max(this.lastColumn, column);
  }
}

/** Collects cells column by column, then makes the columns of the sheet. */
class SheetBuilder {
  readonly #columns = new Map<number, ColumnBuilder>();

  add(row: number, column: number, value: Scalar, formula: number): void {
    let builder = this.#columns.get(column);
    if (builder === undefined) {
      builder = new ColumnBuilder();
      this.#columns.set(column, builder);
    }
    builder.add(row, value, formula);
  }

  buildInto(sheet: SheetStore): void {
    for (const [column, builder] of this.#columns) {
      const built = builder.build();
      sheet.columns[column] = built;
      sheet.cover(built.lastRow, column);
    }
  }
}

class ColumnBuilder {
  readonly rows: number[] = [];
  readonly values: Scalar[] = [];
  readonly formulas: number[] = [];
  hasFormulas = false;
  sorted = true;

  add(row: number, value: Scalar, formula: number): void {
    if (this.rows.length > 0 && row <= this.rows.at(-1)!) this.sorted = false;
    this.rows.push(row);
    this.values.push(value);
    this.formulas.push(formula);
    if (formula >= 0) this.hasFormulas = true;
  }

  build(): Column {
    let { rows, values, formulas } = this;
    if (!this.sorted) {
      const order = rows.map((_, at) => at).sort((a, b) => rows[a]! - rows[b]!);
      rows = order.map((at) => this.rows[at]!);
      values = order.map((at) => this.values[at]!);
      formulas = order.map((at) => this.formulas[at]!);
    }
    return new Column(Int32Array.from(rows), values, this.hasFormulas ? Int32Array.from(formulas) : undefined);
  }
}

export class Store {
  readonly sheets: SheetStore[] = [];
  /** Sheets of the workbook itself; those behind are caches of external links. */
  readonly ownSheets: number;
  readonly date1904: boolean;
  /** The formulas and where they stand, by number. */
  readonly formulas: FormulaCell[] = [];
  readonly sheetOf: Int32Array;
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
  /** Position of each formula within its column, see `Column.nextPending`. */
  readonly positionOf: Int32Array;
  readonly #sheetByName = new Map<string, number>();
  /** Link index and lower-case sheet name to the index of the cached sheet. */
  readonly #externalSheets = new Map<string, number>();

  constructor(workbook: Workbook) {
    this.ownSheets = workbook.sheets.length;
    this.date1904 = workbook.date1904;
    const places: Places = { sheets: [], rows: [], columns: [] };
    for (const sheet of workbook.sheets) this.#addSheet(sheet, places);
    this.sheetOf = Int32Array.from(places.sheets);
    this.rowOf = Int32Array.from(places.rows);
    this.columnOf = Int32Array.from(places.columns);
    this.positionOf = new Int32Array(this.formulas.length);
    for (const { columns } of this.sheets) {
      for (const column of columns) {
        column?.formulaSlots.forEach((slot, position) => {
          this.positionOf[column.formulas![slot]!] = position;
        });
      }
    }
    this.#addExternalSheets(workbook);
  }

  #addSheet(sheet: Sheet, places: Places): void {
    const store = new SheetStore(sheet.name, sheet.index);
    this.sheets.push(store);
    this.#sheetByName.set(sheet.name.toLowerCase(), sheet.index);
    const builder = new SheetBuilder();
    const anchors = new Map<number, number>();
    const addFormula = (row: number, column: number, cell: FormulaCell): number => {
      const number = this.formulas.push(cell) - 1;
      places.sheets.push(sheet.index);
      places.rows.push(row);
      places.columns.push(column);
      builder.add(row, column, null, number);
      return number;
    };
    for (const { row, column, raw, formula } of sheet.cells) {
      if (formula === undefined) {
        builder.add(row, column, raw ?? null, -1);
        continue;
      }
      const anchor =
        formula.anchor === undefined ? undefined : anchors.get(cellKey(formula.anchor.row, formula.anchor.column));
      const number = addFormula(row, column, { formula, saved: raw, anchor: anchor ?? -1 });
      if (formula.array !== undefined && anchor === undefined) anchors.set(cellKey(row, column), number);
    }
    for (const anchor of anchors.values()) this.#addUnstored(sheet, anchor, addFormula);
    builder.buildInto(store);
  }

  /** Cells of an array that the file does not hold: others may still read them. */
  #addUnstored(
    sheet: Sheet,
    anchor: number,
    addFormula: (row: number, column: number, cell: FormulaCell) => number,
  ): void {
    const { formula } = this.formulas[anchor]!;
    const area = formula.array!;
    const { firstRow, firstColumn, lastRow, lastColumn } = area;
    if ((lastRow - firstRow + 1) * (lastColumn - firstColumn + 1) > MAX_UNSTORED) return;
    const stored = storedIn(sheet.cells, area);
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        if (!stored.has(cellKey(row, column))) addFormula(row, column, { formula, saved: undefined, anchor });
      }
    }
  }

  #addExternalSheets(workbook: Workbook): void {
    for (const link of workbook.externalLinks) {
      for (const [name, cells] of link.cache) {
        const key = `${link.index}|${name.toLowerCase()}`;
        if (cells === null) {
          this.#externalSheets.set(key, LOST_SHEET);
          continue;
        }
        const store = new SheetStore(`[${link.label}]${name}`, this.sheets.length);
        const builder = new SheetBuilder();
        for (const [key, value] of cells) builder.add(Math.floor(key / 16_384), (key % 16_384) + 1, value, -1);
        builder.buildInto(store);
        this.#externalSheets.set(key, store.index);
        this.sheets.push(store);
      }
    }
  }

  /** Index of a sheet of the workbook by name, in any case. */
  sheetNamed(name: string): number | undefined {
    return this.#sheetByName.get(name.toLowerCase());
  }

  /** Index of the cached sheet of an external link; `LOST_SHEET` for one that Excel did not find. */
  externalSheet(link: number, name: string): number | undefined {
    return this.#externalSheets.get(`${link}|${name.toLowerCase()}`);
  }

  /** The column that a formula stands in. */
  columnFor(formula: number): Column {
    return this.sheets[this.sheetOf[formula]!]!.columns[this.columnOf[formula]!]!;
  }

  slotFor(formula: number): number {
    return this.columnFor(formula).formulaSlots[this.positionOf[formula]!]!;
  }

  /** Number of the formula in a cell, -1 where there is none. */
  formulaAt(sheet: number, row: number, column: number): number {
    const cells = this.sheets[sheet]?.columns[column];
    if (cells?.formulas === undefined) return -1;
    const slot = cells.slot(row);
    return slot < 0 ? -1 : cells.formulas[slot]!;
  }
}

/** Where the formulas stand, by number. */
type Places = { readonly sheets: number[]; readonly rows: number[]; readonly columns: number[] };

/** Arrays larger than this get no place for cells that the file leaves out. */
const MAX_UNSTORED = 1_000_000;

/** One number for a cell of a sheet. */
export function cellKey(row: number, column: number): number {
  return row * 16_384 + column - 1;
}

/** Keys of the file's cells inside an area; cells come in row, then column order. */
function storedIn(cells: Sheet["cells"], area: Area): Set<number> {
  let low = 0;
  for (let high = cells.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.row < area.firstRow) low = middle + 1;
    else high = middle;
  }
  const keys = new Set<number>();
  for (let at = low; at < cells.length && cells[at]!.row <= area.lastRow; at++) {
    keys.add(cellKey(cells[at]!.row, cells[at]!.column));
  }
  return keys;
}
