/**
 * One column of a sheet: its stored cells in row order, their values, and which of them are formulas still to be
 * calculated. Only cells that exist take memory; a row is found by arithmetic where rows are dense, else by bisection.
 */
import type { Scalar } from "../values.ts";
import type { Failure } from "./failure.ts";

/**
 * What a module works out from the cells of a column and keeps with it until one of them changes: aggregates, an index.
 * The module alone knows what that is.
 */
export class Derived<T> {
  /** What is kept at first. */
  readonly begin: () => T;

  constructor(begin: () => T) {
    this.begin = begin;
  }
}

export class Column {
  readonly rows: Int32Array;
  readonly values: (Scalar | Failure)[];
  /** Number of the formula in each slot, -1 for a value cell; undefined in a column without formulas. */
  readonly formulas: Int32Array | undefined;
  /** Slots that hold formulas, in row order, and their rows. */
  readonly formulaSlots: Int32Array;
  readonly formulaRows: Int32Array;
  /** Cells that a spilled array covers beyond those the file holds, by row. */
  spilled: Map<number, Scalar | Failure> | undefined;
  #derived: Map<Derived<unknown>, unknown> | undefined;
  /**
   * For each formula position the next one not yet calculated, itself included (disjoint sets with path halving), so
   * that "is anything in these rows still to be calculated?" costs next to nothing however long the range.
   */
  readonly #next: Int32Array;
  /** Slot + 1 by row - first row, where rows are dense but not gapless. */
  readonly #slots: Int32Array | undefined;
  readonly #gapless: boolean;
  readonly #first: number;

  constructor(rows: Int32Array, values: Scalar[], formulas: Int32Array | undefined) {
    this.rows = rows;
    this.values = values;
    this.formulas = formulas;
    this.#first = rows[0] ?? 1;
    const extent = this.lastRow - this.#first + 1;
    this.#gapless = extent === rows.length;
    if (!this.#gapless && extent <= rows.length * 8) {
      this.#slots = new Int32Array(extent);
      for (let slot = 0; slot < rows.length; slot++) this.#slots[rows[slot]! - this.#first] = slot + 1;
    }
    const slots: number[] = [];
    if (formulas !== undefined) {
      for (let slot = 0; slot < rows.length; slot++) if (formulas[slot]! >= 0) slots.push(slot);
    }
    this.formulaSlots = Int32Array.from(slots);
    this.formulaRows = Int32Array.from(slots, (slot) => rows[slot]!);
    this.#next = new Int32Array(slots.length + 1).map((_, position) => position);
  }

  get lastRow(): number {
    return this.rows.length === 0 ? 0 : this.rows[this.rows.length - 1]!;
  }

  /** Where the row is stored; -1 where nothing is. */
  slot(row: number): number {
    const offset = row - this.#first;
    if (this.#gapless) return offset >= 0 && offset < this.rows.length ? offset : -1;
    if (this.#slots !== undefined) return offset >= 0 && offset < this.#slots.length ? this.#slots[offset]! - 1 : -1;
    const slot = lowerBound(this.rows, row);
    return this.rows[slot] === row ? slot : -1;
  }

  /** The value in a row as it stands, calculated or not; null for a blank cell. */
  value(row: number): Scalar | Failure {
    const slot = this.slot(row);
    if (slot >= 0) return this.values[slot]!;
    return this.spilled === undefined ? null : (this.spilled.get(row) ?? null);
  }

  /** Position (in `formulaSlots`) of the first formula at or below the row. */
  formulaPosition(row: number): number {
    return lowerBound(this.formulaRows, row);
  }

  /** First position at or after `position` whose formula is not calculated; `formulaSlots.length` when all are. */
  nextPending(position: number): number {
    const next = this.#next;
    let at = position;
    while (next[at] !== at) {
      next[at] = next[next[at]!]!;
      at = next[at]!;
    }
    return at;
  }

  /** Whether any formula in the slots from `startSlot` to before `endSlot` is still to be calculated. */
  hasPending(startSlot: number, endSlot: number): boolean {
    if (this.formulas === undefined || startSlot >= endSlot) return false;
    const position = this.nextPending(lowerBound(this.formulaSlots, startSlot));
    return position < this.formulaSlots.length && this.formulaSlots[position]! < endSlot;
  }

  markCalculated(position: number): void {
    this.#next[position] = position + 1;
  }

  /** Starts over: `pending` says for each formula whether it is to be calculated again. */
  markPending(pending: (formula: number) => boolean): void {
    const { formulas, formulaSlots } = this;
    for (let position = 0; position < formulaSlots.length; position++) {
      this.#next[position] = pending(formulas![formulaSlots[position]!]!) ? position : position + 1;
    }
  }

  derived<T>(what: Derived<T>): T {
    this.#derived ??= new Map();
    let kept = this.#derived.get(what) as T | undefined;
    if (kept === undefined) {
      kept = what.begin();
      this.#derived.set(what, kept);
    }
    return kept;
  }

  /** To be called when a cell has changed. */
  dropDerived(): void {
    this.#derived = undefined;
  }
}

/** First index whose element is at least `key`, in ascending order. */
export function lowerBound(sorted: Int32Array, key: number): number {
  let low = 0;
  let high = sorted.length;
  if (high === 0 || sorted[0]! >= key) return 0;
  if (sorted[high - 1]! < key) return high;
  // Gapless columns are common: then the answer is known without searching.
  if (sorted[high - 1]! - sorted[0]! === high - 1) return key - sorted[0]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
