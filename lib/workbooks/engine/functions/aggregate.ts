/** SUBTOTAL and AGGREGATE: statistics that leave out hidden rows, other subtotals or errors. */
import { DIV0, ExcelError, NA, NUM, type Scalar, VALUE } from "../../values.ts";
import { toNumber } from "../coerce.ts";
import { mean, sum, variance } from "../numerics/moments.ts";
import { type Matrix, Reference, scalarsOf, type Value } from "../value.ts";
import { cells, define, type FunctionContext, integer, many, reference } from "./contract.ts";
import { median, modes } from "./statistics/averages.ts";
import { kthLargest, kthSmallest, quantileExclusive, quantileInclusive } from "./statistics/ranks.ts";

type Statistic = (numbers: readonly number[]) => Scalar;

/** Function numbers 1 and 4 to 13; 2 and 3 count and are told apart below. */
const STATISTICS: Readonly<Record<number, Statistic>> = {
  1: (numbers) => (numbers.length === 0 ? DIV0 : mean(numbers)),
  4: (numbers) => numbers.reduce((most, value) => Math.max(most, value), numbers[0] ?? 0),
  5: (numbers) => numbers.reduce((least, value) => Math.min(least, value), numbers[0] ?? 0),
  6: (numbers) => (numbers.length === 0 ? 0 : numbers.reduce((product, value) => product * value, 1)),
  7: (numbers) => (numbers.length < 2 ? DIV0 : Math.sqrt(variance(numbers, 1))),
  8: (numbers) => (numbers.length < 1 ? DIV0 : Math.sqrt(variance(numbers, 0))),
  9: sum,
  10: (numbers) => (numbers.length < 2 ? DIV0 : variance(numbers, 1)),
  11: (numbers) => (numbers.length < 1 ? DIV0 : variance(numbers, 0)),
  12: (numbers) => (numbers.length === 0 ? NUM : median(numbers)),
  13: (numbers) => modes(numbers)[0] ?? NA,
};
const COUNT = 2;
const COUNTA = 3;
const LAST_OF_SUBTOTAL = 11;

/** Function numbers 14 to 19 of AGGREGATE, which take a second argument. */
const RANKED: Readonly<Record<number, (numbers: readonly number[], k: number) => number | ExcelError>> = {
  14: (numbers, k) => (k <= 0 ? NUM : kthLargest(numbers, k)),
  15: kthSmallest,
  16: quantileInclusive,
  17: (numbers, k) => quantileInclusive(numbers, Math.trunc(k) / 4),
  18: quantileExclusive,
  19: (numbers, k) => quantileExclusive(numbers, Math.trunc(k) / 4),
};

type LeaveOut = { hiddenRows: boolean; subtotals: boolean; errors: boolean };

/** The cells of a reference that remain; rows hidden by a filter never do. */
function* visibleCells({ areas }: Reference, leaveOut: LeaveOut, context: FunctionContext): Generator<Scalar> {
  for (const area of areas) {
    const matrix = context.read(area);
    for (let row = 0; row < matrix.usedRows; row++) {
      const sheetRow = area.firstRow + row;
      if (context.rowFiltered(area.sheet, sheetRow)) continue;
      if (leaveOut.hiddenRows && context.rowHidden(area.sheet, sheetRow)) continue;
      for (let column = 0; column < matrix.usedColumns; column++) {
        const isNested = leaveOut.subtotals && context.cell(area.sheet, sheetRow, area.firstColumn + column).isSubtotal;
        if (!isNested) yield matrix.at(row, column);
      }
    }
  }
}

/** Applies a statistic by its number; undefined where there is none. Numbers alone count, and errors end it. */
function summarise(number: number, values: Iterable<Scalar>, skipErrors: boolean): Scalar {
  const numbers: number[] = [];
  let filled = 0;
  for (const value of values) {
    if (value instanceof ExcelError) {
      if (skipErrors) continue;
      if (number !== COUNT && number !== COUNTA) return value;
    }
    if (value !== null) filled++;
    if (typeof value === "number") numbers.push(value);
  }
  if (number === COUNT) return numbers.length;
  if (number === COUNTA) return filled;
  return STATISTICS[number]?.(numbers) ?? VALUE;
}

function* chain(sources: readonly Iterable<Scalar>[]): Generator<Scalar> {
  for (const source of sources) yield* source;
}

/** SUBTOTAL(function, ref1, …): functions 1 to 11, or 101 to 111 which also leave out rows hidden by hand. */
export const SUBTOTAL = define({
  name: "SUBTOTAL",
  parameters: [integer(), many(reference({ calculated: true }))],
  evaluate: (code, references, context) => {
    const number = code > 100 ? code - 100 : code;
    if (number < 1 || number > LAST_OF_SUBTOTAL) return VALUE;
    const leaveOut = { hiddenRows: code > 100, subtotals: true, errors: false };
    const sources = references.map((each) => visibleCells(each, leaveOut, context));
    return summarise(number, chain(sources), false);
  },
});

/** AGGREGATE's options 0 to 7. */
function leaveOutBy(option: number): LeaveOut | undefined {
  if (option < 0 || option > 7) return undefined;
  return {
    hiddenRows: option % 2 === 1,
    errors: option === 2 || option === 3 || option === 6 || option === 7,
    subtotals: option < 4,
  };
}

/**
 * AGGREGATE(function, options, ref1, …) for functions 1 to 13; AGGREGATE(function, options, array, k) for LARGE,
 * SMALL and the quantiles, 14 to 19, where an array of k gives an array.
 */
export const AGGREGATE = define({
  name: "AGGREGATE",
  parameters: [integer(), integer(), many(cells())],
  evaluate: (number, option, sources, context): Value => {
    const leaveOut = leaveOutBy(option);
    if (leaveOut === undefined || number < 1 || number > 19) return VALUE;
    const read = (source: Reference | Matrix) =>
      source instanceof Reference ? visibleCells(source, leaveOut, context) : scalarsOf(source);
    const ranked = RANKED[number];
    if (ranked === undefined) return summarise(number, chain(sources.map(read)), leaveOut.errors);

    const [source, ranks] = sources;
    if (source === undefined || ranks === undefined || sources.length > 2) return VALUE;
    const numbers: number[] = [];
    for (const value of read(source)) {
      if (typeof value === "number") numbers.push(value);
      else if (value instanceof ExcelError && !leaveOut.errors) return value;
    }
    return context.map([context.intersect(ranks)], ([k]) => {
      const rank = toNumber(k!, context.date1904);
      return typeof rank === "number" ? ranked(numbers, rank) : rank;
    });
  },
});
