/** Counting and summing under conditions. Source: Microsoft's function reference. */
import { DIV0, ExcelError, VALUE } from "../../../values.ts";
import type { Criterion } from "../../criteria.ts";
import { countWhere, positionsWhere, totalsWhere } from "../../search.ts";
import type { Matrix, Reference } from "../../value.ts";
import { criteria, define, type FunctionContext, optional, pairs, range, reference } from "../contract.ts";

type Conditions = readonly (readonly [Matrix, Criterion])[];

function sameSize(matrix: Matrix, conditions: Conditions): boolean {
  return conditions.every(([other]) => other.rows === matrix.rows && other.columns === matrix.columns);
}

function count(conditions: Conditions): number | ExcelError {
  const [first] = conditions[0]!;
  if (!sameSize(first, conditions)) return VALUE;
  const found = countWhere(conditions);
  if (!conditions.every(([, criterion]) => criterion.matches(null))) return found;
  // Every condition also takes blank cells, of which those beyond the used part were not looked at.
  const usedRows = Math.max(...conditions.map(([matrix]) => matrix.usedRows));
  const usedColumns = Math.max(...conditions.map(([matrix]) => matrix.usedColumns));
  return found + first.rows * first.columns - usedRows * usedColumns;
}

/** The numbers of a matrix, equally large, at the places where every condition holds; the first error among them. */
function numbersWhere(matrix: Matrix, conditions: Conditions): number[] | ExcelError {
  if (!sameSize(matrix, conditions)) return VALUE;
  const numbers: number[] = [];
  for (const position of positionsWhere(conditions)) {
    const value = matrix.at(Math.floor(position / matrix.columns), position % matrix.columns);
    if (typeof value === "number") numbers.push(value);
    else if (value instanceof ExcelError) return value;
  }
  return numbers;
}

type Totals = { readonly sum: number; readonly count: number };

const sumOf = ({ sum }: Totals): number => sum;
const averageOf = ({ sum, count }: Totals): number | ExcelError => (count === 0 ? DIV0 : sum / count);

/** COUNTIF(range, criteria). */
export const COUNTIF = define({
  name: "COUNTIF",
  parameters: [range(), criteria()],
  evaluate: (matrix, criterion) => count([[matrix, criterion]]),
});

/** COUNTIFS(range1, criteria1, …): cells where all conditions hold; ranges of different sizes give #VALUE!. */
export const COUNTIFS = define({ name: "COUNTIFS", parameters: [pairs(range(), criteria())], evaluate: count });

/** One condition and numbers elsewhere: an area of the condition's size whose first cell is that of `target`. */
function underCondition(name: string, summarise: (totals: Totals) => number | ExcelError) {
  return define({
    name,
    parameters: [range(), criteria(), optional(reference({ calculated: true }))],
    evaluate: (tested, criterion, target, context) => {
      const matrix = target === undefined ? tested : resized(target, tested, context);
      const totals = totalsWhere(matrix, [[tested, criterion]]);
      return totals instanceof ExcelError ? totals : summarise(totals);
    },
  });
}

function resized(target: Reference, { rows, columns }: Matrix, context: FunctionContext): Matrix {
  const area = target.areas[0]!;
  return context.read({
    ...area,
    lastRow: area.firstRow + rows - 1,
    lastColumn: area.firstColumn + columns - 1,
  });
}

/** SUMIF(range, criteria, [sum range]). */
export const SUMIF = underCondition("SUMIF", sumOf);
/** AVERAGEIF(range, criteria, [average range]): #DIV/0! where nothing is found. */
export const AVERAGEIF = underCondition("AVERAGEIF", averageOf);

/** Numbers first, then any number of conditions; ranges of different sizes give #VALUE!. */
function totalUnderConditions(name: string, summarise: (totals: Totals) => number | ExcelError) {
  return define({
    name,
    parameters: [range(), pairs(range(), criteria())],
    evaluate: (matrix, conditions) => {
      if (!sameSize(matrix, conditions)) return VALUE;
      const totals = totalsWhere(matrix, conditions);
      return totals instanceof ExcelError ? totals : summarise(totals);
    },
  });
}

/** SUMIFS(sum range, range1, criteria1, …). */
export const SUMIFS = totalUnderConditions("SUMIFS", sumOf);
/** AVERAGEIFS(average range, range1, criteria1, …): #DIV/0! where nothing is found. */
export const AVERAGEIFS = totalUnderConditions("AVERAGEIFS", averageOf);

/** The same for functions that need the numbers one by one. */
function underConditions(name: string, summarise: (numbers: readonly number[]) => number) {
  return define({
    name,
    parameters: [range(), pairs(range(), criteria())],
    evaluate: (matrix, conditions) => {
      const numbers = numbersWhere(matrix, conditions);
      return numbers instanceof ExcelError ? numbers : summarise(numbers);
    },
  });
}

/** MAXIFS(max range, range1, criteria1, …): 0 where nothing is found. */
export const MAXIFS = underConditions("MAXIFS", (numbers) =>
  numbers.reduce((most, value) => Math.max(most, value), numbers[0] ?? 0),
);
/** MINIFS(min range, range1, criteria1, …): 0 where nothing is found. */
export const MINIFS = underConditions("MINIFS", (numbers) =>
  numbers.reduce((least, value) => Math.min(least, value), numbers[0] ?? 0),
);
