/**
 * Applying lambdas to arrays. LET and LAMBDA themselves belong to the compiler.
 * Source: Microsoft's function reference, "Logical".
 */
import { CALC, ExcelError, NA, NUM, type Scalar, VALUE } from "../../values.ts";
import { ArrayValue, isMatrix, Lambda, Reference, type Value } from "../value.ts";
import {
  any,
  define,
  type FunctionContext,
  type FunctionDefinition,
  integer,
  lambda,
  many,
  orEmpty,
} from "./contract.ts";

/** The lambda's answer; #VALUE! where it does not take so many arguments. */
function apply(callee: Lambda, args: readonly Value[]): Value {
  return args.length < callee.minimum || args.length > callee.maximum ? VALUE : callee.call(args);
}

/** As one value of an array: #CALC! for an array or a lambda, which cannot stand inside one. */
function single(value: Value, context: FunctionContext): Scalar {
  const read = context.dereference(value);
  if (!isMatrix(read)) return read;
  return read.rows === 1 && read.columns === 1 ? read.at(0, 0) : CALC;
}

/** An argument as a table whose parts are references where it is one: `MAP(A1:A9,LAMBDA(c,ROW(c)))`. */
type Source = {
  rows: number;
  columns: number;
  at(row: number, column: number): Value;
  part(row: number, column: number, rows: number, columns: number): Value;
};

function sourceOf(given: Value, context: FunctionContext): Source | ExcelError {
  if (given instanceof Reference && given.areas.length === 1) {
    const { sheet, firstRow, firstColumn, lastRow, lastColumn } = given.areas[0]!;
    const part = (row: number, column: number, rows: number, columns: number) =>
      Reference.area(
        sheet,
        firstRow + row,
        firstColumn + column,
        firstRow + row + rows - 1,
        firstColumn + column + columns - 1,
      );
    return {
      rows: lastRow - firstRow + 1,
      columns: lastColumn - firstColumn + 1,
      at: (row, column) => part(row, column, 1, 1),
      part,
    };
  }
  const value = context.dereference(given);
  if (value instanceof ExcelError) return value;
  return isMatrix(value) ? value : new ArrayValue(1, 1, [value]);
}

/** MAP(array1, …, lambda): the lambda of the values at each place, #N/A beyond the smaller arrays. */
export const MAP = define({
  name: "MAP",
  parameters: [many(any({ calculated: true }), { minimum: 2 })],
  evaluate: (args, context): Value => {
    const callee = args.at(-1);
    if (callee instanceof ExcelError) return callee;
    if (!(callee instanceof Lambda)) return VALUE;
    const sources: Source[] = [];
    for (const arg of args.slice(0, -1)) {
      const source = sourceOf(arg, context);
      if (source instanceof ExcelError) return source;
      sources.push(source);
    }
    const rows = Math.max(...sources.map((source) => source.rows));
    const columns = Math.max(...sources.map((source) => source.columns));
    const result = ArrayValue.generate(rows, columns, (row, column) => {
      const values = sources.map((source) =>
        row < source.rows && column < source.columns ? source.at(row, column) : NA,
      );
      return single(apply(callee, values), context);
    });
    return rows === 1 && columns === 1 ? result.at(0, 0) : result;
  },
});

/** REDUCE([initial], array, lambda(accumulator, value)): the last accumulator; without `initial` the first value starts. */
export const REDUCE = define({
  name: "REDUCE",
  parameters: [orEmpty(any()), any({ calculated: true }), lambda()],
  evaluate: (initial, given, callee, context): Value => {
    const source = sourceOf(given, context);
    if (source instanceof ExcelError) return source;
    let accumulator: Value | undefined = initial;
    for (let row = 0; row < source.rows; row++) {
      for (let column = 0; column < source.columns; column++) {
        const value = source.at(row, column);
        accumulator = accumulator === undefined ? value : apply(callee, [accumulator, value]);
      }
    }
    return accumulator!;
  },
});

/** SCAN([initial], array, lambda(accumulator, value)): every accumulator on the way. */
export const SCAN = define({
  name: "SCAN",
  parameters: [orEmpty(any()), any({ calculated: true }), lambda()],
  evaluate: (initial, given, callee, context): Value => {
    const source = sourceOf(given, context);
    if (source instanceof ExcelError) return source;
    let accumulator: Value | undefined = initial;
    return ArrayValue.generate(source.rows, source.columns, (row, column) => {
      const value = source.at(row, column);
      accumulator = accumulator === undefined ? value : apply(callee, [accumulator, value]);
      return single(accumulator, context);
    });
  },
});

function byLine(name: string, byColumn: boolean): FunctionDefinition {
  return define({
    name,
    parameters: [any({ calculated: true }), lambda()],
    evaluate: (given, callee, context): Value => {
      const source = sourceOf(given, context);
      if (source instanceof ExcelError) return source;
      const { rows, columns } = source;
      const results = Array.from({ length: byColumn ? columns : rows }, (_, line) => {
        const part = byColumn ? source.part(0, line, rows, 1) : source.part(line, 0, 1, columns);
        return single(apply(callee, [part]), context);
      });
      return byColumn ? ArrayValue.row(results) : ArrayValue.column(results);
    },
  });
}

/** BYROW(array, lambda(row)) */
export const BYROW = byLine("BYROW", false);

/** BYCOL(array, lambda(column)) */
export const BYCOL = byLine("BYCOL", true);

/** MAKEARRAY(rows, columns, lambda(row, column)): places count from 1. */
export const MAKEARRAY = define({
  name: "MAKEARRAY",
  parameters: [integer(), integer(), lambda()],
  evaluate: (rows, columns, callee, context): Value => {
    if (rows < 1 || columns < 1) return VALUE;
    if (rows * columns > 10_000_000) return NUM;
    return ArrayValue.generate(rows, columns, (row, column) => single(apply(callee, [row + 1, column + 1]), context));
  },
});
