import type { Scalar } from "../../values.ts";
import { ArrayValue, isMatrix, Reference, type Value } from "../value.ts";
import type { FunctionContext } from "./contract.ts";

/** N and T: of a reference the first cell counts, of an array every element. */
export function firstOrEach(given: Value, context: FunctionContext, convert: (value: Scalar) => Scalar): Value {
  if (given instanceof Reference) {
    const { sheet, firstRow, firstColumn } = given.areas[0]!;
    const value = context.dereference(Reference.cell(sheet, firstRow, firstColumn));
    return isMatrix(value) ? convert(value.at(0, 0)) : convert(value);
  }
  const value = context.dereference(given);
  if (!isMatrix(value)) return convert(value);
  return ArrayValue.generate(value.rows, value.columns, (row, column) => convert(value.at(row, column)));
}
