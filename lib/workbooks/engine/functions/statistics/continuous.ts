/** Normal, exponential, gamma and beta distributions and their inverses. Source: Microsoft's function reference, "Statistical". */
import { type ExcelError, NUM } from "../../../values.ts";
import { betaDensity } from "../../numerics/beta.ts";
import { below, betaDistribution, gammaDistribution } from "../../numerics/distributions.ts";
import { gamma, gammaDensity, logGamma } from "../../numerics/gamma.ts";
import { normalCumulative, normalDensity, normalQuantile } from "../../numerics/normal.ts";
import { boolean, define, number, optional } from "../contract.ts";

/** A function of one number. */
function unary(name: string, compute: (x: number) => number | ExcelError) {
  return define({ name, parameters: [number()], evaluate: (x) => compute(x) });
}

/** NORM.DIST(x, mean, standard deviation, cumulative). */
export const NORM_DIST = define({
  name: "NORM.DIST",
  parameters: [number(), number(), number(), boolean()],
  evaluate: (x, mean, deviation, cumulative) => {
    if (deviation <= 0) return NUM;
    const z = (x - mean) / deviation;
    return cumulative ? normalCumulative(z) : normalDensity(z) / deviation;
  },
});
/** NORMDIST(x, mean, standard deviation, cumulative): as NORM.DIST. */
export const NORMDIST = { ...NORM_DIST, name: "NORMDIST" };

/** NORM.INV(probability, mean, standard deviation). */
export const NORM_INV = define({
  name: "NORM.INV",
  parameters: [number(), number(), number()],
  evaluate: (p, mean, deviation) => (deviation <= 0 ? NUM : mean + deviation * normalQuantile(p)),
});
/** NORMINV(probability, mean, standard deviation): as NORM.INV. */
export const NORMINV = { ...NORM_INV, name: "NORMINV" };

/** NORM.S.DIST(z, cumulative). */
export const NORM_S_DIST = define({
  name: "NORM.S.DIST",
  parameters: [number(), boolean()],
  evaluate: (z, cumulative) => (cumulative ? normalCumulative(z) : normalDensity(z)),
});
/** NORMSDIST(z): cumulative. */
export const NORMSDIST = unary("NORMSDIST", normalCumulative);
/** NORM.S.INV(probability). */
export const NORM_S_INV = unary("NORM.S.INV", normalQuantile);
/** NORMSINV(probability): as NORM.S.INV. */
export const NORMSINV = { ...NORM_S_INV, name: "NORMSINV" };
/** PHI(z): the standard normal density. */
export const PHI = unary("PHI", normalDensity);
/** GAUSS(z): the probability between the mean and z deviations from it. */
export const GAUSS = unary("GAUSS", (z) => normalCumulative(z) - 0.5);

/** LOGNORM.DIST(x, mean of ln x, deviation of ln x, cumulative). */
export const LOGNORM_DIST = define({
  name: "LOGNORM.DIST",
  parameters: [number(), number(), number(), boolean()],
  evaluate: (x, mean, deviation, cumulative) => {
    if (x <= 0 || deviation <= 0) return NUM;
    const z = (Math.log(x) - mean) / deviation;
    return cumulative ? normalCumulative(z) : normalDensity(z) / (deviation * x);
  },
});
/** LOGNORMDIST(x, mean of ln x, deviation of ln x): cumulative. */
export const LOGNORMDIST = define({
  name: "LOGNORMDIST",
  parameters: [number(), number(), number()],
  evaluate: (x, mean, deviation) =>
    x <= 0 || deviation <= 0 ? NUM : normalCumulative((Math.log(x) - mean) / deviation),
});
/** LOGNORM.INV(probability, mean of ln x, deviation of ln x). */
export const LOGNORM_INV = define({
  name: "LOGNORM.INV",
  parameters: [number(), number(), number()],
  evaluate: (p, mean, deviation) => (deviation <= 0 ? NUM : Math.exp(mean + deviation * normalQuantile(p))),
});
/** LOGINV(probability, mean, deviation): as LOGNORM.INV. */
export const LOGINV = { ...LOGNORM_INV, name: "LOGINV" };

/** EXPON.DIST(x, lambda, cumulative). */
export const EXPON_DIST = define({
  name: "EXPON.DIST",
  parameters: [number(), number(), boolean()],
  evaluate: (x, lambda, cumulative) => {
    if (x < 0 || lambda <= 0) return NUM;
    return cumulative ? -Math.expm1(-lambda * x) : lambda * Math.exp(-lambda * x);
  },
});
/** EXPONDIST(x, lambda, cumulative): as EXPON.DIST. */
export const EXPONDIST = { ...EXPON_DIST, name: "EXPONDIST" };

