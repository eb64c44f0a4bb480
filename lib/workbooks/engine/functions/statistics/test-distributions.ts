/** The distributions of test statistics: χ², F and Student's t. Source: Microsoft's function reference, "Statistical". */
import { DIV0, NUM } from "../../../values.ts";
import { betaDensity } from "../../numerics/beta.ts";
import {
  above,
  below,
  chiSquareDistribution,
  fisherDistribution,
  studentDistribution,
} from "../../numerics/distributions.ts";
import { gammaDensity, logGamma } from "../../numerics/gamma.ts";
import { boolean, define, integer, number } from "../contract.ts";

/** Excel's largest number of degrees of freedom. */
const MOST_DEGREES = 1e10;

function areDegrees(degrees: number): boolean {
  return degrees >= 1 && degrees <= MOST_DEGREES;
}

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
/** CHIDIST(x, degrees): as CHISQ.DIST.RT. */
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
/** CHIINV(probability, degrees): as CHISQ.INV.RT. */
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
/** FDIST(x, degrees1, degrees2): as F.DIST.RT. */
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
/** FINV(probability, degrees1, degrees2): as F.INV.RT. */
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
/** TINV(probability, degrees): as T.INV.2T. */
export const TINV = { ...T_INV_2T, name: "TINV" };
