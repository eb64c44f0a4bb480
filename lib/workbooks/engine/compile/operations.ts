/** Arithmetic, joining and comparing as closures. */
import type { Scalar } from "../../values.ts";
import { toNumber } from "../coerce.ts";
import type { BinaryOperator } from "../formula/ast.ts";
import { finite, mapScalars, scalarOperator, snapToZero } from "../operators.ts";
import { isMatrix, type Matrix } from "../value.ts";
import type { Single } from "./place.ts";

/** The sum or difference that a formula ends with, which Excel snaps to 0. */
export function lastOperation(operator: "+" | "-", left: Single, right: Single, date1904: boolean): Single {
  const apply = scalarOperator(operator, date1904);
  return (at) => {
    const a = left(at);
    const b = right(at);
    return isMatrix(a) || isMatrix(b) ? mapScalars([a, b], ([x, y]) => apply(x!, y!)) : snapToZero(apply(a, b), a, b);
  };
}

export function binaryOperation(operator: BinaryOperator, left: Single, right: Single, date1904: boolean): Single {
  const apply = scalarOperator(operator, date1904);
  const spread = (a: Scalar | Matrix, b: Scalar | Matrix): Scalar | Matrix =>
    isMatrix(a) || isMatrix(b) ? mapScalars([a, b], ([x, y]) => apply(x!, y!)) : apply(a, b);
  // Two numbers are the common case, and V8 makes most of it when the operation stands in the closure itself.
  switch (operator) {
    case "+":
      return (at) => {
        const a = left(at);
        const b = right(at);
        return typeof a === "number" && typeof b === "number" ? finite(a + b) : spread(a, b);
      };
    case "-":
      return (at) => {
        const a = left(at);
        const b = right(at);
        return typeof a === "number" && typeof b === "number" ? finite(a - b) : spread(a, b);
      };
    case "*":
      return (at) => {
        const a = left(at);
        const b = right(at);
        return typeof a === "number" && typeof b === "number" ? finite(a * b) : spread(a, b);
      };
    case "/":
      return (at) => {
        const a = left(at);
        const b = right(at);
        return typeof a === "number" && typeof b === "number" && b !== 0 ? finite(a / b) : spread(a, b);
      };
    default:
      return (at) => spread(left(at), right(at));
  }
}

/** A sign or per cent: applied to the number that the operand stands for. */
export function unaryOperation(operand: Single, compute: (value: number) => Scalar, date1904: boolean): Single {
  const apply = (value: Scalar): Scalar => {
    const number = toNumber(value, date1904);
    return typeof number === "number" ? compute(number) : number;
  };
  return (at) => {
    const value = operand(at);
    return isMatrix(value) ? mapScalars([value], ([element]) => apply(element!)) : apply(value);
  };
}
