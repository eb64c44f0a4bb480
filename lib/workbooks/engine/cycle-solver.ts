/**
 * Solving a circular reference: Gauss–Seidel sweeps from Excel's saved values. Spec §5.3.
 *
 * Up to the 50th sweep plainly, in cell order, as Excel iterates. From then on with help: cells are swept behind what
 * they depend on, since a chain that runs up a column takes as many plain sweeps as it has cells; where changes then
 * shrink they are extrapolated, else halved. Whatever helped, the values kept come from a plain sweep that changed
 * nothing beyond the threshold.
 */
import { ExcelError, NUM, type Scalar } from "../values.ts";
import { Acceleration } from "./acceleration.ts";
import { Failure } from "./failure.ts";
import type { Suspension } from "./suspension.ts";

export type CycleLimits = {
  readonly maxIterations: number;
  /** Largest change of a number in a sweep, scaled by max(1, |new|), at which the cycle counts as converged. */
  readonly threshold: number;
};

export type CycleOutcome = {
  readonly start: "cached" | "zero" | "mixed";
  readonly converged: boolean;
  readonly iterations: number;
  /** Largest scaled change of the last sweep. */
  readonly residual: number;
  readonly reason: null | "max_iterations" | "diverged";
};

/** The formulas of a cycle. */
export type CycleMembers = {
  readonly inCellOrder: readonly number[];
  /** Each behind those it depends on, but for the references that close the cycle. */
  readonly inDependencyOrder: readonly number[];
};

/** The cells of the cycle as the solver sees them. */
export interface CycleCells {
  saved(formula: number): Scalar | undefined;
  value(formula: number): Scalar | Failure;
  assign(formula: number, value: Scalar | Failure): void;
  /** The formula's result from the present values of the others. */
  evaluate(formula: number): Scalar | Failure | Suspension;
}

const PLAIN_SWEEPS = 50;
const DAMPING = 0.5;
/** Helped sweeps that show whether changes shrink, before anything is made of it. */
const TRIAL_SWEEPS = 4;
/** Changes that do not fall below this share of those before do not shrink: no rounding makes them seem to. */
const SHRINKING = 1 - 1e-6;
/** Changes that have grown so much since the last extrapolation show that it led astray. */
const ASTRAY = 10;
/** Steps as small as this are rounding. */
const REFINED = 1e-13;
const RUNAWAY = 1e300;
/** A number this large that turns into `#NUM!` has run off, not met a mathematical error. */
const NEAR_RUNAWAY = 1e100;

/** Plain in cell order; helped ones in order of dependency, undamped or damped. */
type SweepKind = "plain" | "ordered" | "damped";

export class CycleSolver {
  readonly #members: CycleMembers;
  readonly #cells: CycleCells;
  readonly #limits: CycleLimits;
  readonly #start: CycleOutcome["start"];
  #iterations = 0;
  #residual = Number.POSITIVE_INFINITY;
  /** Undamped sweeps in a row that changed nothing beyond the threshold. */
  #settledSweeps = 0;
  #kind: SweepKind = "plain";
  readonly #acceleration = new Acceleration();
  /** Ordered sweeps since the last start from values that no sweep had made. */
  #trials = 0;
  /** Length of the changes of the last ordered sweep, as a vector. */
  #length = 0;
  /** How far the last extrapolation carried a value, scaled as changes are. */
  #leap = 0;

  constructor(members: CycleMembers, cells: CycleCells, limits: CycleLimits) {
    this.#members = members;
    this.#cells = cells;
    this.#limits = limits;
    let saved = 0;
    for (const formula of members.inCellOrder) {
      const value = cells.saved(formula);
      if (value !== undefined) saved++;
      cells.assign(formula, value ?? 0);
    }
    this.#start = saved === 0 ? "zero" : saved === members.inCellOrder.length ? "cached" : "mixed";
  }

