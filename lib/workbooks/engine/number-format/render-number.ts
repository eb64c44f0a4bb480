import { type Digits, digitsOf, fractionOf, round, shift, wholeOf } from "./digits.ts";
import type { NumberBody } from "./section.ts";

/** What is shown of a number's size, and whether any digit of it is other than 0. */
export type Rendered = { text: string; isZero: boolean };

/** Digits into placeholders: `#,##0.00`, `000-00-0000`, `0.0%`, `0,,"M"`, `##0.0E+0`. */
export function renderNumber(value: number, body: NumberBody): Rendered {
  const { parts, wholes, powers, places, scale, grouped, scientific } = body;
  let power = 0;
  let size = shift(digitsOf(value), scale);
  if (scientific) ({ size, power } = splitPower(size, wholes.length, places));
  size = round(size, places);
  const zero = size.digits === "";
  const whole = scientific && zero ? "0".repeat(wholes.length) : wholeOf(size);
  const decimals = fractionOf(size);
  const wholeTexts = fill(wholes, whole, grouped);
  const powerTexts = powers.length === 0 ? [] : fill(powers, String(Math.abs(power)), false);

  let signOfPower = "";
  let text = "";
  let wholesShown = 0;
  let decimalsShown = 0;
  let powersShown = 0;
  for (const part of parts) {
    switch (part.role) {
      case "literal":
        text += part.text;
        break;
      case "whole":
        text += wholeTexts[wholesShown++]!;
        break;
      case "point":
        text += wholes.length === 0 ? `${whole}.` : ".";
        break;
      case "decimal":
        text += decimals[decimalsShown++] ?? blank(part.placeholder);
        break;
      case "exponent":
        text += part.letter;
        signOfPower = power < 0 ? "-" : part.plus ? "+" : "";
        break;
      case "power":
        text += signOfPower + powerTexts[powersShown++]!;
        signOfPower = "";
    }
  }
  return { text, isZero: zero && places + wholes.length > 0 };
}

/** The exponent is the multiple of as many digits as stand before the point: `##0.0E+0` counts in thousands. */
function splitPower(size: Digits, wholes: number, places: number): { size: Digits; power: number } {
  if (size.digits === "") return { size, power: 0 };
  const step = Math.max(1, wholes);
  // Without a digit before the point the first figure stands behind it.
  const powerAt = (point: number) => (wholes === 0 ? point : Math.floor((point - 1) / step) * step);
  const power = powerAt(size.point);
  const rounded = round(shift(size, -power), places);
  const carried = powerAt(rounded.point + power); // 9.99 at one place becomes 10.0, which is 1.0E+1
  return carried === power ? { size: rounded, power } : { size: shift(size, -carried), power: carried };
}

/**
 * Digits into placeholders from the right, one text per placeholder; digits too many stand with the first.
 * With grouping, the comma goes with the digit before it.
 */
export function fill(slots: readonly string[], digits: string, grouped: boolean): string[] {
  const group = (shown: string, position: number): string => {
    if (!grouped || position === 0 || position % 3 !== 0 || shown === "") return shown;
    return shown + (shown === " " ? " " : ",");
  };
  return slots.map((slot, index) => {
    const position = slots.length - 1 - index;
    let text = "";
    if (index === 0) {
      for (let ahead = digits.length - 1; ahead > position; ahead--) {
        text += group(digits[digits.length - 1 - ahead]!, ahead);
      }
    }
    return text + group(digits[digits.length - 1 - position] ?? blank(slot), position);
  });
}

/** What a placeholder shows where there is no digit. */
export function blank(placeholder: string): string {
  return placeholder === "0" ? "0" : placeholder === "?" ? " " : "";
}
