/** Bits of whole numbers below 2^48, and two comparisons. Source: Microsoft's function reference. */
import { NUM } from "../../../values.ts";
import { define, integer, number, optional, strictNumber } from "../contract.ts";

const LIMIT = 2 ** 48;
const MOST_SHIFTED = 53;

function isBits(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < LIMIT;
}

function bitwise(name: string, combine: (a: bigint, b: bigint) => bigint) {
  return define({
    name,
    parameters: [number(), number()],
    evaluate: (a, b) => (isBits(a) && isBits(b) ? Number(combine(BigInt(a), BigInt(b))) : NUM),
  });
}

/** BITAND(number1, number2): bits set in both. */
export const BITAND = bitwise("BITAND", (a, b) => a & b);
/** BITOR(number1, number2): bits set in either. */
export const BITOR = bitwise("BITOR", (a, b) => a | b);
/** BITXOR(number1, number2): bits set in one of them. */
export const BITXOR = bitwise("BITXOR", (a, b) => a ^ b);

function shifted(value: number, left: number) {
  if (!isBits(value) || Math.abs(left) > MOST_SHIFTED) return NUM;
  const result = Math.floor(value * 2 ** left);
  return result < LIMIT ? result : NUM;
}

/** BITLSHIFT(number, bits): a negative shift goes right. */
export const BITLSHIFT = define({ name: "BITLSHIFT", parameters: [number(), integer()], evaluate: shifted });
/** BITRSHIFT(number, bits): a negative shift goes left. */
export const BITRSHIFT = define({
  name: "BITRSHIFT",
  parameters: [number(), integer()],
  evaluate: (value, right) => shifted(value, -right),
});

/** DELTA(number1, [number2]): 1 where they are equal. */
export const DELTA = define({
  name: "DELTA",
  parameters: [strictNumber(), optional(strictNumber(), 0)],
  evaluate: (a, b) => (a === b ? 1 : 0),
});

/** GESTEP(number, [step]): 1 from the step on. */
export const GESTEP = define({
  name: "GESTEP",
  parameters: [strictNumber(), optional(strictNumber(), 0)],
  evaluate: (value, step) => (value >= step ? 1 : 0),
});
