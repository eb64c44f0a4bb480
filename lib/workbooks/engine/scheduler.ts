/**
 * Calculates formulas in the order of their dependencies, finding that order and the cycles in one walk.
 *
 * The walk is Tarjan's algorithm for strongly connected components with its own stack, so chains may be of any length.
 * A formula's edges lead to the formulas in its precedents that are not calculated yet; ranges are asked for "the next
 * one pending" and never spelled out. A component is calculated as soon as it is complete: its precedents are done by
 * then. Where a formula turns out to read a cell that nobody announced (INDIRECT, OFFSET, INDEX), its calculation is
 * suspended, the cell becomes one more edge, and the walk goes on from there: so such edges count in cycles too.
 */
import { type AreaSpec, resolveSpec } from "./area-spec.ts";
import type { Column } from "./column.ts";
import type { CycleMembers } from "./cycle-solver.ts";
import { LAST_COLUMN } from "./formula/a1.ts";
import type { Store } from "./store.ts";
import type { Suspension } from "./suspension.ts";
import type { SheetArea } from "./value.ts";

export const PENDING = 0;
export const ON_STACK = 1;
/** A member of the cycle being solved: may be read, its value is the newest so far. */
export const SOLVING = 2;
export const CALCULATED = 3;

/** What the scheduler asks of the engine. */
export interface Calculator {
  precedents(formula: number): readonly AreaSpec[];
  /** The anchor of which a cell of an array formula takes its part, -1 for others. */
  anchor(formula: number): number;
  /** Calculates a formula that is in no cycle and keeps its value. */
  calculate(formula: number): Suspension | undefined;
  /** Makes one sweep over a cycle; "continue" until it is solved or given up. */
  sweep(members: CycleMembers): Suspension | "continue" | undefined;
}

export class Scheduler {
  readonly #store: Store;
  readonly #calculator: Calculator;
  readonly state: Uint8Array;
  /** Areas found only while calculating, by formula: honoured in ordering and when inputs change. */
  readonly found = new Map<number, SheetArea[]>();
  readonly #order: Int32Array;
  readonly #low: Int32Array;
  #visited = 0;
  #calculated = 0;
  #budget = 0;
  /** Tarjan's stack: formulas whose component is not complete. */
  readonly #open: number[] = [];
  /** The same formulas but for roots of components, in the order in which the walk has left them. */
  readonly #left: number[] = [];
  /** The walk's own stack; frames above `#depth` are kept to be used again. */
  readonly #frames: Frame[] = [];
  #depth = 0;
  /** The cycle being solved: nothing else is calculated between its sweeps. */
  #solving: CycleMembers | undefined;

  constructor(store: Store, calculator: Calculator) {
    const count = store.formulas.length;
    this.#store = store;
    this.#calculator = calculator;
    this.state = new Uint8Array(count);
    this.#order = new Int32Array(count);
    this.#low = new Int32Array(count);
  }

  /** Forgets the values of these formulas, so that the next run calculates them again. */
  reset(formulas: readonly number[]): void {
    this.#calculated = 0;
    for (const formula of formulas) {
      this.state[formula] = PENDING;
      this.#order[formula] = 0;
      this.found.delete(formula);
    }
    const columns = new Set<Column>();
    for (const formula of formulas) columns.add(this.#store.columnFor(formula));
    for (const column of columns) {
      column.markPending((formula) => this.state[formula] !== CALCULATED);
      column.dropDerived();
    }
  }

  /** Formulas calculated since the last reset. */
  get calculated(): number {
    return this.#calculated;
  }

  /**
   * Goes on until about `budget` formulas are calculated; false when nothing is left. `roots` are the formulas to
   * calculate; what they depend on comes by itself.
   */
  advance(roots: Iterator<number>, budget: number): boolean {
    this.#budget = budget;
    while (this.#budget > 0) {
      if (this.#depth === 0) {
        const next = roots.next();
        if (next.done) return false;
        if (this.state[next.value] === PENDING) this.#enter(next.value);
        continue;
      }
      const frame = this.#frames[this.#depth - 1]!;
      const { formula } = frame;
      const child = this.#nextEdge(frame);
      if (child < 0) this.#leave(frame);
      else if (this.state[child] === PENDING) this.#enter(child);
      else {
        // On the stack: the two are in one cycle.
        if (child === formula) frame.selfReference = true;
        if (this.#order[child]! < this.#low[formula]!) this.#low[formula] = this.#order[child]!;
      }
    }
    return true;
  }

  #enter(formula: number): void {
    this.state[formula] = ON_STACK;
    this.#order[formula] = ++this.#visited;
    this.#low[formula] = this.#visited;
    this.#open.push(formula);
    let frame = this.#frames[this.#depth];
    if (frame === undefined) {
      frame = new Frame();
      this.#frames.push(frame);
    }
    this.#depth++;
    frame.start(formula, this.#store.rowOf[formula]!, this.#store.columnOf[formula]!);
  }

  /** All edges of the formula are walked: its component is complete, or belongs to one further down. */
  #leave(frame: Frame): void {
    const { formula } = frame;
    if (this.#low[formula] === this.#order[formula]) {
      const suspension = this.#complete(frame);
      if (suspension === "continue") return;
      if (suspension !== undefined) {
        let found = this.found.get(formula);
        if (found === undefined) {
          found = [];
          this.found.set(formula, found);
        }
        found.push(suspension.area);
        return;
      }
    }
    this.#depth--;
    if (this.#depth > 0 && this.state[formula] !== CALCULATED) {
      this.#left.push(formula);
      const parent = this.#frames[this.#depth - 1]!;
      this.#low[parent.formula] = Math.min(this.#low[parent.formula]!, this.#low[formula]!);
    }
  }

  #complete({ formula, selfReference }: Frame): Suspension | "continue" | undefined {
    const open = this.#open;
    if (open.at(-1) === formula && !selfReference) {
      const suspension = this.#calculator.calculate(formula);
      if (suspension !== undefined) return suspension;
      open.pop();
      this.#markCalculated(formula);
      return undefined;
    }
    this.#solving ??= this.#beginSolving(formula);
    const members = this.#solving.inCellOrder;
    this.#budget -= members.length;
    const outcome = this.#calculator.sweep(this.#solving);
    if (outcome === "continue") return outcome;
    this.#solving = undefined;
    if (outcome !== undefined) {
      for (const member of members) this.state[member] = ON_STACK;
      return outcome;
    }
    open.length -= members.length;
    this.#left.length -= members.length - 1;
    for (const member of members) this.#markCalculated(member);
    return undefined;
  }

