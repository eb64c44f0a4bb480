/**
 * Intake's formula engine: a workbook in, every formula calculated, its inputs changeable.
 *
 *     const engine = createEngine(workbook);
 *     await engine.recalculate();
 *     engine.result(0, 24, 2); // first sheet, B24
 *     engine.setInput(0, 3, 2, 0.05);
 *     await engine.recalculate(); // only what depends on B3
 *
 * Saved results of formulas are looked at in one place only: where a cycle starts (`cycle-solver.ts`).
 */
import type { CellResult, CircularEntry, Evaluator, RecalculateOptions } from "../evaluator.ts";
import type { Workbook } from "../model.ts";
import type { Scalar } from "../values.ts";
import { Calculation } from "./calculation.ts";
import type { CycleLimits } from "./cycle-solver.ts";
import { Dependents } from "./dependents.ts";
import { address } from "./formula/a1.ts";
import { Scheduler } from "./scheduler.ts";
import { cellKey, Store } from "./store.ts";
import type { SheetArea } from "./value.ts";

export type EngineOptions = Partial<CycleLimits> & {
  /** What NOW and TODAY show; one instant for the whole run. */
  readonly now?: Date;
  /** Source of RAND and its kin, in [0, 1). */
  readonly random?: () => number;
};

export interface Engine extends Evaluator {
  /**
   * Changes a value cell; the next `recalculate` calculates what depends on it.
   * @throws {RangeError} where a formula stands, or the cell was blank in the file and so has no place in its column
   */
  setInput(sheet: number, row: number, column: number, value: Scalar): void;
  /** What an array formula yields as a whole, rows of scalars; undefined where a cell holds a single value. */
  array(sheet: number, row: number, column: number): Scalar[][] | undefined;
  /** `recalculate` in one go, for scripts and small workbooks. */
  recalculateNow(): void;
}

/** Compiles nothing yet: formulas are compiled when they are first calculated. */
export function createEngine(workbook: Workbook, options: EngineOptions = {}): Engine {
  return new FormulaEngine(workbook, options);
}

/** Formulas calculated between two looks at the signal. */
const STEP = 200;
/** Other work gets its turn at least this often. */
const TURN_MS = 20;
/** Arrays that spill over more cells than the file knew may let others spill further, so often and no more. */
const MAX_SPILL_PASSES = 5;

class FormulaEngine implements Engine {
  readonly name = "custom";
  readonly #workbook: Workbook;
  readonly #store: Store;
  readonly #calculation: Calculation;
  readonly #scheduler: Scheduler;
  #dependents: Dependents | undefined;
  /** Formulas to calculate; undefined for all. */
  #dirty: readonly number[] | undefined;
  #changed: SheetArea[] = [];
  #groups: ReadonlyMap<number, number> = new Map();
  #report: readonly CircularEntry[] = [];

  constructor(workbook: Workbook, options: EngineOptions) {
    this.#workbook = workbook;
    this.#store = new Store(workbook);
    const { maxIterations = 100, threshold = 1e-6, now = new Date(), random = Math.random } = options;
    this.#calculation = new Calculation(workbook, this.#store, { maxIterations, threshold, now, random });
    this.#scheduler = new Scheduler(this.#store, this.#calculation);
    this.#calculation.state = this.#scheduler.state;
  }

  setInput(sheet: number, row: number, column: number, value: Scalar): void {
    const store = this.#store.sheets[sheet];
    const cells = store?.columns[column];
    const slot = cells?.slot(row) ?? -1;
    if (store === undefined || cells === undefined || slot < 0)
      throw new RangeError(`no cell at ${address(row, column)}`);
    if (cells.formulas !== undefined && cells.formulas[slot]! >= 0) {
      throw new RangeError(`a formula stands at ${address(row, column)}`);
    }
    cells.values[slot] = value;
    cells.dropDerived();
    this.#changed.push({ sheet, firstRow: row, lastRow: row, firstColumn: column, lastColumn: column });
  }

