import type { Tails } from "./gamma.ts";

/**
 * Inverts an increasing function given in its two tails: the x in (low, high) where lower(x) = p.
 * Bisection guards secant steps, so it ends for every monotone function; the answer is true to about 1e-15 relative.
 *
 * @param tails  both tails at x, which must sum to 1; the smaller one is matched, for its digits.
 * @param target the same of the wanted x.
 * @param low   may be −Infinity, `high` may be Infinity: the bracket is then grown from `start`.
 */
export function quantile(
  tails: (x: number) => Tails,
  target: Tails,
  { low, high, start }: { low: number; high: number; start: number },
): number {
  const upper = target.upper < target.lower;
  // In logarithms a far tail is nearly straight, where the plain difference would be flat.
  const excess = upper
    ? (x: number) => Math.log(target.upper) - Math.log(tails(x).upper)
    : (x: number) => Math.log(tails(x).lower) - Math.log(target.lower);
  const [a, b] = bracket(excess, low, high, start);
  return findRoot(excess, a, b);
}

/** Grows an interval around `start` until an increasing function changes its sign within. */
function bracket(f: (x: number) => number, low: number, high: number, start: number): [number, number] {
  let a = start;
  let b = start;
  let step = Math.max(1, Math.abs(start)) / 2;
  while (f(b) < 0 && b < high) {
    a = b;
    b = Math.min(high, b + step);
    step *= 2;
  }
  step = Math.max(1, Math.abs(start)) / 2;
  while (f(a) > 0 && a > low) {
    b = a;
    a = a - step > low ? a - step : low + (a - low) / 16;
    if (a - low < Number.MIN_VALUE * 2) return [low, b];
    step *= 2;
  }
  return [a, b];
}

/** Where a function changes sign between a and b: Brent's method. NaN when it does not change sign. */
export function findRoot(f: (x: number) => number, from: number, to: number): number {
  let a = from;
  let b = to;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa < 0 !== fb < 0)) return Number.NaN;
  let c = a;
  let fc = fa;
  let step = b - a;
  let before = step;
  for (let round = 0; round < 2000; round++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const tolerance = Number.EPSILON * Math.abs(b);
    const middle = (c - b) / 2;
    if (Math.abs(middle) <= tolerance || fb === 0 || b + middle === b) return b;
    if (Math.abs(before) < tolerance || !(Math.abs(fa) > Math.abs(fb))) {
      step = middle;
      before = middle;
    } else {
      const trial = interpolate(a, b, c, fa, fb, fc);
      if (Math.abs(trial) < Math.min(Math.abs(before) / 2, Math.abs(middle) * 1.5) && trial * middle > 0) {
        before = step;
        step = trial;
      } else {
        step = middle;
        before = middle;
      }
    }
    a = b;
    fa = fb;
    b += Math.abs(step) > tolerance ? step : Math.sign(middle) * tolerance || middle;
    fb = f(b);
    if (fb < 0 === fc < 0) {
      c = a;
      fc = fa;
      step = b - a;
      before = step;
    }
  }
  return b;
}

/** The step from b by the secant, or by inverse quadratic interpolation where three points are known. */
function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  if (!Number.isFinite(fa) || !Number.isFinite(fc)) return Number.NaN;
  const s = fb / fa;
  if (a === c) return (s * (c - b)) / (1 - s);
  const q = fa / fc;
  const r = fb / fc;
  return (s * ((c - b) * q * (q - r) - (b - a) * (r - 1))) / -((q - 1) * (r - 1) * (s - 1));
}

/** The root nearest to a guess: steps away from it, ever wider, until the function changes sign. NaN if it never does. */
export function findNear(f: (x: number) => number, guess: number, low: number): number {
  let [left, right] = [guess, guess];
  let [atLeft, atRight] = [f(guess), f(guess)];
  if (atLeft === 0) return guess;
  for (let step = 0.01; step < 1e6; step *= 1.3) {
    const next = right + step;
    const atNext = f(next);
    if (atNext < 0 !== atRight < 0) return findRoot(f, right, next);
    [right, atRight] = [next, atNext];
    const previous = left - step > low ? left - step : low + (left - low) / 2;
    const atPrevious = f(previous);
    if (atPrevious < 0 !== atLeft < 0) return findRoot(f, previous, left);
    [left, atLeft] = [previous, atPrevious];
  }
  return Number.NaN;
}

/**
 * Newton's method from a guess, halving steps that would pass `low`; NaN where it does not settle in 100 steps.
 * @param f the function and its derivative at x
 */
export function newton(f: (x: number) => [number, number], guess: number, low: number): number {
  let x = guess;
  for (let round = 0; round < 100; round++) {
    const [value, slope] = f(x);
    if (value === 0) return x;
    const next = x - value / slope;
    if (!Number.isFinite(next)) return Number.NaN;
    const bounded = next > low ? next : (x + low) / 2;
    if (Math.abs(bounded - x) <= 1e-14 * Math.max(1, Math.abs(x))) return bounded;
    x = bounded;
  }
  return Number.NaN;
}
