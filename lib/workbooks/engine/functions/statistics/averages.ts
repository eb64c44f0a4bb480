/** Means, medians and modes. Source: Microsoft's function reference, "Statistical". */
import { DIV0, ExcelError, NA, NUM, VALUE } from "../../../values.ts";
import { mean, sorted, sum } from "../../numerics/moments.ts";
import { ArrayValue, type Matrix, scalarsOf } from "../../value.ts";
import { areas, define, many, number, numbers, summary, vector } from "../contract.ts";

/** AVERAGE(number1, …): #DIV/0! without a number. */
export const AVERAGE = define({
  name: "AVERAGE",
  parameters: [summary()],
  evaluate: (all) => (all.count === 0 ? DIV0 : all.sum / all.count),
});

/** AVERAGEA(value1, …): texts count as 0, booleans as 1 and 0. */
export const AVERAGEA = define({
  name: "AVERAGEA",
  parameters: [summary({ counting: "all" })],
  evaluate: (all) => (all.count === 0 ? DIV0 : all.sum / all.count),
});

/** The middle value, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const order = sorted(values);
  const half = order.length / 2;
  return (order[Math.ceil(half) - 1]! + order[Math.floor(half)]!) / 2;
}

/** MEDIAN(number1, …). */
export const MEDIAN = define({ name: "MEDIAN", parameters: [numbers()], evaluate: median });

/** The values that occur most often, more than once, in order of appearance. */
export function modes(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  let most = 2;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    most = Math.max(most, count);
  }
  return [...counts].filter(([, count]) => count === most).map(([value]) => value);
}

/** The numbers of all arguments; #VALUE! for a single cell or constant that is none. */
function modeNumbers(matrices: readonly Matrix[]): number[] | ExcelError {
  const numbers: number[] = [];
  for (const matrix of matrices) {
    const isSingle = matrix.rows * matrix.columns === 1;
    for (const value of isSingle ? [matrix.at(0, 0)] : scalarsOf(matrix)) {
      if (value instanceof ExcelError) return value;
      if (typeof value === "number") numbers.push(value);
      else if (isSingle) return VALUE;
    }
  }
  return numbers;
}

/** MODE.SNGL(number1, …): the most frequent value, the first of several; #N/A where none repeats. */
export const MODE_SNGL = define({
  name: "MODE.SNGL",
  parameters: [numbers()],
  evaluate: (values) => modes(values)[0] ?? NA,
});

/** MODE(number1, …): the same, but that a single cell or constant which is no number gives #VALUE!. */
export const MODE = define({
  name: "MODE",
  parameters: [many(areas({ errors: "accept" }))],
  evaluate: (args) => {
    const numbers = modeNumbers(args.flat());
    return Array.isArray(numbers) ? (modes(numbers)[0] ?? NA) : numbers;
  },
});

/** MODE.MULT(number1, …): all of them, as a column. */
export const MODE_MULT = define({
  name: "MODE.MULT",
  parameters: [numbers()],
  evaluate: (values) => {
    const found = modes(values);
    return found.length === 0 ? NA : ArrayValue.column(found);
  },
});

/** GEOMEAN(number1, …): of numbers above 0. */
export const GEOMEAN = define({
  name: "GEOMEAN",
  parameters: [numbers()],
  evaluate: (values) => (values.some((value) => value <= 0) ? NUM : Math.exp(mean(values.map(Math.log)))),
});

/** HARMEAN(number1, …): of numbers above 0. */
export const HARMEAN = define({
  name: "HARMEAN",
  parameters: [numbers()],
  evaluate: (values) => {
    if (values.some((value) => value <= 0)) return NUM;
    return values.length / sum(values.map((value) => 1 / value));
  },
});

/** TRIMMEAN(array, share): leaves out that share of the values, equally many at both ends. */
export const TRIMMEAN = define({
  name: "TRIMMEAN",
  parameters: [vector(), number()],
  evaluate: (values, share) => {
    if (share < 0 || share >= 1) return NUM;
    const cut = Math.floor((values.length * share) / 2 + 1e-9);
    return mean([...sorted(values)].slice(cut, values.length - cut));
  },
});