  async recalculate(options: RecalculateOptions = {}): Promise<void> {
    let turn = performance.now();
    for (const _ of this.#steps(options)) {
      if (performance.now() - turn < TURN_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turn = performance.now();
    }
  }

  recalculateNow(): void {
    for (const _ of this.#steps({}));
  }

  /** The whole recalculation in steps of about 200 formulas. */
  *#steps(options: RecalculateOptions): Generator<void> {
    if (this.#changed.length > 0) this.#markDirty(this.#changed.splice(0));
    yield* this.#run(this.#dirty ?? allFormulas(this.#store.formulas.length), options);
    this.#dirty = [];
    for (let pass = 0; pass < MAX_SPILL_PASSES; pass++) {
      const spilled = this.#calculation.arrays.takeNewlySpilled();
      if (spilled.length === 0) break;
      this.#markDirty(spilled);
      yield* this.#run(this.#dirty, options);
    }
    this.#dirty = [];
    this.#reportCycles();
  }

  #markDirty(areas: readonly SheetArea[]): void {
    this.#dependents ??= new Dependents(this.#store, (formula) => this.#calculation.templates.of(formula));
    const dirty = this.#dependents.of(areas);
    if (this.#dirty === undefined) return; // nothing was calculated yet: all will be
    this.#scheduler.reset(dirty);
    this.#calculation.reset(dirty);
    this.#dirty = dirty;
  }

  *#run(formulas: readonly number[], { signal, onProgress }: RecalculateOptions): Generator<void> {
    const roots = formulas.values();
    for (let more = true; more; ) {
      signal?.throwIfAborted();
      more = this.#scheduler.advance(roots, STEP);
      onProgress?.(this.#scheduler.calculated, formulas.length, this.#calculation.solving);
      yield;
    }
  }

  /** Numbers the cycles by their first cells. */
  #reportCycles(): void {
    const cycles = [...this.#calculation.cycles];
    const first = ({ formulas }: { formulas: readonly number[] }): [number, number] => {
      const formula = formulas[0]!;
      const { sheetOf, rowOf, columnOf } = this.#store;
      return [sheetOf[formula]!, cellKey(rowOf[formula]!, columnOf[formula]!)];
    };
    cycles.sort((a, b) => first(a)[0] - first(b)[0] || first(a)[1] - first(b)[1]);
    const groups = new Map<number, number>();
    this.#report = cycles.map(({ formulas, outcome }, at) => {
      for (const formula of formulas) groups.set(formula, at + 1);
      const cells = formulas.slice(0, 50).map((formula) => this.#addressOf(formula));
      return { group: at + 1, size: formulas.length, cells, ...outcome };
    });
    this.#groups = groups;
  }

  #addressOf(formula: number): string {
    const { sheetOf, rowOf, columnOf } = this.#store;
    return `${this.#workbook.sheets[sheetOf[formula]!]!.name}!${address(rowOf[formula]!, columnOf[formula]!)}`;
  }

  result(sheet: number, row: number, column: number): CellResult | undefined {
    const formula = this.#store.formulaAt(sheet, row, column);
    return formula < 0 ? undefined : this.#calculation.result(formula, this.#groups.get(formula));
  }

  array(sheet: number, row: number, column: number): Scalar[][] | undefined {
    const formula = this.#store.formulaAt(sheet, row, column);
    const matrix = formula < 0 ? undefined : this.#calculation.arrays.of(formula);
    if (matrix === undefined || (matrix.rows === 1 && matrix.columns === 1)) return undefined;
    return Array.from({ length: matrix.rows }, (_, r) =>
      Array.from({ length: matrix.columns }, (_, c) => matrix.at(r, c)),
    );
  }

  circularReport(): readonly CircularEntry[] {
    return this.#report;
  }
}

function allFormulas(count: number): number[] {
  return Array.from({ length: count }, (_, formula) => formula);
}