  /** One sweep over all cells. Undefined while it must go on. */
  sweep(): CycleOutcome | Suspension | undefined {
    this.#iterations++;
    const before = this.#residual;
    const formulas = this.#kind === "plain" ? this.#members.inCellOrder : this.#members.inDependencyOrder;
    const changes = this.#kind === "ordered" ? new Float64Array(formulas.length) : undefined;
    this.#residual = 0;
    for (let at = 0; at < formulas.length; at++) {
      const formula = formulas[at]!;
      const old = this.#cells.value(formula);
      const computed = this.#cells.evaluate(formula);
      if (isSuspension(computed)) return computed;
      if (ranOff(old, computed)) return this.#end(false, "diverged");
      const value = this.#kind === "damped" ? damp(old, computed) : computed;
      // The first failure of a cell tells its reason; later ones only that it depends on itself.
      if (!(old instanceof Failure && value instanceof Failure)) this.#cells.assign(formula, value);
      if (changes !== undefined && typeof old === "number" && typeof value === "number") changes[at] = value - old;
      this.#residual = Math.max(this.#residual, changeOf(old, value));
    }
    const settled = this.#residual <= this.#limits.threshold && this.#leap <= this.#limits.threshold;
    this.#settledSweeps = settled && this.#kind !== "damped" ? this.#settledSweeps + 1 : 0;
    const refine = settled && this.#worthRefining(before);
    // Help may have carried the values into a spot that only looks like an end: there one more sweep must hold them.
    const enough = this.#iterations <= PLAIN_SWEEPS ? 1 : 2;
    if (this.#kind === "plain" && this.#settledSweeps >= enough && !refine) return this.#end(true, null);
    if (this.#iterations >= this.#limits.maxIterations) return this.#end(false, "max_iterations");
    const over = settled && !refine;
    const helped = this.#iterations >= PLAIN_SWEEPS && !over && this.#iterations + 2 < this.#limits.maxIterations;
    this.#leap = 0;
    if (!helped) this.#kind = "plain";
    else if (this.#kind === "plain") this.#kind = "ordered";
    else if (changes !== undefined) this.#help(changes);
    return undefined;
  }

  /**
   * Whether a converged cycle is swept on. Where Excel's values were the start they are within the threshold of the
   * end; from nothing, a slow cycle may still be far from its end when its steps have become small.
   */
  #worthRefining(before: number): boolean {
    return (
      this.#start !== "cached" &&
      this.#residual > REFINED &&
      this.#residual < before &&
      this.#iterations < this.#limits.maxIterations
    );
  }

  /** After an ordered sweep: extrapolates where changes shrink by themselves, and turns to damping where they do not. */
  #help(changes: Float64Array): void {
    const before = this.#length;
    this.#length = Math.sqrt(changes.reduce((sum, change) => sum + change * change, 0));
    this.#trials++;
    if (this.#trials > TRIAL_SWEEPS && this.#length > ASTRAY * before) {
      this.#acceleration.forget();
      this.#trials = 0;
      return;
    }
    if (this.#trials === TRIAL_SWEEPS && !(this.#length < before * SHRINKING)) {
      this.#kind = "damped";
      return;
    }
    const formulas = this.#members.inDependencyOrder;
    const values = Float64Array.from(formulas, (formula) => {
      const value = this.#cells.value(formula);
      return typeof value === "number" ? value : 0;
    });
    const next = this.#acceleration.next(values, changes);
    if (this.#trials < TRIAL_SWEEPS) return;
    for (let at = 0; at < formulas.length; at++) {
      if (changes[at] === 0) continue;
      this.#cells.assign(formulas[at]!, next[at]!);
      this.#leap = Math.max(this.#leap, changeOf(values[at]!, next[at]!));
    }
  }

  #end(converged: boolean, reason: CycleOutcome["reason"]): CycleOutcome {
    return { start: this.#start, converged, iterations: this.#iterations, residual: this.#residual, reason };
  }
}

function isSuspension(value: Scalar | Failure | Suspension): value is Suspension {
  return typeof value === "object" && value !== null && "area" in value;
}

function ranOff(old: Scalar | Failure, computed: Scalar | Failure): boolean {
  if (typeof computed === "number") return Math.abs(computed) > RUNAWAY;
  return computed === NUM && typeof old === "number" && Math.abs(old) > NEAR_RUNAWAY;
}

function damp(old: Scalar | Failure, computed: Scalar | Failure): Scalar | Failure {
  if (typeof old !== "number" || typeof computed !== "number") return computed;
  return old + DAMPING * (computed - old);
}

/** Scaled by max(1, |new|); infinite where a value is not a number and another than before. */
function changeOf(old: Scalar | Failure, value: Scalar | Failure): number {
  if (typeof old === "number" && typeof value === "number") return Math.abs(value - old) / Math.max(1, Math.abs(value));
  if (old instanceof Failure && value instanceof Failure) return 0;
  if (old instanceof ExcelError && value instanceof ExcelError) return old === value ? 0 : Infinity;
  return old === value ? 0 : Infinity;
}
