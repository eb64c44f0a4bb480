/**
 * DSUM and its kin: a table with headings, a field and a block of criteria, whose rows are alternatives and whose
 * columns must hold together. Source: Microsoft's function reference, "Database".
 */
import { DIV0, ExcelError, NUM, type Scalar, VALUE } from "../../values.ts";
import { toText } from "../coerce.ts";
import { type Criterion, parseCriterion } from "../criteria.ts";
import { variance } from "../numerics/moments.ts";
import { foldCase } from "../ordering.ts";
import type { Matrix } from "../value.ts";
import { define, type FunctionContext, range, scalar } from "./contract.ts";

/** The column of a field by its heading, in any case, or by its number from 1; -1 where there is none. */
function findField(table: Matrix, field: Scalar): number {
  if (typeof field === "number" || typeof field === "boolean") {
    const column = Math.trunc(Number(field)) - 1;
    return column < table.columns ? Math.max(-1, column) : -1;
  }
  for (let column = 0; column < table.columns; column++) {
    const heading = toText(table.at(0, column));
    if (typeof field === "string" && typeof heading === "string" && foldCase(heading) === foldCase(field))
      return column;
  }
  return -1;
}

/** Text without an operator takes all that begins with it, unlike in COUNTIF. */
function parseCondition(cell: Scalar): Criterion {
  return parseCriterion(typeof cell === "string" && /^[^<>=]/.test(cell) && !isNumeric(cell) ? `${cell}*` : cell);
}

function isNumeric(cell: string): boolean {
  return typeof parseCriterion(cell).operand !== "string";
}

type Condition = { column: number; criterion: Criterion };

/** One list of conditions per row of criteria; blank cells ask for nothing. */
function parseCriteria(table: Matrix, criteria: Matrix, context: FunctionContext): Condition[][] {
  const alternatives: Condition[][] = [];
  for (let row = 1; row < criteria.rows; row++) {
    const conditions: Condition[] = [];
    for (let column = 0; column < criteria.columns; column++) {
      const cell = criteria.at(row, column);
      if (cell === null) continue;
      const field = findField(table, toText(criteria.at(0, column)) as string);
      // A formula as criterion would have to be calculated anew for each record; a text is none and fits no record.
      if (field < 0 && typeof cell !== "string") context.unsupported("computed_criteria");
      conditions.push({ column: field, criterion: parseCondition(cell) });
    }
    alternatives.push(conditions);
  }
  return alternatives;
}

/** The values in a column of the records that fit; with no column, a number per record. */
function select(
  table: Matrix,
  column: number | undefined,
  criteria: Matrix,
  context: FunctionContext,
): Scalar[] | ExcelError {
  if (table.rows < 2 || (column !== undefined && column < 0)) return VALUE;
  const alternatives = parseCriteria(table, criteria, context);
  const values: Scalar[] = [];
  for (let row = 1; row < table.usedRows; row++) {
    const fits = alternatives.some((conditions) =>
      conditions.every(({ column, criterion }) => column >= 0 && criterion.matches(table.at(row, column))),
    );
    if (fits) values.push(column === undefined ? 1 : table.at(row, column));
  }
  return values;
}

function databaseFunction(
  name: string,
  summarise: (values: readonly Scalar[]) => Scalar,
  { fieldMayBeEmpty = false } = {},
) {
  return define({
    name,
    parameters: [range(), scalar(), range()],
    evaluate: (table, field, criteria, context) => {
      const column = field === null && fieldMayBeEmpty ? undefined : findField(table, field);
      const values = select(table, column, criteria, context);
      return values instanceof ExcelError ? values : summarise(values);
    },
  });
}

/** A statistic of the numbers among the values; the first error instead. */
function ofNumbers(name: string, summarise: (numbers: readonly number[]) => Scalar) {
  return databaseFunction(name, (values) => {
    const fault = values.find((value) => value instanceof ExcelError);
    return fault ?? summarise(values.filter((value) => typeof value === "number"));
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, value) => total + value, 0);

/** DCOUNT(database, field, criteria): cells that hold numbers; records where the field is left off. */
export const DCOUNT = databaseFunction(
  "DCOUNT",
  (values) => values.filter((value) => typeof value === "number").length,
  { fieldMayBeEmpty: true },
);
/** DCOUNTA(database, field, criteria): cells that are not blank. */
export const DCOUNTA = databaseFunction("DCOUNTA", (values) => values.filter((value) => value !== null).length, {
  fieldMayBeEmpty: true,
});
/** DGET(database, field, criteria): the one value found; #VALUE! for none, #NUM! for several. */
export const DGET = databaseFunction("DGET", ([first = VALUE, ...others]) => (others.length > 0 ? NUM : first));
/** DSUM(database, field, criteria): the sum. */
export const DSUM = ofNumbers("DSUM", sum);
/** DPRODUCT(database, field, criteria): 0 where nothing is found. */
export const DPRODUCT = ofNumbers("DPRODUCT", (numbers) =>
  numbers.length === 0 ? 0 : numbers.reduce((product, value) => product * value, 1),
);
/** DAVERAGE(database, field, criteria): #DIV/0! where nothing is found. */
export const DAVERAGE = ofNumbers("DAVERAGE", (numbers) =>
  numbers.length === 0 ? DIV0 : sum(numbers) / numbers.length,
);
/** DMAX(database, field, criteria): 0 where nothing is found. */
export const DMAX = ofNumbers("DMAX", (numbers) =>
  numbers.reduce((most, value) => Math.max(most, value), numbers[0] ?? 0),
);
/** DMIN(database, field, criteria): 0 where nothing is found. */
export const DMIN = ofNumbers("DMIN", (numbers) =>
  numbers.reduce((least, value) => Math.min(least, value), numbers[0] ?? 0),
);
/** DVAR(database, field, criteria): the variance of a sample. */
export const DVAR = ofNumbers("DVAR", (numbers) => (numbers.length < 2 ? DIV0 : variance(numbers, 1)));
/** DVARP(database, field, criteria): the variance of a population. */
export const DVARP = ofNumbers("DVARP", (numbers) => (numbers.length < 1 ? DIV0 : variance(numbers, 0)));
/** DSTDEV(database, field, criteria): the standard deviation of a sample. */
export const DSTDEV = ofNumbers("DSTDEV", (numbers) => (numbers.length < 2 ? DIV0 : Math.sqrt(variance(numbers, 1))));
/** DSTDEVP(database, field, criteria): the standard deviation of a population. */
export const DSTDEVP = ofNumbers("DSTDEVP", (numbers) => (numbers.length < 1 ? DIV0 : Math.sqrt(variance(numbers, 0))));
