/** Classes, probabilities and confidence intervals. Source: Microsoft's function reference, "Statistical". */
import { DIV0, NA, NUM } from "../../../values.ts";
import { above, studentDistribution } from "../../numerics/distributions.ts";
import { sum } from "../../numerics/moments.ts";
import { normalQuantile } from "../../numerics/normal.ts";
import { ArrayValue } from "../../value.ts";
import { array, define, integer, number, optional, vector } from "../contract.ts";
import { numericPairs } from "../numeric-pairs.ts";

/** FREQUENCY(data, bins): how many fall in each bin, upper bound included, and above the last; a column. No bins count as 0. */
export const FREQUENCY = define({
  name: "FREQUENCY",
  parameters: [vector(), vector()],
  evaluate: (data, given) => {
    const bins = given.length === 0 ? [0] : given;
    const counts = new Array<number>(bins.length + 1).fill(0);
    const ascending = bins.map((bound, index) => ({ bound, index })).sort((a, b) => a.bound - b.bound);
    for (const value of data) {
      let low = 0;
      let high = ascending.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ascending[middle]!.bound >= value) high = middle;
        else low = middle + 1;
      }
      counts[ascending[low]?.index ?? bins.length]!++;
    }
    return ArrayValue.column(counts);
  },
});

/** PROB(values, probabilities, lower, [upper]): of a value between two limits; probabilities must sum to 1. */
export const PROB = define({
  name: "PROB",
  parameters: [array(), array(), number(), optional(number())],
  evaluate: (values, probabilities, lower, upper) => {
    if (values.rows * values.columns !== probabilities.rows * probabilities.columns) return NA;
    const pairs = numericPairs(values, probabilities);
    if (!Array.isArray(pairs)) return pairs;
    if (pairs.length === 0) return DIV0;
    if (pairs.some(([, probability]) => probability <= 0 || probability > 1)) return NUM;
    if (Math.abs(sum(pairs.map(([, probability]) => probability)) - 1) > 1e-7) return NUM;
    const limit = upper ?? lower;
    return sum(pairs.filter(([value]) => value >= lower && value <= limit).map(([, probability]) => probability));
  },
});

/** CONFIDENCE.NORM(alpha, standard deviation, size): half the width of the interval around the mean. */
export const CONFIDENCE_NORM = define({
  name: "CONFIDENCE.NORM",
  parameters: [number(), number(), integer()],
  evaluate: (alpha, deviation, size) => {
    if (alpha <= 0 || alpha >= 1 || deviation <= 0 || size < 1) return NUM;
    return (-normalQuantile(alpha / 2) * deviation) / Math.sqrt(size);
  },
});
/** CONFIDENCE(alpha, standard deviation, size): as CONFIDENCE.NORM. */
export const CONFIDENCE = { ...CONFIDENCE_NORM, name: "CONFIDENCE" };

/** CONFIDENCE.T(alpha, standard deviation, size): the same by Student's t. */
export const CONFIDENCE_T = define({
  name: "CONFIDENCE.T",
  parameters: [number(), number(), integer()],
  evaluate: (alpha, deviation, size) => {
    if (alpha <= 0 || alpha >= 1 || deviation <= 0 || size < 1) return NUM;
    if (size === 1) return DIV0;
    return (studentDistribution(size - 1).quantile(above(alpha / 2)) * deviation) / Math.sqrt(size);
  },
});
