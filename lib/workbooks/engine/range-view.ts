/** The cells of an area as a matrix that copies nothing. */
import { ExcelError, type Scalar } from "../values.ts";
import { type Column, Derived } from "./column.ts";
import { Failure } from "./failure.ts";
import { addToSummary, emptySummary, type RunningSummary, summarizeSlots } from "./summary.ts";
import type { Matrix, SheetArea } from "./value.ts";
import { slotWindow, ValueIndex } from "./value-index.ts";

/** What a view needs of the sheet's store. */
export interface ColumnSource {
  /** Columns by number; undefined where a column holds nothing. */
  readonly columns: readonly (Column | undefined)[];
  readonly lastRow: number;
  readonly lastColumn: number;
  /** Called for a cell that could not be calculated: throws the failure that its reader gets. */
  failed(failure: Failure, row: number, column: number): never;
}

/** Below this an index costs more than it saves. */
const INDEXED_ROWS = 24;
/** Lists of numbers remembered per column. */
const MAX_LISTS = 16;
/** The numbers of windows of slots, for functions that need them as a list. */
const LISTS = new Derived(() => new Map<string, readonly number[]>());

export class RangeView implements Matrix {
  readonly area: SheetArea;
  readonly rows: number;
  readonly columns: number;
  readonly usedRows: number;
  readonly usedColumns: number;
  /** No cell of the area will change in this run, so that what is found out about it may be remembered. */
  readonly settled: boolean;
  readonly #source: ColumnSource;

  constructor(source: ColumnSource, area: SheetArea, settled: boolean) {
    this.area = area;
    this.settled = settled;
    this.#source = source;
    this.rows = area.lastRow - area.firstRow + 1;
    this.columns = area.lastColumn - area.firstColumn + 1;
    this.usedRows = clamp(source.lastRow - area.firstRow + 1, this.rows);
    this.usedColumns = clamp(source.lastColumn - area.firstColumn + 1, this.columns);
  }

  at(row: number, column: number): Scalar {
    const { firstRow, firstColumn } = this.area;
    const cells = this.#source.columns[firstColumn + column];
    if (cells === undefined) return null;
    const value = cells.value(firstRow + row);
    if (value instanceof Failure) return this.#source.failed(value, firstRow + row, firstColumn + column);
    return value;
  }

  part(row: number, column: number, rows: number, columns: number): Matrix {
    const firstRow = this.area.firstRow + row;
    const firstColumn = this.area.firstColumn + column;
    const area = { firstRow, firstColumn, lastRow: firstRow + rows - 1, lastColumn: firstColumn + columns - 1 };
    return new RangeView(this.#source, { ...area, sheet: this.area.sheet }, this.settled);
  }

  /** Sum, count and extremes of the numbers, column by column, with the first error met. */
  summarize(): RunningSummary {
    const { firstRow, lastRow, firstColumn } = this.area;
    const total = emptySummary();
    for (let offset = 0; offset < this.usedColumns; offset++) {
      const column = this.#source.columns[firstColumn + offset];
      if (column === undefined) continue;
      const [start, end] = slotWindow(column, firstRow, lastRow);
      const part = summarizeSlots(column, start, end, this.settled);
      if (part.error instanceof Failure) this.#throwFailureIn(offset);
      total.count += part.count;
      total.sum += part.sum;
      total.minimum = Math.min(total.minimum, part.minimum);
      total.maximum = Math.max(total.maximum, part.maximum);
      total.error ??= part.error;
      for (const [row, value] of column.spilled ?? []) {
        if (row >= firstRow && row <= lastRow) addToSummary(total, value);
      }
    }
    return total;
  }

  #throwFailureIn(column: number): void {
    for (let row = 0; row < this.usedRows; row++) this.at(row, column);
  }

  /** The only column, where an index over it may be used. */
  #indexedColumn(): Column | undefined {
    if (!this.settled || this.columns !== 1 || this.usedRows < INDEXED_ROWS) return undefined;
    const column = this.#source.columns[this.area.firstColumn];
    return column === undefined || column.spilled !== undefined ? undefined : column;
  }

  #index(column: Column): ValueIndex {
    const [start, end] = slotWindow(column, this.area.firstRow, this.area.lastRow);
    return ValueIndex.covering(column, start, end);
  }

  /**
   * The numbers of a one-column view, as one and the same list each time, so that what is worked out from it (its
   * order) may be remembered too; the first error instead. Undefined where nothing may be remembered.
   */
  numbers(): readonly number[] | ExcelError | undefined {
    const column = this.#indexedColumn();
    if (column === undefined) return undefined;
    const [start, end] = slotWindow(column, this.area.firstRow, this.area.lastRow);
    const key = `${start}:${end}`;
    const lists = column.derived(LISTS);
    const known = lists.get(key);
    if (known !== undefined) return known;
    const list: number[] = [];
    for (let slot = start; slot < end; slot++) {
      const value = column.values[slot]!;
      if (typeof value === "number") list.push(value);
      else if (value instanceof ExcelError) return value;
      else if (value instanceof Failure) this.#throwFailureIn(0);
    }
    if (lists.size >= MAX_LISTS) lists.clear();
    lists.set(key, list);
    return list;
  }

  /** Position of an equal value in a one-column view, -1 for none; undefined where no index may be used. */
  indexOf(value: Scalar, last: boolean): number | undefined {
    const column = this.#indexedColumn();
    if (column === undefined) return undefined;
    const row = this.#index(column).find(value, this.area.firstRow, this.area.lastRow, last);
    return row === 0 ? -1 : row - this.area.firstRow;
  }

  /** How many cells equal the operand of a condition; undefined where no index may be used. */
  countEqual(operand: number | string | boolean): number | undefined {
    const column = this.#indexedColumn();
    return column && this.#index(column).countEqual(operand, this.area.firstRow, this.area.lastRow);
  }

  /**
   * Sum and count of the numbers of `target`, a column beside this one, where this one equals the operand; undefined
   * where no index may be used or an error is among them.
   */
  totalsWhereEqual(operand: number | string | boolean, target: RangeView): { sum: number; count: number } | undefined {
    const column = this.#indexedColumn();
    const summed = target.#indexedColumn();
    const { firstRow, lastRow } = this.area;
    if (column === undefined || summed === undefined || target.area.firstRow !== firstRow) return undefined;
    return this.#index(column).totalsOfEqual(operand, firstRow, lastRow, summed);
  }

  /** Positions of all cells equal to the operand of a condition, ascending; undefined where no index may be used. */
  equalPositions(operand: number | string | boolean): number[] | undefined {
    const column = this.#indexedColumn();
    if (column === undefined) return undefined;
    const rows = this.#index(column).equalRows(operand, this.area.firstRow, this.area.lastRow);
    return rows.map((row) => row - this.area.firstRow);
  }
}

function clamp(count: number, limit: number): number {
  return count < 0 ? 0 : Math.min(count, limit);
}
