/**
 * Calculating one formula, or one sweep of a cycle, and keeping what came of it. The scheduler says when.
 */
import type { CellResult } from "../evaluator.ts";
import type { Workbook } from "../model.ts";
import { ExcelError, NUM, REF, type Scalar } from "../values.ts";
import type { AreaSpec } from "./area-spec.ts";
import { ArrayResults } from "./array-results.ts";
import { Compiler } from "./compile/compiler.ts";
import { EngineContext } from "./context.ts";
import {
  type CycleCells,
  type CycleLimits,
  type CycleMembers,
  type CycleOutcome,
  CycleSolver,
} from "./cycle-solver.ts";
import { listDependencies } from "./dependencies.ts";
import { Directory } from "./directory.ts";
import { Failure } from "./failure.ts";
import type { FunctionContext } from "./functions/contract.ts";
import { finite } from "./operators.ts";
import { RangeView } from "./range-view.ts";
import type { At, Runtime } from "./runtime.ts";
import { type Calculator, SOLVING } from "./scheduler.ts";
import type { SheetStore, Store } from "./store.ts";
import { Suspension } from "./suspension.ts";
import { Templates } from "./templates.ts";
import { beginFormula } from "./time-limit.ts";
import { isMatrix, type Matrix, Reference, type SheetArea } from "./value.ts";
import { Volatility } from "./volatility.ts";

type Limits = CycleLimits & { readonly now: Date; readonly random: () => number };

export type Cycle = { readonly formulas: readonly number[]; readonly outcome: CycleOutcome };

export class Calculation implements Calculator, Runtime, CycleCells {
  /** State of each formula, the scheduler's. */
  state: Uint8Array = new Uint8Array(0);
  readonly cycles = new Set<Cycle>();
  readonly #workbook: Workbook;
  readonly #store: Store;
  readonly #limits: Limits;
  readonly #compiler: Compiler;
  readonly templates: Templates;
  readonly arrays: ArrayResults;
  readonly #contexts: { readonly plain: FunctionContext; readonly array: FunctionContext };
  readonly #at: At = { sheet: 0, row: 1, column: 1, scope: undefined, depth: 0 };
  readonly #slots: Int32Array;
  readonly #volatility: Volatility;
  /** Whether the formula being calculated has read a volatile cell, or is volatile itself. */
  #touchedVolatile = false;
  #solver: CycleSolver | undefined;
  /** Random numbers of the cycle being solved, by formula; the formula that draws, and how many it has drawn. */
  readonly #draws = new Map<number, number[]>();
  #drawing = 0;
  #drawn = 0;

