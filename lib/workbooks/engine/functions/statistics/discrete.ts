/** Discrete distributions; counts are cut to whole numbers. Source: Microsoft's function reference, "Statistical". */
import { type ExcelError, NUM } from "../../../values.ts";
import { binomialDensity, incompleteBeta } from "../../numerics/beta.ts";
import { incompleteGamma, poissonDensity } from "../../numerics/gamma.ts";
import { boolean, define, integer, number, optional } from "../contract.ts";

function isProbability(p: number): boolean {
  return p >= 0 && p <= 1;
}

/** The probability of at most k successes in n trials. */
function binomialCumulative(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : incompleteBeta(1 - p, n - k, k + 1, p).lower;
}

/** BINOM.DIST(successes, trials, probability, cumulative). */
export const BINOM_DIST = define({
  name: "BINOM.DIST",
  parameters: [integer(), integer(), number(), boolean()],
  evaluate: (k, n, p, cumulative) => {
    if (k < 0 || k > n || !isProbability(p)) return NUM;
    return cumulative ? binomialCumulative(k, n, p) : binomialDensity(k, n, p, 1 - p);
  },
});
/** BINOMDIST(successes, trials, probability, cumulative): as BINOM.DIST. */
export const BINOMDIST = { ...BINOM_DIST, name: "BINOMDIST" };

/** So many densities are summed one by one, which keeps the digits of small sums. */
const FEW = 1000;

/** BINOM.DIST.RANGE(trials, probability, from, [to]): of so many successes, or from so many to so many. */
export const BINOM_DIST_RANGE = define({
  name: "BINOM.DIST.RANGE",
  parameters: [integer(), number(), integer(), optional(integer())],
  evaluate: (n, p, from, to) => {
    const last = to ?? from;
    if (n < 0 || !isProbability(p) || from < 0 || from > n || last < from || last > n) return NUM;
    if (last - from > FEW) return binomialCumulative(last, n, p) - binomialCumulative(from - 1, n, p);
    let sum = 0;
    for (let k = from; k <= last; k++) sum += binomialDensity(k, n, p, 1 - p);
    return sum;
  },
});

/** BINOM.INV(trials, probability, alpha): the fewest successes whose cumulative probability reaches alpha. */
export const BINOM_INV = define({
  name: "BINOM.INV",
  parameters: [integer(), number(), number()],
  evaluate: (n, p, alpha) => {
    if (n < 0 || p <= 0 || p >= 1 || alpha <= 0 || alpha >= 1) return NUM;
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (binomialCumulative(middle, n, p) >= alpha) high = middle;
      else low = middle + 1;
    }
    return low;
  },
});
/** CRITBINOM(trials, probability, alpha): as BINOM.INV. */
export const CRITBINOM = { ...BINOM_INV, name: "CRITBINOM" };

/** NEGBINOM.DIST(failures, successes, probability, cumulative): failures before so many successes. */
export const NEGBINOM_DIST = define({
  name: "NEGBINOM.DIST",
  parameters: [integer(), integer(), number(), boolean()],
  evaluate: (failures, successes, p, cumulative) => negativeBinomial(failures, successes, p, cumulative),
});

/** NEGBINOMDIST(failures, successes, probability): not cumulative. */
export const NEGBINOMDIST = define({
  name: "NEGBINOMDIST",
  parameters: [integer(), integer(), number()],
  evaluate: (failures, successes, p) => negativeBinomial(failures, successes, p, false),
});

function negativeBinomial(failures: number, successes: number, p: number, cumulative: boolean): number | ExcelError {
  if (failures < 0 || successes < 1 || p <= 0 || p >= 1) return NUM;
  if (cumulative) return incompleteBeta(p, successes, failures + 1).lower;
  const trials = failures + successes;
  return (binomialDensity(successes, trials, p, 1 - p) * successes) / trials;
}

/** POISSON.DIST(events, mean, cumulative). */
export const POISSON_DIST = define({
  name: "POISSON.DIST",
  parameters: [number(), number(), boolean()],
  evaluate: (given, mean, cumulative) => {
    if (given < 0 || mean < 0) return NUM;
    const events = Math.trunc(given);
    return cumulative ? incompleteGamma(events + 1, mean).upper : poissonDensity(events, mean);
  },
});
/** POISSON(events, mean, cumulative): as POISSON.DIST. */
export const POISSON = { ...POISSON_DIST, name: "POISSON" };

/** HYPGEOM.DIST(successes, sample, successes in population, population, cumulative): drawn without putting back. */
export const HYPGEOM_DIST = define({
  name: "HYPGEOM.DIST",
  parameters: [integer(), integer(), integer(), integer(), boolean()],
  evaluate: (successes, sample, marked, population, cumulative) =>
    hypergeometric(successes, sample, marked, population, cumulative),
});

/** HYPGEOMDIST(successes, sample, successes in population, population): not cumulative. */
export const HYPGEOMDIST = define({
  name: "HYPGEOMDIST",
  parameters: [integer(), integer(), integer(), integer()],
  evaluate: (successes, sample, marked, population) => hypergeometric(successes, sample, marked, population, false),
});

function tailSum(density: (k: number) => number, from: number, step: 1 | -1): number {
  let sum = 0;
  for (let k = from; ; k += step) {
    const next = sum + density(k);
    if (next === sum) return sum;
    sum = next;
  }
}

function hypergeometric(
  successes: number,
  sample: number,
  marked: number,
  population: number,
  cumulative: boolean,
): number | ExcelError {
  const least = Math.max(0, sample - population + marked);
  const most = Math.min(sample, marked);
  if (successes < 0 || (!cumulative && (successes < least || successes > most))) return NUM;
  if (sample < 0 || sample > population || marked < 0 || marked > population) return NUM;
  if (population === 0 || (cumulative && successes >= most)) return 1;
  const p = sample / population;
  const q = (population - sample) / population;
  // Three binomial densities in which the factorials that overflow cancel out.
  const density = (k: number) =>
    (binomialDensity(k, marked, p, q) * binomialDensity(sample - k, population - marked, p, q)) /
    binomialDensity(sample, population, p, q);
  if (!cumulative) return density(successes);
  if (successes < least) return 0;
  // From the mode outwards densities fall fast, so the shorter tail is summed until it adds nothing more.
  const mode = Math.floor(((sample + 1) * (marked + 1)) / (population + 2));
  return successes < mode ? tailSum(density, successes, -1) : 1 - tailSum(density, successes + 1, 1);
}
