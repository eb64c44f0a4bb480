import { blank, fill } from "./render-number.ts";
import type { Body } from "./section.ts";

type FractionBody = Extract<Body, { kind: "fraction" }>;

/** Excel reckons denominators of up to seven digits, however many are asked for. */
const MAX_DIGITS = 7;

/** The size of a number as whole and fraction, or as an improper fraction where the format has no whole part. */
export function renderFraction(value: number, body: FractionBody): string {
  const { parts, fixedDenominator } = body;
  const slots = (role: string) =>
    parts.flatMap((part) => (part.role === role && "placeholder" in part ? [part.placeholder] : []));
  const wholeSlots = slots("whole");
  const numeratorSlots = slots("numerator");
  const denominatorSlots = slots("denominator");
  const { whole, numerator, denominator } = dissect(value, wholeSlots.length > 0, denominatorSlots.length, body);

  // A fraction of 0 is left out, or blanked where the format aligns by `?`; so is a whole of 0 before a fraction.
  const fractionShown = numerator !== 0 || wholeSlots.length === 0 || numeratorSlots.includes("0");
  const zeroShown = !fractionShown || wholeSlots.includes("0") || (numerator === 0 && wholeSlots.includes("?"));
  const wholeShown = whole !== 0 || zeroShown;
  const aligned = wholeSlots.includes("?") || numeratorSlots.includes("?");
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
    else if (part.role === "apart" && fractionShown && !wholeShown) text += aligned ? " ".repeat(own.length) : "";
    else if (fractionShown) text += own;
    else if (padded) text += " ".repeat("text" in part ? own.length : 1);
  }
  return text;
}

type Dissected = { whole: number; numerator: number; denominator: number };

/** Whole part and nearest fraction with so many digits below the bar; a fraction that comes to 1 joins the whole. */
function dissect(value: number, hasWhole: boolean, digits: number, { fixedDenominator }: FractionBody): Dissected {
  const size = Number(Math.abs(value).toPrecision(15));
  const whole = hasWhole ? Math.floor(size) : 0;
  const share = size - whole;
  const [numerator, denominator] =
    fixedDenominator === undefined
      ? nearestFraction(share, 10 ** Math.min(digits, MAX_DIGITS) - 1)
      : [Math.round(share * fixedDenominator), fixedDenominator];
  return hasWhole && numerator === denominator
    ? { whole: whole + 1, numerator: 0, denominator: fixedDenominator ?? 1 }
    : { whole, numerator, denominator };
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