  /** The component that ends at the top of the stack, opened for its members to read each other. */
  #beginSolving(root: number): CycleMembers {
    const inCellOrder = this.#open.slice(this.#open.lastIndexOf(root)).sort((a, b) => this.#inCellOrder(a, b));
    const inDependencyOrder = [...this.#left.slice(this.#left.length - inCellOrder.length + 1), root];
    for (const member of inCellOrder) this.state[member] = SOLVING;
    return { inCellOrder, inDependencyOrder };
  }

  #markCalculated(formula: number): void {
    this.#calculated++;
    this.#budget--;
    this.state[formula] = CALCULATED;
    this.#store.columnFor(formula).markCalculated(this.#store.positionOf[formula]!);
  }

  /** Sheet, row, column: cells of arrays that the file left out are numbered last, so numbers alone will not do. */
  #inCellOrder(a: number, b: number): number {
    const { sheetOf, rowOf, columnOf } = this.#store;
    return sheetOf[a]! - sheetOf[b]! || rowOf[a]! - rowOf[b]! || columnOf[a]! - columnOf[b]!;
  }

  /** The next formula not calculated that this one depends on, -1 when there is none left. */
  #nextEdge(frame: Frame): number {
    const precedents = this.#calculator.precedents(frame.formula);
    for (;;) {
      if (frame.area === undefined) {
        const anchor = this.#calculator.anchor(frame.formula);
        const next = frame.next++;
        if (next < precedents.length) {
          const spec = precedents[next]!;
          if (spec.isCell) {
            const { sheet, firstRow, firstColumn } = resolveSpec(spec, frame.row, frame.column);
            const formula = this.#store.formulaAt(sheet, firstRow, firstColumn);
            if (formula >= 0 && this.state[formula] !== CALCULATED) return formula;
            continue;
          }
          frame.begin(resolveSpec(spec, frame.row, frame.column));
        } else if (next === precedents.length && anchor >= 0) {
          if (this.state[anchor] !== CALCULATED) return anchor;
          continue;
        } else {
          const own = precedents.length + (anchor >= 0 ? 1 : 0);
          const area = this.found.get(frame.formula)?.[next - own];
          if (area === undefined) {
            frame.next--; // stays here: an area found later comes next
            return -1;
          }
          frame.begin(area);
        }
      }
      const formula = this.#nextInArea(frame);
      if (formula >= 0) return formula;
      frame.area = undefined;
    }
  }

  #nextInArea(frame: Frame): number {
    const area = frame.area!;
    const sheet = this.#store.sheets[area.sheet]!;
    const lastColumn = Math.min(area.lastColumn, sheet.lastColumn, LAST_COLUMN);
    for (; frame.areaColumn <= lastColumn; frame.areaColumn++, frame.areaRow = area.firstRow) {
      const column = sheet.columns[frame.areaColumn];
      if (column?.formulas === undefined) continue;
      const position = column.nextPending(column.formulaPosition(frame.areaRow));
      if (position >= column.formulaSlots.length) continue;
      const row = column.formulaRows[position]!;
      if (row > area.lastRow) continue;
      frame.areaRow = row + 1;
      return column.formulas[column.formulaSlots[position]!]!;
    }
    return -1;
  }
}

/** How far the walk has come with one formula's edges. */
class Frame {
  formula = 0;
  row = 0;
  column = 0;
  selfReference = false;
  /** Number of the next precedent; behind the precedents come the anchor and the areas found. */
  next = 0;
  /** The area being walked, and the place reached in it. */
  area: SheetArea | undefined = undefined;
  areaColumn = 0;
  areaRow = 0;

  start(formula: number, row: number, column: number): void {
    this.formula = formula;
    this.row = row;
    this.column = column;
    this.selfReference = false;
    this.next = 0;
    this.area = undefined;
  }

  begin(area: SheetArea): void {
    this.area = area;
    this.areaColumn = area.firstColumn;
    this.areaRow = area.firstRow;
  }
}
