import { incompleteBeta } from "./beta.ts";
import { incompleteGamma, type Tails } from "./gamma.ts";
import { quantile } from "./root.ts";

/** A continuous distribution: its two tails at x, and the x that has given tails. */
export type Continuous = { tails: (x: number) => Tails; quantile: (wanted: Tails) => number };

/** The tails of a lower probability p. */
export function below(p: number): Tails {
  return { lower: p, upper: 1 - p };
}

/** The tails of an upper probability p. */
export function above(p: number): Tails {
  return { lower: 1 - p, upper: p };
}

function mirrored({ lower, upper }: Tails): Tails {
  return { lower: upper, upper: lower };
}

/** The gamma distribution of shape `alpha` and scale `beta`. */
export function gammaDistribution(alpha: number, beta: number): Continuous {
  const standard = (x: number) => incompleteGamma(alpha, x);
  return {
    tails: (x) => standard(x / beta),
    quantile: (wanted) => {
      if (wanted.lower === 0) return 0;
      return beta * quantile(standard, wanted, { low: 0, high: Number.POSITIVE_INFINITY, start: alpha });
    },
  };
}

/** The beta distribution on (0, 1). */
export function betaDistribution(alpha: number, beta: number): Continuous {
  const tails = (x: number) => incompleteBeta(x, alpha, beta);
  return {
    tails,
    quantile: (wanted) => {
      if (wanted.lower === 0 || wanted.upper === 0) return wanted.lower;
      return quantile(tails, wanted, { low: 0, high: 1, start: alpha / (alpha + beta) });
    },
  };
}

/** The χ² distribution. */
export function chiSquareDistribution(degrees: number): Continuous {
  return gammaDistribution(degrees / 2, 2);
}

/** Student's t distribution, by that of x = d/(d + t²). */
export function studentDistribution(degrees: number): Continuous {
  return {
    tails: (t) => {
      const square = t * t;
      const outside = incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5, square / (degrees + square));
      const tail = outside.lower / 2;
      return t < 0 ? { lower: tail, upper: 1 - tail } : { lower: 1 - tail, upper: tail };
    },
    quantile: ({ lower, upper }) => {
      const tail = Math.min(lower, upper);
      const odds = betaOdds(degrees / 2, 0.5, { lower: 2 * tail, upper: Math.abs(upper - lower) });
      return Math.sqrt(degrees / odds) * Math.sign(lower - upper);
    },
  };
}

/** Fisher's F distribution, by that of x = d₁f/(d₁f + d₂). */
export function fisherDistribution(degrees1: number, degrees2: number): Continuous {
  return {
    tails: (f) => {
      const total = degrees1 * f + degrees2;
      return incompleteBeta((degrees1 * f) / total, degrees1 / 2, degrees2 / 2, degrees2 / total);
    },
    quantile: (wanted) => (betaOdds(degrees1 / 2, degrees2 / 2, wanted) * degrees2) / degrees1,
  };
}

/** x/(1 − x) for the beta quantile x, with all digits also for x beside 1. */
function betaOdds(alpha: number, beta: number, wanted: Tails): number {
  const x = betaDistribution(alpha, beta).quantile(wanted);
  if (x < 0.5) return x / (1 - x);
  const complement = betaDistribution(beta, alpha).quantile(mirrored(wanted));
  return (1 - complement) / complement;
}
