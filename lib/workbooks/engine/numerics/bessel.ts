/** Bessel functions of whole order n ≥ 0 (Abramowitz & Stegun chapter 9). */

const EULER_GAMMA = 0.5772156649015329;
const ASYMPTOTIC_FROM = 50;
/** Arguments and orders that would need more steps than this are refused, as Excel refuses large ones. */
const MOST_STEPS = 1_000_000;

/** J(n, x): the power series where its terms shrink at once, else the integral 9.1.21 by the trapezoidal rule. */
export function besselJ(n: number, x: number): number {
  if (x < 0) return (n % 2 === 0 ? 1 : -1) * besselJ(n, -x);
  if (x * x < 4 * (n + 1)) return powerSeries(n, x, -1);
  if (x > 1e5 && x > n * n) return hankel(n, x).j;
  // The integrand is periodic and entire: the error of the rule falls faster than any power of the step.
  const points = Math.ceil(x + n) + 60;
  if (points > MOST_STEPS) return Number.NaN;
  let sum = 0;
  for (let k = 0; k < points; k++) {
    const angle = (Math.PI * (k + 0.5)) / points;
    sum += Math.cos(n * angle - x * Math.sin(angle));
  }
  return sum / points;
}

/** I(n, x): the power series, whose terms are all of one sign. */
export function besselI(n: number, x: number): number {
  return powerSeries(n, x, 1);
}

/** (x/2)ⁿ/n! · Σ (± x²/4)^k / (k! (n + k)!) · n! */
function powerSeries(n: number, x: number, sign: 1 | -1): number {
  let term = 1;
  for (let k = 1; k <= n && term !== 0 && Number.isFinite(term); k++) term *= x / 2 / k;
  let sum = term;
  for (let k = 1; Math.abs(term) > Math.abs(sum) * Number.EPSILON * 0.1; k++) {
    term *= (sign * x * x) / 4 / (k * (n + k));
    sum += term;
  }
  return sum;
}

/** K(n, x) for x > 0: the integral 9.6.24 by the trapezoidal rule; its integrand dies doubly exponentially. */
export function besselK(n: number, x: number): number {
  const step = Math.min(0.125, 0.5 / Math.sqrt(x));
  let sum = Math.exp(-x) / 2;
  for (let k = 1; k < MOST_STEPS; k++) {
    const t = k * step;
    const exponent = -x * Math.cosh(t);
    const term = (Math.exp(exponent + n * t) + Math.exp(exponent - n * t)) / 2;
    sum += term;
    if (term <= sum * Number.EPSILON * 0.01 && x * Math.sinh(t) > n) return sum * step;
  }
  return Number.NaN;
}

/** Y(n, x) for x > 0: orders 0 and 1, then the recurrence 9.1.27, which is stable upwards. */
export function besselY(n: number, x: number): number {
  if (n > MOST_STEPS) return Number.NaN;
  let [lower, upper] = x > ASYMPTOTIC_FROM ? [hankel(0, x).y, hankel(1, x).y] : neumann(x);
  if (n === 0) return lower;
  for (let order = 1; order < n && Number.isFinite(upper); order++)
    [lower, upper] = [upper, ((2 * order) / x) * upper - lower];
  return upper;
}

/** Y(0, x) and Y(1, x) by Neumann's series 9.1.88 over the Bessel functions of the first kind. */
function neumann(x: number): [number, number] {
  const logarithm = Math.log(x / 2) + EULER_GAMMA;
  let sum0 = 0;
  let sum1 = 0;
  for (let k = 1; 2 * k < x + 40; k++) {
    const sign = k % 2 === 0 ? 1 : -1;
    sum0 += (sign * besselJ(2 * k, x)) / k;
    sum1 += (sign * (2 * k + 1) * besselJ(2 * k + 1, x)) / (k * (k + 1));
  }
  const j0 = besselJ(0, x);
  const y0 = (2 / Math.PI) * (logarithm * j0 - 2 * sum0);
  const y1 = (2 / Math.PI) * ((logarithm - 1) * besselJ(1, x) - j0 / x - sum1);
  return [y0, y1];
}

/** Hankel's asymptotic expansions 9.2.5 and 9.2.6, for x well above n². */
function hankel(n: number, x: number): { j: number; y: number } {
  const mu = 4 * n * n;
  let p = 1;
  let q = 0;
  let term = 1;
  for (let k = 1; k < 2 * x; k++) {
    const next = (term * (mu - (2 * k - 1) ** 2)) / (k * 8 * x);
    if (Math.abs(next) > Math.abs(term) || Math.abs(next) < 1e-17) break;
    term = next;
    if (k % 2 === 1) q += k % 4 === 1 ? term : -term;
    else p += k % 4 === 0 ? term : -term;
  }
  const phase = x - (n / 2 + 0.25) * Math.PI;
  const size = Math.sqrt(2 / (Math.PI * x));
  return {
    j: size * (p * Math.cos(phase) - q * Math.sin(phase)),
    y: size * (p * Math.sin(phase) + q * Math.cos(phase)),
  };
}
