/** Choosing by number, turning tables, and links. */
import { ExcelError, type Scalar, VALUE } from "../../../values.ts";
import { toNumber } from "../../coerce.ts";
import { ArrayValue, isMatrix, type Value } from "../../value.ts";
import { array, define, lazy, many, optional, scalar, value } from "../contract.ts";

/** CHOOSE(index, value1, …): only the value chosen is calculated; may be a reference. */
export const CHOOSE = define({
  name: "CHOOSE",
  parameters: [value(), many(lazy())],
  evaluate: (index, choices, context): Value => {
    const pick = (scalar: Scalar): Value => {
      const number = toNumber(scalar);
      if (number instanceof ExcelError) return number;
      const choice = choices[Math.trunc(number) - 1];
      return choice === undefined ? VALUE : choice();
    };
    if (!isMatrix(index)) return pick(index);
    const all = choices.map((choice) => context.dereference(choice()));
    return context.map([index, ...all], ([number, ...values]) => {
      const position = toNumber(number!);
      if (position instanceof ExcelError) return position;
      return values[Math.trunc(position) - 1] === undefined ? VALUE : values[Math.trunc(position) - 1]!;
    });
  },
});

/** TRANSPOSE(array): rows as columns. */
export const TRANSPOSE = define({
  name: "TRANSPOSE",
  parameters: [array()],
  evaluate: (table) => ArrayValue.generate(table.columns, table.rows, (row, column) => table.at(column, row)),
});

/** HYPERLINK(link, [shown]): what is shown. */
export const HYPERLINK = define({
  name: "HYPERLINK",
  parameters: [scalar(), optional(scalar())],
  evaluate: (link, shown) => (shown === undefined ? link : shown),
});
