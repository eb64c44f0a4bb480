/** Random numbers, all volatile. Source: Microsoft's function reference. */
import { NUM, VALUE } from "../../values.ts";
import { ArrayValue } from "../value.ts";
import { boolean, define, integer, number, orEmpty, strictNumber } from "./contract.ts";

/** RAND(): at least 0, less than 1. */
export const RAND = define({ name: "RAND", parameters: [], volatile: true, evaluate: (context) => context.random() });

/** RANDBETWEEN(bottom, top): a whole number, both ends included. */
export const RANDBETWEEN = define({
  name: "RANDBETWEEN",
  parameters: [strictNumber(), strictNumber()],
  volatile: true,
  evaluate: (bottom, top, context) => wholeBetween(bottom, top, context.random()),
});

function wholeBetween(bottom: number, top: number, random: number) {
  const low = Math.ceil(bottom);
  const high = Math.floor(top);
  return low > high ? NUM : low + Math.floor(random * (high - low + 1));
}

/** RANDARRAY([rows], [columns], [minimum], [maximum], [whole]). */
export const RANDARRAY = define({
  name: "RANDARRAY",
  parameters: [
    orEmpty(integer(), 1),
    orEmpty(integer(), 1),
    orEmpty(number(), 0),
    orEmpty(number(), 1),
    orEmpty(boolean(), false),
  ],
  volatile: true,
  evaluate: (rows, columns, minimum, maximum, whole, context) => {
    if (rows < 1 || columns < 1 || minimum > maximum) return VALUE;
    if (rows * columns > 10_000_000) return NUM;
    if (whole && !(Number.isInteger(minimum) && Number.isInteger(maximum))) return VALUE;
    return ArrayValue.generate(rows, columns, () =>
      whole ? wholeBetween(minimum, maximum, context.random()) : minimum + context.random() * (maximum - minimum),
    );
  },
});
