/** Tests of hypotheses. Source: Microsoft's function reference, "Statistical". */
import { DIV0, type ExcelError, NA, NUM } from "../../../values.ts";
import { chiSquareDistribution, fisherDistribution, studentDistribution } from "../../numerics/distributions.ts";
import { mean, variance } from "../../numerics/moments.ts";
import { normalCumulative } from "../../numerics/normal.ts";
import type { Matrix } from "../../value.ts";
import { array, define, integer, number, optional, vector } from "../contract.ts";
import { errorIn, numericPairs } from "../numeric-pairs.ts";
import { sampleDeviation } from "./deviations.ts";

/** The numbers of a matrix; the first error if any. */
function numbersOf(matrix: Matrix): number[] | ExcelError {
  const pairs = numericPairs(matrix, matrix);
  return Array.isArray(pairs) ? pairs.map(([value]) => value) : pairs;
}

/** The t statistic of two samples and its degrees of freedom. */
type Statistic = { t: number; degrees: number };

function pairedStatistic(pairs: readonly (readonly [number, number])[]): Statistic {
  const differences = pairs.map(([a, b]) => a - b);
  const n = differences.length;
  return { t: mean(differences) / Math.sqrt(variance(differences, 1) / n), degrees: n - 1 };
}

function pooledStatistic(a: readonly number[], b: readonly number[]): Statistic {
  const degrees = a.length + b.length - 2;
  const pooled = (variance(a, 1) * (a.length - 1) + variance(b, 1) * (b.length - 1)) / degrees;
  return { t: (mean(a) - mean(b)) / Math.sqrt(pooled * (1 / a.length + 1 / b.length)), degrees };
}

function welchStatistic(a: readonly number[], b: readonly number[]): Statistic {
  const va = variance(a, 1) / a.length;
  const vb = variance(b, 1) / b.length;
  const degrees = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  return { t: (mean(a) - mean(b)) / Math.sqrt(va + vb), degrees };
}

/** T.TEST(sample1, sample2, tails, type): type 1 paired, 2 equal variances, 3 unequal variances. */
export const T_TEST = define({
  name: "T.TEST",
  parameters: [array(), array(), integer(), integer()],
  evaluate: (first, second, tails, type) => {
    if ((tails !== 1 && tails !== 2) || type < 1 || type > 3) return NUM;
    if (type === 1 && first.rows * first.columns !== second.rows * second.columns) return NA;
    const pairs = type === 1 ? numericPairs(first, second) : [];
    const a = numbersOf(first);
    const b = numbersOf(second);
    if (!Array.isArray(pairs)) return pairs;
    if (!Array.isArray(a)) return a;
    if (!Array.isArray(b)) return b;
    if (type === 1 ? pairs.length < 2 : a.length < 2 || b.length < 2) return DIV0;
    const statistic = type === 1 ? pairedStatistic(pairs) : type === 2 ? pooledStatistic(a, b) : welchStatistic(a, b);
    if (!Number.isFinite(statistic.t)) return DIV0;
    return tails * studentDistribution(statistic.degrees).tails(Math.abs(statistic.t)).upper;
  },
});
/** TTEST(sample1, sample2, tails, type): as T.TEST. */
export const TTEST = { ...T_TEST, name: "TTEST" };

/** F.TEST(sample1, sample2): the two-tailed probability that the variances are equal. */
export const F_TEST = define({
  name: "F.TEST",
  parameters: [array(), array()],
  evaluate: (first, second) => {
    const a = numbersOf(first);
    const b = numbersOf(second);
    if (!Array.isArray(a)) return a;
    if (!Array.isArray(b)) return b;
    if (a.length < 2 || b.length < 2) return DIV0;
    const ratio = variance(a, 1) / variance(b, 1);
    if (ratio === 0 || !Number.isFinite(ratio)) return DIV0;
    const { lower, upper } = fisherDistribution(a.length - 1, b.length - 1).tails(ratio);
    return 2 * Math.min(lower, upper);
  },
});
/** FTEST(sample1, sample2): as F.TEST. */
export const FTEST = { ...F_TEST, name: "FTEST" };

/** CHISQ.TEST(actual, expected): the probability that they differ by chance; #N/A where they differ in size. */
export const CHISQ_TEST = define({
  name: "CHISQ.TEST",
  parameters: [array(), array()],
  evaluate: (actual, expected) => {
    const { rows, columns } = actual;
    if (rows * columns !== expected.rows * expected.columns || rows * columns === 1) return NA;
    const fault = errorIn(actual);
    if (fault !== undefined) return fault;
    const pairs = numericPairs(actual, expected);
    if (!Array.isArray(pairs)) return pairs;
    if (pairs.length === 0) return DIV0;
    if (pairs.some(([, wanted]) => wanted === 0)) return DIV0;
    if (pairs.some(([, wanted]) => wanted < 0)) return NUM;
    const statistic = pairs.reduce((sum, [found, wanted]) => sum + (found - wanted) ** 2 / wanted, 0);
    const degrees = rows > 1 && columns > 1 ? (rows - 1) * (columns - 1) : rows * columns - 1;
    return chiSquareDistribution(degrees).tails(statistic).upper;
  },
});
/** CHITEST(actual, expected): as CHISQ.TEST. */
export const CHITEST = { ...CHISQ_TEST, name: "CHITEST" };

/** Z.TEST(sample, x, [sigma]): the probability of a mean above that of the sample; sigma from it if left off. */
export const Z_TEST = define({
  name: "Z.TEST",
  parameters: [vector(), number(), optional(number())],
  evaluate: (values, x, sigma) => {
    if (values.length === 0) return NA;
    if (sigma !== undefined && sigma <= 0) return NUM;
    if (values.length < 2) return DIV0;
    const deviation = sigma ?? sampleDeviation(values);
    if (!(deviation > 0)) return DIV0;
    return normalCumulative(((x - mean(values)) * Math.sqrt(values.length)) / deviation);
  },
});
/** ZTEST(sample, x, [sigma]): as Z.TEST. */
export const ZTEST = { ...Z_TEST, name: "ZTEST" };