  constructor(workbook: Workbook, store: Store, limits: Limits) {
    this.#workbook = workbook;
    this.#store = store;
    this.#limits = limits;
    const count = store.formulas.length;
    this.#slots = new Int32Array(count);
    for (const { columns } of store.sheets) {
      for (const column of columns) {
        for (const slot of column?.formulaSlots ?? []) this.#slots[column!.formulas![slot]!] = slot;
      }
    }
    this.#volatility = new Volatility(store);
    this.arrays = new ArrayResults(store);
    const around = {
      workbook,
      store,
      runtime: this,
      at: this.#at,
      compiler: () => this.#compiler,
      now: limits.now,
      random: () => this.#draw(),
      isSubtotal: (formula: number) => {
        const { functions } = this.templates.of(formula);
        return functions.has("SUBTOTAL") || functions.has("AGGREGATE");
      },
    };
    this.#contexts = { plain: new EngineContext(around, false), array: new EngineContext(around, true) };
    const directory = new Directory(workbook, store);
    this.#compiler = new Compiler(this, directory);
    this.templates = new Templates(store, directory, this.#compiler);
  }

  // ---- what compiled formulas ask -------------------------------------------------------------------------------

  get date1904(): boolean {
    return this.#workbook.date1904;
  }

  context(arrays: boolean): FunctionContext {
    return arrays ? this.#contexts.array : this.#contexts.plain;
  }

  read(sheet: SheetStore, row: number, column: number): Scalar {
    const cells = sheet.columns[column];
    if (cells === undefined) return null;
    const slot = cells.slot(row);
    if (slot < 0) {
      const value = cells.spilled?.get(row) ?? null;
      return value instanceof Failure ? sheet.failed(value, row, column) : value;
    }
    if (cells.formulas !== undefined) {
      const formula = cells.formulas[slot]!;
      if (formula >= 0) {
        if (this.state[formula]! < SOLVING) {
          throw new Suspension({
            sheet: sheet.index,
            firstRow: row,
            lastRow: row,
            firstColumn: column,
            lastColumn: column,
          });
        }
        if (this.#volatility.has(formula)) this.#touchedVolatile = true;
      }
    }
    const value = cells.values[slot]!;
    return typeof value === "object" && value instanceof Failure ? sheet.failed(value, row, column) : value;
  }

  view(area: SheetArea): RangeView {
    const sheet = this.#store.sheets[area.sheet]!;
    let settled = true;
    const lastColumn = Math.min(area.lastColumn, sheet.lastColumn);
    for (let number = area.firstColumn; number <= lastColumn; number++) {
      const column = sheet.columns[number];
      if (column?.formulas === undefined) continue;
      for (let position = column.formulaPosition(area.firstRow); ; position++) {
        position = column.nextPending(position);
        if (position >= column.formulaSlots.length || column.formulaRows[position]! > area.lastRow) break;
        if (this.state[column.formulas[column.formulaSlots[position]!]!] !== SOLVING) throw new Suspension(area);
        settled = false;
      }
    }
    if (this.#volatility.isWithin(area)) this.#touchedVolatile = true;
    return new RangeView(sheet, area, settled);
  }

  spilledArea(sheet: number, row: number, column: number): Reference | ExcelError {
    const formula = this.#store.formulaAt(sheet, row, column);
    if (formula < 0) return REF;
    const { formula: source, anchor } = this.#store.formulas[formula]!;
    if (source.array === undefined || anchor >= 0) return REF;
    const { lastRow, lastColumn } = source.array;
    if (!source.dynamic) return Reference.area(sheet, row, column, lastRow, lastColumn);
    const value = this.read(this.#store.sheets[sheet]!, row, column);
    const array = this.arrays.of(formula);
    if (array === undefined) return value instanceof ExcelError ? value : Reference.cell(sheet, row, column);
    return Reference.area(sheet, row, column, row + array.rows - 1, column + array.columns - 1);
  }

  // ---- what the scheduler asks ----------------------------------------------------------------------------------

  precedents(formula: number): readonly AreaSpec[] {
    return this.#store.formulas[formula]!.anchor >= 0 ? NO_PRECEDENTS : this.templates.of(formula).precedents;
  }

  anchor(formula: number): number {
    return this.#store.formulas[formula]!.anchor;
  }

  calculate(formula: number): Suspension | undefined {
    const value = this.evaluate(formula);
    if (value instanceof Suspension) return value;
    this.assign(formula, value);
    return undefined;
  }

  get solving(): boolean {
    return this.#solver !== undefined;
  }

  sweep(members: CycleMembers): Suspension | "continue" | undefined {
    this.#solver ??= new CycleSolver(members, this, this.#limits);
    const outcome = this.#solver.sweep();
    if (outcome === undefined) return "continue";
    this.#solver = undefined;
    this.#draws.clear();
    if (outcome instanceof Suspension) return outcome;
    const formulas = members.inCellOrder;
    this.cycles.add({ formulas, outcome });
    if (!outcome.converged) {
      const failure = new Failure("circular_not_converged", "error");
      for (const formula of formulas) this.assign(formula, failure);
    }
    if (formulas.some((formula) => this.#volatility.has(formula))) {
      for (const formula of formulas) this.#volatility.mark(formula);
    }
    return undefined;
  }

  // ---- what the cycle solver asks -------------------------------------------------------------------------------

  saved(formula: number): Scalar | undefined {
    return this.#store.formulas[formula]!.saved;
  }

  value(formula: number): Scalar | Failure {
    return this.#store.columnFor(formula).values[this.#slots[formula]!]!;
  }

  assign(formula: number, value: Scalar | Failure): void {
    this.#store.columnFor(formula).values[this.#slots[formula]!] = value;
  }

  evaluate(formula: number): Scalar | Failure | Suspension {
    const { anchor } = this.#store.formulas[formula]!;
    return anchor >= 0 ? this.#partOf(anchor, formula) : this.#evaluateOwn(formula);
  }

  /** A cell of an array formula's range other than its anchor. */
  #partOf(anchor: number, formula: number): Scalar | Failure {
    const own = this.value(anchor);
    if (own instanceof Failure) return own;
    if (this.#volatility.has(anchor)) this.#volatility.mark(formula);
    return settle(this.arrays.partOf(anchor, own, formula));
  }

  #evaluateOwn(formula: number): Scalar | Failure | Suspension {
    const template = this.templates.of(formula);
    const at = this.#at;
    at.sheet = this.#store.sheetOf[formula]!;
    at.row = this.#store.rowOf[formula]!;
    at.column = this.#store.columnOf[formula]!;
    at.scope = undefined;
    at.depth = 0;
    this.#drawing = formula;
    this.#drawn = 0;
    this.#touchedVolatile = template.volatile;
    beginFormula();
    try {
      const value = template.run(at);
      const isArray = this.#store.formulas[formula]!.formula.array !== undefined;
      const result = isArray ? this.arrays.keep(formula, value) : topLeft(value);
      if (this.#touchedVolatile || this.#volatility.reaches(template, at.row, at.column))
        this.#volatility.mark(formula);
      return settle(result);
    } catch (error) {
      if (error instanceof Suspension) return error;
      if (template.volatile) this.#volatility.mark(formula);
      if (error instanceof Failure) return error;
      if (error instanceof RangeError && /call stack/.test(error.message)) {
        // A lambda that calls itself too often is `#NUM!`, as in Excel; how often is too often the thread's stack says.
        return at.depth > 0 ? NUM : new Failure("formula_too_deep", "unsupported");
      }
      return new Failure(`engine_error:${error instanceof Error ? error.message : String(error)}`, "error");
    }
  }

  /** In a cycle every sweep sees the same random numbers: else one that draws could never converge. */
  #draw(): number {
    if (this.#solver === undefined) return this.#limits.random();
    let draws = this.#draws.get(this.#drawing);
    if (draws === undefined) {
      draws = [];
      this.#draws.set(this.#drawing, draws);
    }
    const number = draws[this.#drawn] ?? this.#limits.random();
    draws[this.#drawn++] = number;
    return number;
  }

  // ---- outcomes -------------------------------------------------------------------------------------------------

  /** Forgets what was kept about formulas that will be calculated again. */
  reset(formulas: readonly number[]): void {
    this.#volatility.clear(formulas);
    if (this.cycles.size === 0) return;
    const dirty = new Set(formulas);
    for (const cycle of this.cycles) if (dirty.has(cycle.formulas[0]!)) this.cycles.delete(cycle);
  }

  result(formula: number, circularGroup: number | undefined): CellResult {
    const template = this.templates.of(formula);
    const value = this.value(formula);
    const { anchor } = this.#store.formulas[formula]!;
    const origin = anchor >= 0 ? anchor : formula;
    const row = this.#store.rowOf[origin]!;
    const column = this.#store.columnOf[origin]!;
    const nameOf = (sheet: number) => this.#store.sheets[sheet]!.name;
    return {
      value: value instanceof Failure ? undefined : (value ?? 0),
      failure: value instanceof Failure ? value : undefined,
      circularGroup,
      volatile: this.#volatility.has(formula),
      // Made only where asked for: most callers count outcomes.
      get dependsOn() {
        return listDependencies(template.listed, row, column, nameOf);
      },
      functions: template.functions,
    };
  }
}

const NO_PRECEDENTS: readonly AreaSpec[] = [];

/** What a cell outside an array formula shows: of an array its first value. */
function topLeft(value: Scalar | Matrix): Scalar {
  return isMatrix(value) ? value.at(0, 0) : value;
}

/** A result as it is stored: blank is 0, infinities and NaN are `#NUM!`. */
function settle(value: Scalar): Scalar {
  if (typeof value === "number") return finite(value);
  return value ?? 0;
}
