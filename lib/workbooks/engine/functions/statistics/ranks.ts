/** Order statistics. Source: Microsoft's function reference, "Statistical". */
import { type ExcelError, NA, NUM } from "../../../values.ts";
import { roundDecimal } from "../../numerics/decimal.ts";
import { countBelow, countUpTo, sorted } from "../../numerics/moments.ts";
import { define, integer, number, optional, vector } from "../contract.ts";

/** The k-th smallest of some values, k from 1; a fraction is cut off. */
export function kthSmallest(values: readonly number[], k: number): number | ExcelError {
  return sorted(values)[Math.floor(k) - 1] ?? NUM;
}

/** The k-th largest of some values, k from 1; a fraction is rounded up. */
export function kthLargest(values: readonly number[], k: number): number | ExcelError {
  return sorted(values)[values.length - Math.ceil(k)] ?? NUM;
}

/** LARGE(array, k): #NUM! when k is no rank of the array. */
export const LARGE = define({
  name: "LARGE",
  parameters: [vector(), number()],
  evaluate: (values, k) => (k < 1 ? NUM : kthLargest(values, k)),
});

/** SMALL(array, k): #NUM! when k is no rank of the array. */
export const SMALL = define({ name: "SMALL", parameters: [vector(), number()], evaluate: kthSmallest });

/** A rank among all values: order 0 counts from the largest, any other from the smallest; #N/A when not among them. */
function rankFunction(name: string, tied: (before: number, equal: number) => number) {
  return define({
    name,
    parameters: [number(), vector(), optional(number(), 0)],
    evaluate: (value, values, order) => {
      const ascending = sorted(values);
      const below = countBelow(ascending, value);
      const notAbove = countUpTo(ascending, value);
      if (below === notAbove) return NA;
      return tied(order === 0 ? ascending.length - notAbove : below, notAbove - below);
    },
  });
}

/** RANK.EQ(number, values, [order]): the best rank for all that are equal. */
export const RANK_EQ = rankFunction("RANK.EQ", (before) => before + 1);
/** RANK(number, values, [order]): as RANK.EQ. */
export const RANK = { ...RANK_EQ, name: "RANK" };
/** RANK.AVG(number, values, [order]): the mean rank for all that are equal. */
export const RANK_AVG = rankFunction("RANK.AVG", (before, equal) => before + (equal + 1) / 2);

/** The value at a place between 0 and n − 1 in ascending order, between two values on a straight line. */
function valueAt(order: Float64Array, place: number): number {
  const below = Math.floor(place);
  const share = place - below;
  const low = order[below]!;
  return share === 0 ? low : low + share * (order[below + 1]! - low);
}

/** The quantile with both ends included: k = 0 is the smallest value, k = 1 the largest. */
export function quantileInclusive(values: readonly number[], k: number): number | ExcelError {
  if (values.length === 0 || k < 0 || k > 1) return NUM;
  return valueAt(sorted(values), k * (values.length - 1));
}

/** The quantile with both ends excluded: k between 1/(n + 1) and n/(n + 1). */
export function quantileExclusive(values: readonly number[], k: number): number | ExcelError {
  const place = k * (values.length + 1) - 1;
  if (k <= 0 || k >= 1 || place < 0 || place > values.length - 1) return NUM;
  return valueAt(sorted(values), place);
}

type Quantile = typeof quantileInclusive;

function percentile(name: string, quantile: Quantile) {
  return define({ name, parameters: [vector(), number()], evaluate: quantile });
}

function quartile(name: string, quantile: Quantile) {
  return define({
    name,
    parameters: [vector(), number()],
    evaluate: (values, quarter) => (quarter < 0 ? NUM : quantile(values, Math.trunc(quarter) / 4)),
  });
}

/** PERCENTILE.INC(array, k): k from 0 to 1. */
export const PERCENTILE_INC = percentile("PERCENTILE.INC", quantileInclusive);
/** PERCENTILE(array, k): as PERCENTILE.INC. */
export const PERCENTILE = { ...PERCENTILE_INC, name: "PERCENTILE" };
/** PERCENTILE.EXC(array, k). */
export const PERCENTILE_EXC = percentile("PERCENTILE.EXC", quantileExclusive);
/** QUARTILE.INC(array, quarter): quarter from 0 to 4. */
export const QUARTILE_INC = quartile("QUARTILE.INC", quantileInclusive);
/** QUARTILE(array, quarter): as QUARTILE.INC. */
export const QUARTILE = { ...QUARTILE_INC, name: "QUARTILE" };
/** QUARTILE.EXC(array, quarter): quarter from 1 to 3. */
export const QUARTILE_EXC = quartile("QUARTILE.EXC", quantileExclusive);

/** The rank of x as a share, cut off after some digits; between two values on a straight line, #N/A outside. */
function percentRank(name: string, share: (place: number, n: number) => number) {
  return define({
    name,
    parameters: [vector(), number(), optional(integer(), 3)],
    evaluate: (values, x, digits) => {
      const order = sorted(values);
      const n = order.length;
      if (n === 0 || digits < 1) return NUM;
      if (x < order[0]! || x > order[n - 1]!) return NA;
      const above = countBelow(order, x);
      const exact = order[above] === x;
      const low = order[above - 1]!;
      const place = exact ? above : above - 1 + (x - low) / (order[above]! - low);
      return roundDecimal(share(place, n), digits, "down");
    },
  });
}

/** PERCENTRANK.INC(array, x, [digits]): 0 for the smallest, 1 for the largest value. */
export const PERCENTRANK_INC = percentRank("PERCENTRANK.INC", (place, n) => (n === 1 ? 1 : place / (n - 1)));
/** PERCENTRANK(array, x, [digits]): as PERCENTRANK.INC. */
export const PERCENTRANK = { ...PERCENTRANK_INC, name: "PERCENTRANK" };
/** PERCENTRANK.EXC(array, x, [digits]): between 0 and 1, both excluded. */
export const PERCENTRANK_EXC = percentRank("PERCENTRANK.EXC", (place, n) => (place + 1) / (n + 1));