/** WEIBULL.DIST(x, alpha, beta, cumulative). */
export const WEIBULL_DIST = define({
  name: "WEIBULL.DIST",
  parameters: [number(), number(), number(), boolean()],
  evaluate: (x, alpha, beta, cumulative) => {
    if (x < 0 || alpha <= 0 || beta <= 0) return NUM;
    const power = (x / beta) ** alpha;
    return cumulative ? -Math.expm1(-power) : (alpha / beta) * (x / beta) ** (alpha - 1) * Math.exp(-power);
  },
});
/** WEIBULL(x, alpha, beta, cumulative): as WEIBULL.DIST. */
export const WEIBULL = { ...WEIBULL_DIST, name: "WEIBULL" };

/** GAMMA(number): #NUM! at 0 and the negative whole numbers. */
export const GAMMA = unary("GAMMA", gamma);
/** GAMMALN(x): ln Γ(x) for x above 0. */
export const GAMMALN = unary("GAMMALN", logGamma);
/** GAMMALN.PRECISE(x): as GAMMALN. */
export const GAMMALN_PRECISE = { ...GAMMALN, name: "GAMMALN.PRECISE" };

/** GAMMA.DIST(x, alpha, beta, cumulative). */
export const GAMMA_DIST = define({
  name: "GAMMA.DIST",
  parameters: [number(), number(), number(), boolean()],
  evaluate: (x, alpha, beta, cumulative) => {
    if (x < 0 || alpha <= 0 || beta <= 0) return NUM;
    return cumulative ? gammaDistribution(alpha, beta).tails(x).lower : gammaDensity(x, alpha, beta);
  },
});
/** GAMMADIST(x, alpha, beta, cumulative): as GAMMA.DIST. */
export const GAMMADIST = { ...GAMMA_DIST, name: "GAMMADIST" };

/** GAMMA.INV(probability, alpha, beta). */
export const GAMMA_INV = define({
  name: "GAMMA.INV",
  parameters: [number(), number(), number()],
  evaluate: (p, alpha, beta) => {
    if (p < 0 || p >= 1 || alpha <= 0 || beta <= 0) return NUM;
    return gammaDistribution(alpha, beta).quantile(below(p));
  },
});
/** GAMMAINV(probability, alpha, beta): as GAMMA.INV. */
export const GAMMAINV = { ...GAMMA_INV, name: "GAMMAINV" };

function betaCumulative(x: number, alpha: number, beta: number, low: number, high: number): number | ExcelError {
  if (alpha <= 0 || beta <= 0 || x < low || x > high || low === high) return NUM;
  return betaDistribution(alpha, beta).tails((x - low) / (high - low)).lower;
}

/** BETA.DIST(x, alpha, beta, cumulative, [low], [high]): between 0 and 1 unless limits are given. */
export const BETA_DIST = define({
  name: "BETA.DIST",
  parameters: [number(), number(), number(), boolean(), optional(number(), 0), optional(number(), 1)],
  evaluate: (x, alpha, beta, cumulative, low, high) => {
    if (cumulative) return betaCumulative(x, alpha, beta, low, high);
    if (alpha <= 0 || beta <= 0 || x < low || x > high || low === high) return NUM;
    return betaDensity((x - low) / (high - low), alpha, beta) / (high - low);
  },
});
/** BETADIST(x, alpha, beta, [low], [high]): cumulative. */
export const BETADIST = define({
  name: "BETADIST",
  parameters: [number(), number(), number(), optional(number(), 0), optional(number(), 1)],
  evaluate: betaCumulative,
});
/** BETA.INV(probability, alpha, beta, [low], [high]). */
export const BETA_INV = define({
  name: "BETA.INV",
  parameters: [number(), number(), number(), optional(number(), 0), optional(number(), 1)],
  evaluate: (p, alpha, beta, low, high) => {
    if (p <= 0 || p >= 1 || alpha <= 0 || beta <= 0 || low >= high) return NUM;
    return low + (high - low) * betaDistribution(alpha, beta).quantile(below(p));
  },
});
/** BETAINV(probability, alpha, beta, [low], [high]): as BETA.INV. */
export const BETAINV = { ...BETA_INV, name: "BETAINV" };

/** FISHER(x): the Fisher transformation, −1 < x < 1. */
export const FISHER = unary("FISHER", Math.atanh);
/** FISHERINV(y). */
export const FISHERINV = unary("FISHERINV", Math.tanh);
