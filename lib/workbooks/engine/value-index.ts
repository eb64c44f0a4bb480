/**
 * Where in a column a value stands, so that exact lookups and equality conditions over long ranges cost one step
 * instead of a walk. Built for the rows asked for and extended downwards as windows grow.
 */
import { ExcelError, type Scalar } from "../values.ts";
import { round15 } from "./coerce.ts";
import { type Column, Derived, lowerBound } from "./column.ts";
import { parseNumberText } from "./number-text.ts";
import { foldCase } from "./ordering.ts";

type Key = number | string | boolean;
/** Totals of the numbers in the first 0, 1, 2, … rows of a list. */
type RunningTotals = { readonly sums: number[]; readonly counts: number[] };

const INDEX = new Derived((): { current?: ValueIndex } => ({}));
/** Running totals of one column at rows that are an entry of another's index. */
const TOTALS = new Derived(() => new WeakMap<readonly number[], RunningTotals>());

export class ValueIndex {
  readonly #column: Column;
  /** Rows by value, ascending. */
  readonly #rows = new Map<Key, number[]>();
  /** Rows of texts that read as a number, by that number: for conditions, where `"5"` counts as 5. */
  readonly #numericTexts = new Map<number, number[]>();
  readonly #startSlot: number;
  #endSlot: number;

  constructor(column: Column, startSlot: number) {
    this.#column = column;
    this.#startSlot = startSlot;
    this.#endSlot = startSlot;
  }

  /**
   * The column's index over at least these slots, made or extended where needed; they must be settled. An index ends
   * where cells still to be calculated lie between it and the window: then a new one begins at the window.
   */
  static covering(column: Column, startSlot: number, endSlot: number): ValueIndex {
    const kept = column.derived(INDEX);
    let index = kept.current;
    const reusable =
      index !== undefined &&
      index.#startSlot <= startSlot &&
      (startSlot <= index.#endSlot || !column.hasPending(index.#endSlot, startSlot));
    if (!reusable || index === undefined) {
      index = new ValueIndex(column, startSlot);
      kept.current = index;
    }
    index.#extend(endSlot);
    return index;
  }

  #extend(endSlot: number): void {
    const { rows, values } = this.#column;
    for (; this.#endSlot < endSlot; this.#endSlot++) {
      const value = values[this.#endSlot]!;
      const row = rows[this.#endSlot]!;
      if (typeof value === "string") {
        append(this.#rows, foldCase(value), row);
        if (/\d/.test(value)) {
          const number = parseNumberText(value);
          if (number !== undefined) append(this.#numericTexts, round15(number), row);
        }
      } else if (typeof value === "number") append(this.#rows, round15(value), row);
      else if (typeof value === "boolean") append(this.#rows, value, row);
    }
  }

  /** First or last row from `firstRow` to `lastRow` that holds the value; 0 when none does. */
  find(value: Scalar, firstRow: number, lastRow: number, last: boolean): number {
    const rows = this.#lookUp(value);
    if (rows === undefined) return 0;
    if (last) {
      const row = rows[positionFrom(rows, lastRow + 1) - 1];
      return row !== undefined && row >= firstRow ? row : 0;
    }
    const row = rows[positionFrom(rows, firstRow)];
    return row !== undefined && row <= lastRow ? row : 0;
  }

  /** All rows in the window that equal the operand of a condition, ascending; texts that read as it included. */
  equalRows(operand: number | string | boolean, firstRow: number, lastRow: number): number[] {
    const own = windowOf(this.#lookUp(operand), firstRow, lastRow);
    if (typeof operand !== "number") return own;
    const texts = windowOf(this.#numericTexts.get(round15(operand)), firstRow, lastRow);
    return texts.length === 0 ? own : [...own, ...texts].sort((a, b) => a - b);
  }

  /** How many rows of the window equal the operand. */
  countEqual(operand: number | string | boolean, firstRow: number, lastRow: number): number {
    const texts = typeof operand === "number" ? this.#numericTexts.get(round15(operand)) : undefined;
    return countIn(this.#lookUp(operand), firstRow, lastRow) + countIn(texts, firstRow, lastRow);
  }

  /**
   * Sum and count of the numbers that another column holds in the rows from `firstRow` to `lastRow` that equal the
   * operand. Continued from the last such window, so that `SUMIF(A$1:A2,A2,B$1:B2)` filled down adds a cell each.
   * Undefined where the window does not reach back to the first such row, or an error stands among the cells.
   */
  totalsOfEqual(
    operand: number | string | boolean,
    firstRow: number,
    lastRow: number,
    column: Column,
  ): { sum: number; count: number } | undefined {
    if (typeof operand === "number" && this.#numericTexts.has(round15(operand))) return undefined;
    const rows = this.#lookUp(operand);
    if (rows === undefined) return { sum: 0, count: 0 };
    if (rows[0]! < firstRow) return undefined;
    const end = positionFrom(rows, lastRow + 1);
    const totals = totalsAt(column, rows);
    for (let at = totals.sums.length - 1; at < end; at++) {
      const value = column.value(rows[at]!);
      if (typeof value === "object" && value !== null) return undefined;
      const isNumber = typeof value === "number";
      totals.sums.push(totals.sums[at]! + (isNumber ? value : 0));
      totals.counts.push(totals.counts[at]! + (isNumber ? 1 : 0));
    }
    return { sum: totals.sums[end]!, count: totals.counts[end]! };
  }

  #lookUp(value: Scalar): number[] | undefined {
    if (value === null || value instanceof ExcelError) return undefined;
    if (typeof value === "string") return this.#rows.get(foldCase(value));
    return this.#rows.get(typeof value === "number" ? round15(value) : value);
  }
}

function totalsAt(column: Column, rows: readonly number[]): RunningTotals {
  const kept = column.derived(TOTALS);
  let totals = kept.get(rows);
  if (totals === undefined) {
    totals = { sums: [0], counts: [0] };
    kept.set(rows, totals);
  }
  return totals;
}

function append<K>(map: Map<K, number[]>, key: K, row: number): void {
  const rows = map.get(key);
  if (rows === undefined) map.set(key, [row]);
  else rows.push(row);
}

function positionFrom(rows: readonly number[], row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countIn(rows: readonly number[] | undefined, firstRow: number, lastRow: number): number {
  return rows === undefined ? 0 : positionFrom(rows, lastRow + 1) - positionFrom(rows, firstRow);
}

function windowOf(rows: readonly number[] | undefined, firstRow: number, lastRow: number): number[] {
  return rows === undefined ? [] : rows.slice(positionFrom(rows, firstRow), positionFrom(rows, lastRow + 1));
}

/** Slots of a column that lie in a window of rows: from the first to before the second. */
export function slotWindow(column: Column, firstRow: number, lastRow: number): [number, number] {
  return [lowerBound(column.rows, firstRow), lowerBound(column.rows, lastRow + 1)];
}
