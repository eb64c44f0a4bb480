/**
 * Applying lambdas to arrays. LET and LAMBDA themselves belong to the compiler.
 * Source: Microsoft's function reference, "Logical".
 */
import { CALC, ExcelError, NUM, type Scalar, VALUE } from "../../values.ts";
import { ArrayValue, isMatrix, Lambda, type Matrix, type Value } from "../value.ts";
import {
  any,
  array,
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

/** MAP(array1, …, lambda): the lambda of the values at each place. */
export const MAP = define({
  name: "MAP",
  parameters: [many(any(), { minimum: 2 })],
  evaluate: (args, context): Value => {
    const callee = args.at(-1);
    if (callee instanceof ExcelError) return callee;
    if (!(callee instanceof Lambda)) return VALUE;
    const sources = args.slice(0, -1).map((arg) => context.dereference(arg));
    return context.map(sources, (scalars) => single(apply(callee, scalars), context));
  },
});

/** The values of an array row by row. */
function* valuesOf(table: Matrix): Generator<Scalar> {
  for (let row = 0; row < table.rows; row++) {
    for (let column = 0; column < table.columns; column++) yield table.at(row, column);
  }
}

/** REDUCE([initial], array, lambda(accumulator, value)): the last accumulator; without `initial` the first value starts. */
export const REDUCE = define({
  name: "REDUCE",
  parameters: [orEmpty(any()), array(), lambda()],
  evaluate: (initial, table, callee): Value => {
    let accumulator: Value | undefined = initial;
    for (const value of valuesOf(table)) {
      accumulator = accumulator === undefined ? value : apply(callee, [accumulator, value]);
    }
    return accumulator!;
  },
});

/** SCAN([initial], array, lambda(accumulator, value)): every accumulator on the way. */
export const SCAN = define({
  name: "SCAN",
  parameters: [orEmpty(any()), array(), lambda()],
  evaluate: (initial, table, callee, context): Value => {
    let accumulator: Value | undefined = initial;
    return ArrayValue.generate(table.rows, table.columns, (row, column) => {
      const value = table.at(row, column);
      accumulator = accumulator === undefined ? value : apply(callee, [accumulator, value]);
      return single(accumulator, context);
    });
  },
});

function byLine(name: string, byColumn: boolean): FunctionDefinition {
  return define({
    name,
    parameters: [array(), lambda()],
    evaluate: (table, callee, context): Value => {
      const count = byColumn ? table.columns : table.rows;
      const results = Array.from({ length: count }, (_, line) => {
        const part = byColumn ? table.part(0, line, table.rows, 1) : table.part(line, 0, 1, table.columns);
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
