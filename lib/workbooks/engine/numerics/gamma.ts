/**
 * The gamma function and its relatives, to about 1e-15 relative.
 *
 * Numerics answer NaN where a function is not defined and ±Infinity where it overflows; the functions above turn both
 * into #NUM!. Sources: Abramowitz & Stegun chapter 6; C. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000), for the saddle-point form of the Poisson density.
 */

const EULER_GAMMA = 0.5772156649015329;
const HALF_LOG_TWO_PI = 0.9189385332046728;
const STIRLING_FROM = 15;

/** Coefficients of Stirling's series, B(2k) / (2k(2k − 1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** ζ(k) − 1 for k = 2, 3, …, by direct summation of 1/n^k with the Euler–Maclaurin tail. */
const ZETA_MINUS_ONE = Array.from({ length: 30 }, (_, index) => {
  const k = index + 2;
  const last = 20;
  let sum = 0;
  for (let n = last - 1; n >= 2; n--) sum += n ** -k;
  const tail = 1 / (k - 1) + 1 / (2 * last) + k / (12 * last ** 2) - (k * (k + 1) * (k + 2)) / (720 * last ** 4);
  const nextTerm = (k * (k + 1) * (k + 2) * (k + 3) * (k + 4)) / (30240 * last ** 6);
  return sum + (tail + nextTerm) * last ** (1 - k);
});

/** lnΓ(x) − [(x − ½) ln x − x + ½ ln 2π], for x ≥ 15. */
function stirlingSeries(x: number): number {
  const inverseSquare = 1 / (x * x);
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * inverseSquare + STIRLING[k]!;
  return sum / x;
}

/** lnΓ(1 + z) for |z| ≤ ½; exact to the last digits also beside the zeros at z = 0 and z = 1. */
function logGammaNearOne(z: number): number {
  let sum = 0;
  for (let index = ZETA_MINUS_ONE.length - 1; index >= 0; index--) {
    const k = index + 2;
    sum = (sum + ((k % 2 === 0 ? 1 : -1) * ZETA_MINUS_ONE[index]!) / k) * z;
  }
  return -Math.log1p(z) + z * (1 - EULER_GAMMA) + sum * z;
}

/** ln Γ(x) for x > 0; NaN elsewhere. */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x < 0.5) return logGammaNearOne(x) - Math.log(x);
  if (x <= 1.5) return logGammaNearOne(x - 1);
  if (x <= 2.5) return logGammaNearOne(x - 2) + Math.log1p(x - 2);
  let shifted = x;
  let product = 1;
  while (shifted < STIRLING_FROM) product *= shifted++;
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingSeries(shifted) - Math.log(product);
}

/** Γ(x); NaN at zero and the negative integers, Infinity above 171.62. */
export function gamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Number.NaN;
  if (Number.isInteger(x) && x <= 171) return factorial(x - 1);
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  let shifted = x;
  let product = 1;
  while (shifted < STIRLING_FROM) product *= shifted++;
  const halfPower = shifted ** ((shifted - 0.5) / 2); // the whole power overflows before the gamma function does
  return (halfPower * Math.exp(HALF_LOG_TWO_PI - shifted + stirlingSeries(shifted)) * halfPower) / product;
}

/** n! for a whole number n ≥ 0; Infinity above 170. */
export function factorial(n: number): number {
  let product = 1;
  for (let factor = 2; factor <= n && product < Number.POSITIVE_INFINITY; factor++) product *= factor;
  return product;
}

/** What Stirling's formula leaves out of ln n!, for any n > 0. */
export function stirlingError(n: number): number {
  if (n >= STIRLING_FROM) return stirlingSeries(n);
  return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
}

/** x ln(x/m) + m − x without the loss of digits for x near m. */
export function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) < 0.1 * (x + mean)) {
    const v = difference / (x + mean);
    let sum = difference * v;
    let term = 2 * x * v;
    for (let k = 3; ; k += 2) {
      term *= v * v;
      const next = sum + term / k;
      if (next === sum) return sum;
      sum = next;
    }
  }
  return x * Math.log(x / mean) + mean - x;
}

/** e^−m m^x / Γ(x + 1): the Poisson density, for real x ≥ 0. */
export function poissonDensity(x: number, mean: number): number {
  if (mean === 0) return x === 0 ? 1 : 0;
  if (x === 0) return Math.exp(-mean);
  if (x < Number.MIN_VALUE * mean) return Math.exp(-mean);
  return Math.exp(-stirlingError(x) - deviance(x, mean)) / Math.sqrt(2 * Math.PI * x);
}

export type Tails = { lower: number; upper: number };

/** The regularised incomplete gamma functions P(a, x) and Q(a, x), each true in its own small tail. */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(a > 0) || !(x >= 0)) return { lower: Number.NaN, upper: Number.NaN };
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (x < a + 1) {
    const lower = poissonDensity(a, x) * lowerSeries(a, x);
    return { lower, upper: 1 - lower };
  }
  // x^a e^−x / Γ(a) is the Poisson density at a, times a.
  const upper = poissonDensity(a, x) * a * upperFraction(a, x);
  return { lower: 1 - upper, upper };
}

/** 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + … */
function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * Number.EPSILON * 0.1 && n < 1_000_000; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)), by the modified Lentz method. */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 1_000_000; n++) {
    const step = n * (a - n);
    b += 2;
    d = 1 / (step * d + b || tiny);
    c = b + step / c || tiny;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON) break;
  }
  return value;
}

/** The density of the gamma distribution, x^(α−1) e^(−x/β) / (β^α Γ(α)), by way of the Poisson density; NaN at a pole. */
export function gammaDensity(x: number, alpha: number, beta: number): number {
  if (x === 0) return alpha === 1 ? 1 / beta : alpha > 1 ? 0 : Number.NaN;
  return (poissonDensity(alpha, x / beta) * alpha) / x;
}
