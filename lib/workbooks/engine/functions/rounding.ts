/** Rounding, to decimals and to multiples. Source: Microsoft's function reference. */
import { DIV0, NUM } from "../../values.ts";
import { roundDecimal } from "../numerics/decimal.ts";
import { define, integer, number, optional, strictNumber } from "./contract.ts";

/** ROUND(number, digits): halves away from zero; digits below 0 round left of the point. */
export const ROUND = define({
  name: "ROUND",
  parameters: [number(), integer()],
  evaluate: (value, digits) => roundDecimal(value, digits, "nearest"),
});

/** ROUNDUP(number, digits): away from zero. */
export const ROUNDUP = define({
  name: "ROUNDUP",
  parameters: [number(), integer()],
  evaluate: (value, digits) => roundDecimal(value, digits, "up"),
});

/** ROUNDDOWN(number, digits): towards zero. */
export const ROUNDDOWN = define({
  name: "ROUNDDOWN",
  parameters: [number(), integer()],
  evaluate: (value, digits) => roundDecimal(value, digits, "down"),
});

/** TRUNC(number, [digits]): towards zero. */
export const TRUNC = define({
  name: "TRUNC",
  parameters: [number(), optional(integer(), 0)],
  evaluate: (value, digits) => roundDecimal(value, digits, "down"),
});

/** INT(number): down to the next whole number. */
export const INT = define({ name: "INT", parameters: [number()], evaluate: (value) => Math.floor(value) });

/** EVEN(number): away from zero to an even number. */
export const EVEN = define({
  name: "EVEN",
  parameters: [number()],
  evaluate: (value) => Math.sign(value) * 2 * Math.ceil(Math.abs(value) / 2),
});

/** ODD(number): away from zero to an odd number; 1 for 0. */
export const ODD = define({
  name: "ODD",
  parameters: [number()],
  evaluate: (value) => (value < 0 ? -1 : 1) * (2 * Math.ceil((Math.abs(value) - 1) / 2) + 1),
});

/** MROUND(number, multiple): to the nearest multiple, halves away from zero; opposite signs give #NUM!. */
export const MROUND = define({
  name: "MROUND",
  parameters: [strictNumber(), strictNumber()],
  evaluate: (value, multiple) => {
    if (value === 0 || multiple === 0) return 0;
    return value > 0 !== multiple > 0 ? NUM : Math.round(value / multiple) * multiple;
  },
});

/** A multiple of `step` by rounding the quotient; a quotient that is whole but for binary noise counts as whole. */
function toMultiple(value: number, step: number, round: (quotient: number) => number): number {
  if (step === 0) return 0;
  const quotient = value / step;
  const nearest = Math.round(quotient);
  const whole = Math.abs(quotient - nearest) <= 1e-15 * 4 * Math.abs(nearest) ? nearest : round(quotient);
  return roundDecimal(whole * step, 15 - Math.ceil(Math.log10(Math.abs(whole * step) || 1)), "nearest");
}

/** CEILING(number, significance): away from zero when both have one sign, else up. */
export const CEILING = define({
  name: "CEILING",
  parameters: [number(), number()],
  evaluate: (value, step) => (value > 0 && step < 0 ? NUM : toMultiple(value, step, Math.ceil)),
});

/** FLOOR(number, significance): towards zero when both have one sign, else down; significance 0 divides by zero. */
export const FLOOR = define({
  name: "FLOOR",
  parameters: [number(), number()],
  evaluate: (value, step) => {
    if (step === 0 && value !== 0) return DIV0;
    return value > 0 && step < 0 ? NUM : toMultiple(value, step, Math.floor);
  },
});

/** CEILING.MATH(number, [significance], [mode]): up; with a mode other than 0, negative numbers away from zero. */
export const CEILING_MATH = define({
  name: "CEILING.MATH",
  parameters: [number(), optional(number(), 1), optional(number(), 0)],
  evaluate: (value, step, mode) => toMultiple(value, Math.abs(step), value < 0 && mode !== 0 ? Math.floor : Math.ceil),
});

/** FLOOR.MATH(number, [significance], [mode]): down; with a mode other than 0, negative numbers towards zero. */
export const FLOOR_MATH = define({
  name: "FLOOR.MATH",
  parameters: [number(), optional(number(), 1), optional(number(), 0)],
  evaluate: (value, step, mode) => toMultiple(value, Math.abs(step), value < 0 && mode !== 0 ? Math.ceil : Math.floor),
});

/** CEILING.PRECISE(number, [significance]): up, whatever the signs. */
export const CEILING_PRECISE = define({
  name: "CEILING.PRECISE",
  parameters: [number(), optional(number(), 1)],
  evaluate: (value, step) => toMultiple(value, Math.abs(step), Math.ceil),
});

/** ISO.CEILING(number, [significance]): the same as CEILING.PRECISE. */
export const ISO_CEILING = { ...CEILING_PRECISE, name: "ISO.CEILING" };

/** ECMA.CEILING(number, [significance]): an old name of ISO.CEILING. */
export const ECMA_CEILING = { ...CEILING_PRECISE, name: "ECMA.CEILING" };

/** FLOOR.PRECISE(number, [significance]): down, whatever the signs. */
export const FLOOR_PRECISE = define({
  name: "FLOOR.PRECISE",
  parameters: [number(), optional(number(), 1)],
  evaluate: (value, step) => toMultiple(value, Math.abs(step), Math.floor),
});
