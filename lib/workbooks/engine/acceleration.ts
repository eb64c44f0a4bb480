/**
 * Anderson acceleration: where sweeps shrink their changes slowly, the last few of them tell together where they lead.
 *
 * One sweep carries the values from `start` to `end`. Of all mixtures of the last sweeps the one is taken whose changes
 * cancel out best; with a single shrinking factor that is Aitken's extrapolation, with several it takes a few sweeps
 * more. Source: Walker and Ni, "Anderson Acceleration for Fixed-Point Iterations", 2011.
 */
import { fitLine } from "./numerics/linear-regression.ts";

/** Sweeps remembered besides the last. More cost memory and time per sweep, and gain little. */
const MEMORY = 20;

export class Acceleration {
  /** Values after the last sweeps, oldest first, and how far each sweep had changed them. */
  readonly #ends: Float64Array[] = [];
  readonly #changes: Float64Array[] = [];

  forget(): void {
    this.#ends.length = 0;
    this.#changes.length = 0;
  }

  /**
   * Takes in a sweep, and gives the values from which the next one had best start: `end` itself while nothing is
   * known. Places that hold no number have a change of 0. Both arrays are kept.
   */
  next(end: Float64Array, change: Float64Array): Float64Array {
    this.#ends.push(end);
    this.#changes.push(change);
    if (this.#ends.length > MEMORY + 1) {
      this.#ends.shift();
      this.#changes.shift();
    }
    // Changes count as the test of convergence sees them.
    const weights = end.map((value) => 1 / Math.max(1, Math.abs(value)));
    const differences = this.#changes.slice(1).map((later, index) => {
      const earlier = this.#changes[index]!;
      return Array.from(later, (value, at) => (value - earlier[at]!) * weights[at]!);
    });
    const target = Array.from(change, (value, at) => value * weights[at]!);
    const { slopes } = fitLine(target, differences, "origin");
    const next = end.slice();
    for (const [index, slope] of slopes.entries()) {
      const earlier = this.#ends[index]!;
      const later = this.#ends[index + 1]!;
      for (let at = 0; at < next.length; at++) next[at]! -= slope * (later[at]! - earlier[at]!);
    }
    return next.every(Number.isFinite) ? next : end;
  }
}
