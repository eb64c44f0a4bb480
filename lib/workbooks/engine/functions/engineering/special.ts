/** Error and Bessel functions. Source: Microsoft's function reference, "Engineering". */
import { NUM } from "../../../values.ts";
import { besselI, besselJ, besselK, besselY } from "../../numerics/bessel.ts";
import { erf, erfc } from "../../numerics/normal.ts";
import { define, optional, strictInteger, strictNumber } from "../contract.ts";

/** ERF(lower, [upper]): from 0 to the one limit, or between the two. */
export const ERF = define({
  name: "ERF",
  parameters: [strictNumber(), optional(strictNumber())],
  evaluate: (lower, upper) => (upper === undefined ? erf(lower) : erf(upper) - erf(lower)),
});
/** ERF.PRECISE(x): from 0 to x. */
export const ERF_PRECISE = define({ name: "ERF.PRECISE", parameters: [strictNumber()], evaluate: (x) => erf(x) });
/** ERFC(x): 1 − ERF(x). */
export const ERFC = define({ name: "ERFC", parameters: [strictNumber()], evaluate: (x) => erfc(x) });
/** ERFC.PRECISE(x): as ERFC. */
export const ERFC_PRECISE = { ...ERFC, name: "ERFC.PRECISE" };

/** A Bessel function of x and a whole order n ≥ 0. */
function bessel(name: string, compute: (n: number, x: number) => number) {
  return define({
    name,
    parameters: [strictNumber(), strictInteger()],
    evaluate: (x, n) => (n < 0 ? NUM : compute(n, x)),
  });
}

/** BESSELI(x, n): modified, of the first kind. */
export const BESSELI = bessel("BESSELI", besselI);
/** BESSELJ(x, n): of the first kind. */
export const BESSELJ = bessel("BESSELJ", besselJ);
/** BESSELK(x, n): x above 0. */
export const BESSELK = bessel("BESSELK", (n, x) => (x > 0 ? besselK(n, x) : Number.NaN));
/** BESSELY(x, n): x above 0. */
export const BESSELY = bessel("BESSELY", (n, x) => (x > 0 ? besselY(n, x) : Number.NaN));
