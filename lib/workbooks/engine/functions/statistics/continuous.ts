/** Continuous distributions and their inverses. Source: Microsoft's function reference, "Statistical". */
import { DIV0, type ExcelError, NUM } from "../../../values.ts";
import { betaDensity } from "../../numerics/beta.ts";
import {
  above,
  below,
  betaDistribution,
  chiSquareDistribution,
  fisherDistribution,
  gammaDistribution,
  studentDistribution,
} from "../../numerics/distributions.ts";
import { gamma, logGamma, poissonDensity } from "../../numerics/gamma.ts";
import { normalCumulative, normalDensity, normalQuantile } from "../../numerics/normal.ts";
import { boolean, define, integer, number, optional } from "../contract.ts";

/** Excel's largest number of degrees of freedom. */
const MOST_DEGREES = 1e10;

function areDegrees(degrees: number): boolean {
  return degrees >= 1 && degrees <= MOST_DEGREES;
}

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
export const NORMDIST = { ...NORM_DIST, name: "NORMDIST" };

/** NORM.INV(probability, mean, standard deviation). */
export const NORM_INV = define({
  name: "NORM.INV",
  parameters: [number(), number(), number()],
  evaluate: (p, mean, deviation) => (deviation <= 0 ? NUM : mean + deviation * normalQuantile(p)),
});
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
export const WEIBULL = { ...WEIBULL_DIST, name: "WEIBULL" };

/** GAMMA(number): #NUM! at 0 and the negative whole numbers. */
export const GAMMA = unary("GAMMA", gamma);
/** GAMMALN(x): ln Γ(x) for x above 0. */
export const GAMMALN = unary("GAMMALN", logGamma);
export const GAMMALN_PRECISE = { ...GAMMALN, name: "GAMMALN.PRECISE" };

/** x^(α−1) e^(−x/β) / (β^α Γ(α)) by way of the Poisson density. */
function gammaDensity(x: number, alpha: number, beta: number): number {
  if (x === 0) return alpha === 1 ? 1 / beta : alpha > 1 ? 0 : Number.NaN;
  return (poissonDensity(alpha, x / beta) * alpha) / x;
}

/** GAMMA.DIST(x, alpha, beta, cumulative). */
export const GAMMA_DIST = define({
  name: "GAMMA.DIST",
  parameters: [number(), number(), number(), boolean()],
  evaluate: (x, alpha, beta, cumulative) => {
    if (x < 0 || alpha <= 0 || beta <= 0) return NUM;
    return cumulative ? gammaDistribution(alpha, beta).tails(x).lower : gammaDensity(x, alpha, beta);
  },
});
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
export const BETAINV = { ...BETA_INV, name: "BETAINV" };

/** CHISQ.DIST(x, degrees, cumulative). */
export const CHISQ_DIST = define({
  name: "CHISQ.DIST",
  parameters: [number(), integer(), boolean()],
  evaluate: (x, degrees, cumulative) => {
    if (x < 0 || !areDegrees(degrees)) return NUM;
    return cumulative ? chiSquareDistribution(degrees).tails(x).lower : gammaDensity(x, degrees / 2, 2);
  },
});
/** CHISQ.DIST.RT(x, degrees): the upper tail. */
export const CHISQ_DIST_RT = define({
  name: "CHISQ.DIST.RT",
  parameters: [number(), integer()],
  evaluate: (x, degrees) => (x < 0 || !areDegrees(degrees) ? NUM : chiSquareDistribution(degrees).tails(x).upper),
});
export const CHIDIST = { ...CHISQ_DIST_RT, name: "CHIDIST" };
/** CHISQ.INV(probability, degrees). */
export const CHISQ_INV = define({
  name: "CHISQ.INV",
  parameters: [number(), integer()],
  evaluate: (p, degrees) =>
    p < 0 || p >= 1 || !areDegrees(degrees) ? NUM : chiSquareDistribution(degrees).quantile(below(p)),
});
/** CHISQ.INV.RT(probability, degrees): by the upper tail. */
export const CHISQ_INV_RT = define({
  name: "CHISQ.INV.RT",
  parameters: [number(), integer()],
  evaluate: (p, degrees) =>
    p <= 0 || p > 1 || !areDegrees(degrees) ? NUM : chiSquareDistribution(degrees).quantile(above(p)),
});
export const CHIINV = { ...CHISQ_INV_RT, name: "CHIINV" };

/** The density of F, by that of the beta distribution of x = d₁f/(d₁f + d₂). */
function fisherDensity(f: number, degrees1: number, degrees2: number): number {
  if (f === 0) return degrees1 === 2 ? 1 : degrees1 > 2 ? 0 : Number.NaN;
  const total = degrees1 * f + degrees2;
  const share = (degrees1 * f) / total;
  return (betaDensity(share, degrees1 / 2, degrees2 / 2) * degrees1 * degrees2) / total ** 2;
}

