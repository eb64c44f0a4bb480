/** The error function and the normal distribution, to about 1e-15 relative in both tails (A&S chapter 7). */

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
const SERIES_UNTIL = 2;

/** e^−x² with the rounding error of x² taken out. */
function expMinusSquare(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}

/** 2/√π e^−x² Σ 2ⁿx^(2n+1)/(2n+1)!!, whose terms are all of one sign. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * Number.EPSILON * 0.1; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_SQRT_PI * expMinusSquare(x) * sum;
}

/** Laplace's continued fraction e^−x²/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …)))), from the far end. */
function erfcFraction(x: number): number {
  let tail = x;
  for (let n = Math.ceil(20 + 300 / x); n >= 1; n--) tail = x + n / 2 / tail;
  return expMinusSquare(x) / (Math.sqrt(Math.PI) * tail);
}

/** The error function. */
export function erf(x: number): number {
  if (Math.abs(x) < SERIES_UNTIL) return erfSeries(x);
  return x > 0 ? 1 - erfcFraction(x) : erfcFraction(-x) - 1;
}

/** 1 − erf(x), without loss of digits for large x. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  return x < SERIES_UNTIL ? 1 - erfSeries(x) : erfcFraction(x);
}

/** The standard normal density. */
export function normalDensity(z: number): number {
  return expMinusSquare(z / Math.SQRT2) / Math.sqrt(2 * Math.PI);
}

/** The standard normal distribution function. */
export function normalCumulative(z: number): number {
  return z < 0 ? erfc(-z / Math.SQRT2) / 2 : 1 - erfc(z / Math.SQRT2) / 2;
}

/** The z whose distribution function is p, 0 < p < 1; the upper tail is mirrored, so that both are as true. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -lowerQuantile(1 - p);
  return lowerQuantile(p);
}

/** Start from A&S 26.2.23 (4.5e-4), then Halley's method on ln Φ, which triples the digits each time. */
function lowerQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let round = 0; round < 3; round++) {
    const error = (normalCumulative(z) - p) / normalDensity(z);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}
