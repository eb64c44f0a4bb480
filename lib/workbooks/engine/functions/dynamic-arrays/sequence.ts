import { CALC, NUM, VALUE } from "../../../values.ts";
import { ArrayValue } from "../../value.ts";
import { define, integer, number, orEmpty } from "../contract.ts";

/** SEQUENCE([rows], [columns], [start], [step]): counts row by row. */
export const SEQUENCE = define({
  name: "SEQUENCE",
  parameters: [orEmpty(integer(), 1), orEmpty(integer(), 1), orEmpty(number(), 1), orEmpty(number(), 1)],
  evaluate: (rows, columns, start, step) => {
    if (rows < 0 || columns < 0) return VALUE;
    if (rows === 0 || columns === 0) return CALC;
    if (rows * columns > 10_000_000) return NUM;
    return ArrayValue.generate(rows, columns, (row, column) => start + step * (row * columns + column));
  },
});
