/** Numbers as Roman numerals and in other bases. Source: Microsoft's function reference. */
import { NUM, type Scalar, VALUE } from "../../values.ts";
import { toNumber } from "../coerce.ts";
import { define, integer, number, optional, scalar, text } from "./contract.ts";

/** The pairs that each form of ROMAN adds to those of the form before; a form allows all up to its own. */
const ROMAN_PAIRS: readonly (readonly [number, string][])[] = [
  [
    [1000, "M"],
    [900, "CM"],
    [500, "D"],
    [400, "CD"],
    [100, "C"],
    [90, "XC"],
    [50, "L"],
    [40, "XL"],
    [10, "X"],
    [9, "IX"],
    [5, "V"],
    [4, "IV"],
    [1, "I"],
  ],
  [
    [950, "LM"],
    [450, "LD"],
    [95, "VC"],
    [45, "VL"],
  ],
  [
    [990, "XM"],
    [490, "XD"],
    [99, "IC"],
    [49, "IL"],
  ],
  [
    [995, "VM"],
    [495, "VD"],
  ],
  [
    [999, "IM"],
    [499, "ID"],
  ],
];

/** ROMAN(number, [form]): 0 or TRUE is classic, 4 or FALSE the most concise. */
export const ROMAN = define({
  name: "ROMAN",
  parameters: [integer(), optional(scalar(), 0)],
  evaluate: (value, form: Scalar) => {
    const level = form === true ? 0 : form === false ? 4 : toNumber(form);
    if (typeof level !== "number") return level;
    if (value < 0 || value > 3999 || level < 0 || level >= 5) return VALUE;
    const pairs = ROMAN_PAIRS.slice(0, Math.trunc(level) + 1)
      .flat()
      .sort(([a], [b]) => b - a);
    let rest = value;
    let numeral = "";
    for (const [worth, letters] of pairs) {
      for (; rest >= worth; rest -= worth) numeral += letters;
    }
    return numeral;
  },
});

const ROMAN_LETTERS = new Map([
  ["I", 1],
  ["V", 5],
  ["X", 10],
  ["L", 50],
  ["C", 100],
  ["D", 500],
  ["M", 1000],
]);

/** ARABIC(text): a letter before a larger one, wherever, is subtracted; a minus in front negates; blank gives 0. */
export const ARABIC = define({
  name: "ARABIC",
  parameters: [text()],
  evaluate: (roman) => {
    const trimmed = roman.trim().toUpperCase();
    if (trimmed.length > 255) return VALUE;
    const negative = trimmed.startsWith("-");
    const worths = [...trimmed.slice(negative ? 1 : 0)].map((letter) => ROMAN_LETTERS.get(letter) ?? Number.NaN);
    const sum = worths.reduce(
      (total, worth, at) => total + (worths.slice(at + 1).some((later) => later > worth) ? -worth : worth),
      0,
    );
    return Number.isNaN(sum) ? VALUE : negative ? -sum : sum;
  },
});

/** BASE(number, radix, [minimum length]): padded with zeros in front. */
export const BASE = define({
  name: "BASE",
  parameters: [integer(), integer(), optional(integer(), 0)],
  evaluate: (value, radix, length) => {
    if (value < 0 || value >= 2 ** 53 || radix < 2 || radix > 36 || length < 0 || length > 255) return NUM;
    return value.toString(radix).toUpperCase().padStart(length, "0");
  },
});

/** DECIMAL(text, radix): the number written in that base, in either case. */
export const DECIMAL = define({
  name: "DECIMAL",
  parameters: [text(), number()],
  evaluate: (digits, radix) => {
    const base = Math.trunc(radix);
    if (base < 2 || base > 36) return NUM;
    if (digits.length > 255) return VALUE;
    const worths = [...digits.trimStart()].map((digit) => Number.parseInt(digit, base));
    return worths.reduce((value, worth) => value * base + worth, 0);
  },
});
