/**
 * Text that Excel takes for a number: en-US numbers, percents, currency, fractions, dates and times.
 * The rules behind `"5"+1`, `VALUE` and criteria such as `">1/2/2024"`.
 */
import { parseDateTimeText } from "./date-text.ts";

/** The number a text stands for, dates as 1900 or 1904 serials; undefined where Excel answers `#VALUE!`. */
export function parseNumberText(text: string, date1904 = false, now?: number): number | undefined {
  if (!/\d/.test(text)) return undefined;
  const trimmed = text.trim();
  return parsePlainNumber(trimmed) ?? parseFraction(trimmed) ?? parseDateTimeText(text, date1904, now);
}

const DIGITS = String.raw`(\d+(?:,\d{3})*(?:\.\d*)?|\.\d+)(?:e([+-]?\d{1,3}))?`;
/** Sign, parenthesis, currency, sign, percent, digits and exponent, percent, euro, parenthesis; single blanks between. */
const AMOUNT = new RegExp(String.raw`^([+-]?) ?(\(?) ?([$€]?) ?([+-]?) ?(%?) ?${DIGITS} ?(%?) ?(€?) ?(\)?)$`, "i");

/** Digits with sign, grouping, currency, percent, parentheses for negatives, exponent; no dates. */
function parsePlainNumber(text: string): number | undefined {
  const direct = Number(text);
  // Number() also takes hex, binary, octal and Infinity, which Excel does not.
  if (!Number.isNaN(direct) && !/[xobI]/i.test(text)) return Number.isFinite(direct) ? direct : undefined;
  const match = AMOUNT.exec(text.replace(/\s+/g, " "));
  if (match === null) return undefined;
  const [, sign, open, currency, innerSign, leading, digits = "", exponent = "0", trailing, euro, close] = match;
  const signs = [sign, innerSign, open].filter((mark) => mark !== "").length;
  const unbalanced = (open === "(") !== (close === ")");
  if (signs > 1 || unbalanced || (leading && trailing) || (currency && euro)) return undefined;
  const value = Number(`${digits.replaceAll(",", "")}e${exponent}`);
  if (!Number.isFinite(value)) return undefined;
  const size = leading || trailing ? value / 100 : value;
  return sign === "-" || innerSign === "-" || open === "(" ? -size : size;
}

/** `1 1/2` and `0 3/4`; a bare `1/2` is a date. */
function parseFraction(text: string): number | undefined {
  const match = /^(-)?(\d+) +(\d{1,5})\/(\d{1,5})$/.exec(text);
  if (match === null || Number(match[4]) === 0) return undefined;
  const value = Number(match[2]) + Number(match[3]) / Number(match[4]);
  return match[1] ? -value : value;
}