/** F.DIST(x, degrees1, degrees2, cumulative). */
export const F_DIST = define({
  name: "F.DIST",
  parameters: [number(), integer(), integer(), boolean()],
  evaluate: (x, degrees1, degrees2, cumulative) => {
    if (x < 0 || !areDegrees(degrees1) || !areDegrees(degrees2)) return NUM;
    return cumulative ? fisherDistribution(degrees1, degrees2).tails(x).lower : fisherDensity(x, degrees1, degrees2);
  },
});
/** F.DIST.RT(x, degrees1, degrees2): the upper tail. */
export const F_DIST_RT = define({
  name: "F.DIST.RT",
  parameters: [number(), integer(), integer()],
  evaluate: (x, degrees1, degrees2) => {
    if (x < 0 || !areDegrees(degrees1) || !areDegrees(degrees2)) return NUM;
    return fisherDistribution(degrees1, degrees2).tails(x).upper;
  },
});
export const FDIST = { ...F_DIST_RT, name: "FDIST" };
/** F.INV(probability, degrees1, degrees2). */
export const F_INV = define({
  name: "F.INV",
  parameters: [number(), integer(), integer()],
  evaluate: (p, degrees1, degrees2) => {
    if (p < 0 || p >= 1 || !areDegrees(degrees1) || !areDegrees(degrees2)) return NUM;
    return fisherDistribution(degrees1, degrees2).quantile(below(p));
  },
});
/** F.INV.RT(probability, degrees1, degrees2): by the upper tail. */
export const F_INV_RT = define({
  name: "F.INV.RT",
  parameters: [number(), integer(), integer()],
  evaluate: (p, degrees1, degrees2) => {
    if (p <= 0 || p > 1 || !areDegrees(degrees1) || !areDegrees(degrees2)) return NUM;
    return fisherDistribution(degrees1, degrees2).quantile(above(p));
  },
});
export const FINV = { ...F_INV_RT, name: "FINV" };

function studentDensity(t: number, degrees: number): number {
  const share = degrees / (degrees + t * t);
  // Γ((d+1)/2)/Γ(d/2) as a beta function; of the ratio only logarithms stay small for large d.
  const scale = Math.exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2)) / Math.sqrt(degrees * Math.PI);
  return scale * Math.exp(((degrees + 1) / 2) * Math.log(share));
}

/** T.DIST(x, degrees, cumulative). */
export const T_DIST = define({
  name: "T.DIST",
  parameters: [number(), integer(), boolean()],
  evaluate: (x, degrees, cumulative) => {
    if (!areDegrees(degrees)) return degrees === 0 && !cumulative ? DIV0 : NUM;
    return cumulative ? studentDistribution(degrees).tails(x).lower : studentDensity(x, degrees);
  },
});
/** T.DIST.RT(x, degrees): the upper tail. */
export const T_DIST_RT = define({
  name: "T.DIST.RT",
  parameters: [number(), integer()],
  evaluate: (x, degrees) => (areDegrees(degrees) ? studentDistribution(degrees).tails(x).upper : NUM),
});
/** T.DIST.2T(x, degrees): both tails, x ≥ 0. */
export const T_DIST_2T = define({
  name: "T.DIST.2T",
  parameters: [number(), integer()],
  evaluate: (x, degrees) => (x < 0 || !areDegrees(degrees) ? NUM : 2 * studentDistribution(degrees).tails(x).upper),
});
/** TDIST(x, degrees, tails): one or both tails, x ≥ 0. */
export const TDIST = define({
  name: "TDIST",
  parameters: [number(), integer(), integer()],
  evaluate: (x, degrees, tails) => {
    if (x < 0 || !areDegrees(degrees) || (tails !== 1 && tails !== 2)) return NUM;
    return tails * studentDistribution(degrees).tails(x).upper;
  },
});
/** T.INV(probability, degrees). */
export const T_INV = define({
  name: "T.INV",
  parameters: [number(), integer()],
  evaluate: (p, degrees) =>
    p <= 0 || p >= 1 || !areDegrees(degrees) ? NUM : studentDistribution(degrees).quantile(below(p)),
});
/** T.INV.2T(probability, degrees): by both tails. */
export const T_INV_2T = define({
  name: "T.INV.2T",
  parameters: [number(), integer()],
  evaluate: (p, degrees) =>
    p <= 0 || p > 1 || !areDegrees(degrees) ? NUM : studentDistribution(degrees).quantile(above(p / 2)),
});
export const TINV = { ...T_INV_2T, name: "TINV" };

/** FISHER(x): the Fisher transformation, −1 < x < 1. */
export const FISHER = unary("FISHER", Math.atanh);
/** FISHERINV(y). */
export const FISHERINV = unary("FISHERINV", Math.tanh);
