/** The operators on scalars, and how they spread over arrays. */
import { DIV0, ExcelError, NUM, type Scalar, VALUE } from "../values.ts";
import { numberToText, toNumber, toText } from "./coerce.ts";
import type { BinaryOperator } from "./formula/ast.ts";
import { compareScalars, foldCase } from "./ordering.ts";
import { type PaddedArray, spread } from "./spread.ts";
import { type ArrayValue, broadcastAt, isMatrix, type Matrix } from "./value.ts";

export type ScalarOperator = (left: Scalar, right: Scalar) => Scalar;

function arithmetic(compute: (left: number, right: number) => number | ExcelError, date1904: boolean): ScalarOperator {
  return (left, right) => {
    const a = toNumber(left, date1904);
    if (a instanceof ExcelError) return a;
    const b = toNumber(right, date1904);
    if (b instanceof ExcelError) return b;
    return finite(compute(a, b));
  };
}

function comparison(holds: (order: number) => boolean): ScalarOperator {
  return (left, right) => {
    const order = compareScalars(left, right);
    return typeof order === "number" ? holds(order) : order;
  };
}

/** Two texts need only be the same but for case; putting them in order would take many times as long. */
function equality(holds: (equal: boolean) => boolean): ScalarOperator {
  return (left, right) => {
    if (typeof left === "string" && typeof right === "string") {
      return holds(left === right || foldCase(left) === foldCase(right));
    }
    const order = compareScalars(left, right);
    return typeof order === "number" ? holds(order === 0) : order;
  };
}

function concatenate(left: Scalar, right: Scalar): Scalar {
  const a = typeof left === "number" ? numberToText(left) : toText(left);
  if (a instanceof ExcelError) return a;
  const b = typeof right === "number" ? numberToText(right) : toText(right);
  if (b instanceof ExcelError) return b;
  // A cell holds at most 32,767 characters.
  return a.length + b.length > 32_767 ? VALUE : a + b;
}

/** Infinities and NaN are `#NUM!`, −0 is 0. */
export function finite(value: number | ExcelError): number | ExcelError {
  if (typeof value !== "number") return value;
  return Number.isFinite(value) ? value + 0 : NUM;
}

export function power(base: number, exponent: number): number | ExcelError {
  if (base === 0) return exponent === 0 ? NUM : exponent < 0 ? DIV0 : 0;
  return base ** exponent;
}

/** The function of an operator; texts that are dates read as serials of the workbook's date system. */
export function scalarOperator(operator: BinaryOperator, date1904: boolean): ScalarOperator {
  switch (operator) {
    case "+":
      return arithmetic((a, b) => a + b, date1904);
    case "-":
      return arithmetic((a, b) => a - b, date1904);
    case "*":
      return arithmetic((a, b) => a * b, date1904);
    case "/":
      return arithmetic((a, b) => (b === 0 ? DIV0 : a / b), date1904);
    case "^":
      return arithmetic(power, date1904);
    case "&":
      return concatenate;
    case "=":
      return equality((equal) => equal);
    case "<>":
      return equality((equal) => !equal);
    case "<":
      return comparison((order) => order < 0);
    case "<=":
      return comparison((order) => order <= 0);
    case ">":
      return comparison((order) => order > 0);
    case ">=":
      return comparison((order) => order >= 0);
  }
}

/**
 * The sum or difference that ends a formula: where it is all but 0 beside its operands Excel makes it 0
 * (`=0.5-0.4-0.1` is 0, `=(0.5-0.4-0.1)` is not).
 */
export function snapToZero(result: Scalar, left: Scalar, right: Scalar): Scalar {
  if (typeof result !== "number" || result === 0 || typeof left !== "number" || typeof right !== "number")
    return result;
  return Math.abs(result) < Math.max(Math.abs(left), Math.abs(right)) * 6e-16 ? 0 : result;
}

/**
 * Applies `compute` position by position over values of which some are matrices; a scalar where none is. The list
 * that `compute` gets is filled anew for each position: it must not be kept.
 */
export function mapScalars(
  values: readonly (Scalar | Matrix)[],
  compute: (scalars: readonly Scalar[]) => Scalar,
): Scalar | ArrayValue | PaddedArray {
  const sources = values.map((value) => (isMatrix(value) ? value : undefined));
  const matrices = sources.filter((source) => source !== undefined);
  if (matrices.length === 0) return compute(values as readonly Scalar[]);
  const scalars = values.map((value): Scalar => (isMatrix(value) ? null : value));
  return spread(matrices, (row, column) => {
    for (let index = 0; index < sources.length; index++) {
      const source = sources[index];
      if (source !== undefined) scalars[index] = broadcastAt(source, row, column);
    }
    return compute(scalars);
  });
}
