import { blank, fill } from "./render-number.ts";
import type { Body } from "./section.ts";

type FractionBody = Extract<Body, { kind: "fraction" }>;

/** The size of a number as whole and fraction, or as an improper fraction where the format has no whole part. */
export function renderFraction(value: number, { parts, fixedDenominator }: FractionBody): string {
  const slots = (role: string) =>
    parts.flatMap((part) => (part.role === role && "placeholder" in part ? [part.placeholder] : []));
  const wholeSlots = slots("whole");
  const numeratorSlots = slots("numerator");
  const denominatorSlots = slots("denominator");

  const size = Number(Math.abs(value).toPrecision(15));
  let whole = wholeSlots.length === 0 ? 0 : Math.floor(size);
  const share = size - whole;
  let [numerator, denominator] =
    fixedDenominator === undefined
      ? nearestFraction(share, 10 ** Math.min(denominatorSlots.length, 7) - 1)
      : [Math.round(share * fixedDenominator), fixedDenominator];
  if (wholeSlots.length > 0 && numerator === denominator) {
    whole++;
    numerator = 0;
    if (fixedDenominator === undefined) denominator = 1;
  }

  const shown = numerator !== 0 || wholeSlots.length === 0 || numeratorSlots.includes("0");
  const wholeShown = whole !== 0 || !shown || wholeSlots.includes("0") || (numerator === 0 && wholeSlots.includes("?"));
  const aligned = [...wholeSlots, ...numeratorSlots].includes("?");
  const padded = aligned || denominatorSlots.includes("?");
  const filled = {
    whole: fill(wholeSlots, wholeShown ? String(whole) : "", false),
    numerator: fill(numeratorSlots, String(numerator), false),
    denominator:
      fixedDenominator === undefined ? fillDenominator(denominatorSlots, String(denominator)) : denominatorSlots,
  };

  let text = "";
  for (const part of parts) {
    const own = "text" in part ? part.text : filled[part.role].shift()!;
    if (part.role === "literal" || part.role === "whole") text += own;
    else if (part.role === "apart" && shown && !wholeShown) text += aligned ? " ".repeat(own.length) : "";
    else if (shown) text += own;
    else if (padded) text += " ".repeat("text" in part ? own.length : 1);
  }
  return text;
}

/** Denominators stand to the left of `?` and `#`, to the right where zeros are wanted before them. */
function fillDenominator(slots: readonly string[], digits: string): string[] {
  if (slots.includes("0")) return fill(slots, digits, false);
  return slots.map((slot, index) => digits[index] ?? blank(slot));
}

/** A rest this small is taken for none: the fraction is exact. */
const EXACT = 5e-8;

/**
 * The last convergent of the share's continued fraction whose denominator is at most `limit`. Deliberately in plain
 * floating point: where a term such as 9 comes out as 8.999… Excel, too, cuts it to 8 (0.9 in `?/?` is 8/9).
 */
function nearestFraction(share: number, limit: number): [number, number] {
  let [numerator, denominator] = [Math.floor(share), 1];
  let [lastNumerator, lastDenominator] = [1, 0];
  let rest = share - numerator;
  while (rest >= EXACT) {
    const inverse = 1 / rest;
    const term = Math.floor(inverse);
    if (term * denominator + lastDenominator > limit) break;
    [numerator, lastNumerator] = [term * numerator + lastNumerator, numerator];
    [denominator, lastDenominator] = [term * denominator + lastDenominator, denominator];
    rest = inverse - term;
  }
  return [numerator, denominator];
}
