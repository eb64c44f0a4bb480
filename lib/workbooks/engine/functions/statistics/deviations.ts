/** How far values lie from their mean. Source: Microsoft's function reference, "Statistical". */
import { DIV0, type ExcelError, NUM } from "../../../values.ts";
import { centralSum, mean, variance } from "../../numerics/moments.ts";
import { define, number, numbers } from "../contract.ts";

type Statistic = (values: readonly number[]) => number;

/** A statistic of all numbers given, #DIV/0! when they are fewer than it needs. */
function statistic(name: string, least: number, compute: (values: readonly number[]) => number | ExcelError) {
  return define({
    name,
    parameters: [numbers()],
    evaluate: (values) => (values.length < least ? DIV0 : compute(values)),
  });
}

/** The same with texts as 0 and booleans as 1 and 0. */
function statisticOfAll(name: string, least: number, compute: Statistic) {
  return define({
    name,
    parameters: [numbers({ counting: "all" })],
    evaluate: (values) => (values.length < least ? DIV0 : compute(values)),
  });
}

const sampleVariance: Statistic = (values) => variance(values, 1);
const populationVariance: Statistic = (values) => variance(values, 0);
export const sampleDeviation: Statistic = (values) => Math.sqrt(variance(values, 1));
const populationDeviation: Statistic = (values) => Math.sqrt(variance(values, 0));

/** VAR.S(number1, …): of a sample. */
export const VAR_S = statistic("VAR.S", 2, sampleVariance);
/** VAR(number1, …): as VAR.S. */
export const VAR = { ...VAR_S, name: "VAR" };
/** VAR.P(number1, …): of a whole population. */
export const VAR_P = statistic("VAR.P", 1, populationVariance);
/** VARP(number1, …): as VAR.P. */
export const VARP = { ...VAR_P, name: "VARP" };
/** VARA(value1, …): of a sample, texts as 0, booleans as 1 and 0. */
export const VARA = statisticOfAll("VARA", 2, sampleVariance);
/** VARPA(value1, …): of a population, texts as 0, booleans as 1 and 0. */
export const VARPA = statisticOfAll("VARPA", 1, populationVariance);

/** STDEV.S(number1, …): of a sample. */
export const STDEV_S = statistic("STDEV.S", 2, sampleDeviation);
/** STDEV(number1, …): as STDEV.S. */
export const STDEV = { ...STDEV_S, name: "STDEV" };
/** STDEV.P(number1, …): of a whole population. */
export const STDEV_P = statistic("STDEV.P", 1, populationDeviation);
/** STDEVP(number1, …): as STDEV.P. */
export const STDEVP = { ...STDEV_P, name: "STDEVP" };
/** STDEVA(value1, …): of a sample, texts as 0, booleans as 1 and 0. */
export const STDEVA = statisticOfAll("STDEVA", 2, sampleDeviation);
/** STDEVPA(value1, …): of a population, texts as 0, booleans as 1 and 0. */
export const STDEVPA = statisticOfAll("STDEVPA", 1, populationDeviation);

/** DEVSQ(number1, …): the sum of squared deviations from the mean; #NUM! without numbers. */
export const DEVSQ = statistic("DEVSQ", 0, (values) => (values.length === 0 ? NUM : centralSum(values, 2)));

/** AVEDEV(number1, …): the mean distance from the mean; #NUM! without numbers. */
export const AVEDEV = statistic("AVEDEV", 0, (values) => {
  const middle = mean(values);
  return mean(values.map((value) => Math.abs(value - middle)));
});

/** SKEW(number1, …): of a sample of at least 3 that are not all equal. */
export const SKEW = statistic("SKEW", 3, (values) => {
  const n = values.length;
  const spread = sampleDeviation(values);
  return spread === 0 ? DIV0 : ((n / ((n - 1) * (n - 2))) * centralSum(values, 3)) / spread ** 3;
});

/** SKEW.P(number1, …): of a population of at least 3. */
export const SKEW_P = statistic("SKEW.P", 3, (values) => {
  const spread = populationDeviation(values);
  return spread === 0 ? DIV0 : centralSum(values, 3) / values.length / spread ** 3;
});

/** KURT(number1, …): excess kurtosis of a sample of at least 4 that are not all equal. */
export const KURT = statistic("KURT", 4, (values) => {
  const n = values.length;
  const square = sampleVariance(values);
  if (square === 0) return DIV0;
  const scale = (n * (n + 1)) / ((n - 1) * (n - 2) * (n - 3));
  return (scale * centralSum(values, 4)) / square ** 2 - (3 * (n - 1) ** 2) / ((n - 2) * (n - 3));
});

/** STANDARDIZE(x, mean, standard deviation). */
export const STANDARDIZE = define({
  name: "STANDARDIZE",
  parameters: [number(), number(), number()],
  evaluate: (x, middle, spread) => (spread <= 0 ? NUM : (x - middle) / spread),
});
