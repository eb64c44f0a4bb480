/**
 * Solving a circular reference: Gauss–Seidel sweeps from Excel's saved values. Spec §5.3.
 *
 * Up to the 50th sweep plainly, as Excel iterates. From then on with help: where changes shrink steadily they are
 * extrapolated, else they are halved. Whatever helped, the values kept come from plain sweeps that changed nothing
 * beyond the threshold.
 */
import { ExcelError, NUM, type Scalar } from "../values.ts";
import { Failure, type Suspension } from "./failure.ts";

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
/** Steps as small as this are rounding. */
const REFINED = 1e-13;
const RUNAWAY = 1e300;
/** A number this large that turns into `#NUM!` has run off, not met a mathematical error. */
const NEAR_RUNAWAY = 1e100;

type SweepKind = "plain" | "damped";

export class CycleSolver {
  readonly formulas: readonly number[];
  readonly #cells: CycleCells;
  readonly #limits: CycleLimits;
  readonly #start: CycleOutcome["start"];
  #iterations = 0;
  #residual = 0;
  /** Plain sweeps in a row that changed nothing beyond the threshold. */
  #settledSweeps = 0;
  #kind: SweepKind = "plain";
  /** Changes of the last two plain sweeps, by formula. */
  #changes: Float64Array;
  #previousChanges: Float64Array;

  constructor(formulas: readonly number[], cells: CycleCells, limits: CycleLimits) {
    this.formulas = formulas;
    this.#cells = cells;
    this.#limits = limits;
    this.#changes = new Float64Array(formulas.length);
    this.#previousChanges = new Float64Array(formulas.length);
    let saved = 0;
    for (const formula of formulas) {
      const value = cells.saved(formula);
      if (value !== undefined) saved++;
      cells.assign(formula, value ?? 0);
    }
    this.#start = saved === 0 ? "zero" : saved === formulas.length ? "cached" : "mixed";
  }

  /** One sweep over all cells. Undefined while it must go on. */
  sweep(): CycleOutcome | Suspension | undefined {
    this.#iterations++;
    const before = this.#residual;
    [this.#changes, this.#previousChanges] = [this.#previousChanges, this.#changes];
    let settled = true;
    this.#residual = 0;
    for (let at = 0; at < this.formulas.length; at++) {
      const formula = this.formulas[at]!;
      const old = this.#cells.value(formula);
      const computed = this.#cells.evaluate(formula);
      if (isSuspension(computed)) return computed;
      if (ranOff(old, computed)) return this.#end(false, "diverged");
      const value = this.#kind === "damped" ? damp(old, computed) : computed;
      // The first failure of a cell tells its reason; later ones only that it depends on itself.
      if (!(old instanceof Failure && value instanceof Failure)) this.#cells.assign(formula, value);
      const change = changeOf(old, value);
      this.#changes[at] = typeof old === "number" && typeof value === "number" ? value - old : Number.NaN;
      this.#residual = Math.max(this.#residual, change);
      if (change > this.#limits.threshold) settled = false;
    }
    this.#settledSweeps = settled && this.#kind === "plain" ? this.#settledSweeps + 1 : 0;
    // Help may have carried the values into a spot that only looks like an end: there one more sweep must hold them.
    const enough = this.#iterations <= PLAIN_SWEEPS ? 1 : 2;
    if (this.#settledSweeps >= enough && !this.#worthRefining(before)) return this.#end(true, null);
    if (this.#iterations >= this.#limits.maxIterations) return this.#end(false, "max_iterations");
    this.#choose(settled);
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

  /** How the next sweep goes. */
  #choose(settled: boolean): void {
    const help = this.#iterations >= PLAIN_SWEEPS && !settled && this.#iterations + 1 < this.#limits.maxIterations;
    if (!help) this.#kind = "plain";
    else if (this.#kind === "plain" && this.#extrapolate()) this.#kind = "plain";
    else this.#kind = "damped";
  }

  /** Where all changes shrink by one common factor, goes at once to where they lead. */
  #extrapolate(): boolean {
    let product = 0;
    let square = 0;
    for (let at = 0; at < this.formulas.length; at++) {
      const previous = this.#previousChanges[at]!;
      product += this.#changes[at]! * previous;
      square += previous * previous;
    }
    const factor = product / square;
    if (!(factor > 0.3 && factor < 0.9999)) return false;
    for (let at = 0; at < this.formulas.length; at++) {
      const formula = this.formulas[at]!;
      const value = this.#cells.value(formula) as number;
      this.#cells.assign(formula, value + (this.#changes[at]! * factor) / (1 - factor));
    }
    this.#previousChanges.fill(Number.NaN);
    this.#changes.fill(Number.NaN);
    return true;
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
