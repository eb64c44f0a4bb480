import { deviance, logGamma, stirlingError, type Tails } from "./gamma.ts";

/**
 * x successes in n trials with probability p and q = 1 − p, for real x and n: the binomial density in Loader's
 * saddle-point form, which keeps its digits where factorials would overflow.
 */
export function binomialDensity(x: number, n: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 1 : 0;
  if (q === 0) return x === n ? 1 : 0;
  if (x < 0 || x > n) return 0;
  if (x === 0) return n === 0 ? 1 : Math.exp(p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q));
  if (x === n) return Math.exp(q < 0.1 ? n * Math.log1p(-q) : n * Math.log(p));
  const exponent =
    stirlingError(n) - stirlingError(x) - stirlingError(n - x) - deviance(x, n * p) - deviance(n - x, n * q);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * x * (n - x)));
}

/** ln B(a, b). */
function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** The density of the beta distribution at x, 0 ≤ x ≤ 1; Infinity at a pole. */
export function betaDensity(x: number, a: number, b: number): number {
  if (x === 0 || x === 1) return (x ** (a - 1) * (1 - x) ** (b - 1)) / Math.exp(logBeta(a, b));
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b));
}

/**
 * The regularised incomplete beta function I(x; a, b) and its complement, each true in its own small tail.
 * `complement` is 1 − x, given apart so that a caller who knows it loses no digits.
 */
export function incompleteBeta(x: number, a: number, b: number, complement = 1 - x): Tails {
  if (!(a > 0) || !(b > 0) || !(x >= 0) || !(complement >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (complement === 0) return { lower: 1, upper: 0 };
  if (x > (a + 1) / (a + b + 2)) {
    const mirrored = incompleteBeta(complement, b, a, x);
    return { lower: mirrored.upper, upper: mirrored.lower };
  }
  // x^a (1 − x)^b / (a B(a, b)), written as a binomial density so that it neither overflows nor cancels.
  const front = (binomialDensity(a, a + b, x, complement) * b) / (a + b);
  const lower = Math.min(1, front * betaFraction(x, a, b));
  return { lower, upper: 1 - lower };
}

/** The continued fraction A&S 26.5.8, by the modified Lentz method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let value = d;
  for (let m = 1; m < 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON) break;
  }
  return value;
}
