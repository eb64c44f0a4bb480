/**
 * Text that Excel takes for a number: en-US numbers, percents, currency, fractions, dates and times.
 * The rules behind `"5"+1`, `VALUE`, `DATEVALUE`, `TIMEVALUE` and criteria such as `">1/2/2024"`.
 */
import { serialOf } from "./serial-date.ts";

/** The number a text stands for, dates as 1900 or 1904 serials; undefined where Excel answers `#VALUE!`. */
export function parseNumberText(text: string, date1904 = false, now?: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return parsePlainNumber(trimmed) ?? parseFraction(trimmed) ?? parseDateTime(trimmed, date1904, now);
}

const NUMBER = /^(\d{1,3}(?:,\d{3,})+|\d+)?(?:(\.)(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/** Digits with sign, grouping, currency, percent, parentheses for negatives, exponent; no dates. */
function parsePlainNumber(text: string): number | undefined {
  const direct = Number(text);
  // Number() also takes hex, binary, octal and Infinity, which Excel does not.
  if (!Number.isNaN(direct) && /^[\d.+-]/.test(text) && !/[xobI]/i.test(text)) {
    return Number.isFinite(direct) ? direct : undefined;
  }
  let body = text;
  let sign = 1;
  let percent = 0;
  if (body.startsWith("(") && body.endsWith(")")) {
    sign = -1;
    body = body.slice(1, -1).trim();
    if (/^[+-]/.test(body)) return undefined;
  }
  for (let previous = ""; previous !== body; ) {
    previous = body;
    if (body.startsWith("-") && !previous.startsWith("--")) {
      sign = -sign;
      body = body.slice(1).trimStart();
    } else if (body.startsWith("+")) body = body.slice(1).trimStart();
    if (body.startsWith("$")) body = body.slice(1).trimStart();
    if (body.startsWith("%")) {
      percent++;
      body = body.slice(1).trimStart();
    }
    if (body.endsWith("%")) {
      percent++;
      body = body.slice(0, -1).trimEnd();
    }
  }
  const match = NUMBER.exec(body);
  if (match === null || percent > 1) return undefined;
  const [, whole = "", , decimals = "", exponent] = match;
  if (whole === "" && decimals === "") return undefined;
  const value = Number(`${whole.replaceAll(",", "") || "0"}.${decimals || "0"}e${exponent ?? 0}`);
  if (!Number.isFinite(value)) return undefined;
  return (sign * value) / (percent === 1 ? 100 : 1);
}

/** `1 1/2` and `0 3/4`; a bare `1/2` is a date. */
function parseFraction(text: string): number | undefined {
  const match = /^(-)?(\d+) +(\d{1,5})\/(\d{1,5})$/.exec(text);
  if (match === null || Number(match[4]) === 0) return undefined;
  const value = Number(match[2]) + Number(match[3]) / Number(match[4]);
  return match[1] ? -value : value;
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH_NAMES = "january february march april may june july august september october november december".split(" ");

/** The serial of a text that is a date, a time of day or both; undefined for any other text, numbers included. */
export function parseDateTimeText(text: string, date1904 = false, now?: number): number | undefined {
  return parseDateTime(text.trim(), date1904, now);
}

function parseDateTime(text: string, date1904: boolean, now: number | undefined): number | undefined {
  const time = /(?:^|[\sT])(\d{1,5}(?::\d{0,5}){0,2}(?:\.\d*)?\s*(?:[ap]m?)?)$/i.exec(text);
  const timeText = time?.[1] ?? "";
  const hasTime = /:|[ap]m?$/i.test(timeText);
  const timeValue = hasTime ? parseTime(timeText) : 0;
  if (timeValue === undefined) return undefined;
  const dateText = (hasTime ? text.slice(0, text.length - timeText.length) : text).replace(/T$/, "").trim();
  if (dateText === "") return hasTime ? timeValue : undefined;
  const date = parseDate(dateText, date1904, now);
  return date === undefined ? undefined : date + timeValue;
}

/** The share of a day: `13:30`, `1:30:15.25 PM`, `9 am`; hours may pass 24, as in `26:30`. */
function parseTime(text: string): number | undefined {
  const match = /^(\d{1,4})(?::(\d{0,4}))?(?::(\d{0,4}(?:\.\d*)?))?(?:\s*([ap])m?)?$/i.exec(text.trim());
  if (match === null) {
    const minutes = /^(\d{1,4}):(\d{1,4}\.\d+)$/.exec(text.trim()); // mm:ss.0
    return minutes === null ? undefined : (Number(minutes[1]) * 60 + Number(minutes[2])) / 86_400;
  }
  let hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  const seconds = Number(match[3] ?? 0);
  const half = match[4]?.toLowerCase();
  if (half !== undefined) {
    if (hours > 12 || minutes > 59 || seconds >= 60) return undefined;
    hours = (hours % 12) + (half === "p" ? 12 : 0);
  }
  if (match[2] !== undefined && hours > 23 && (minutes > 59 || seconds >= 60)) return undefined;
  return (hours * 3600 + minutes * 60 + seconds) / 86_400;
}

/** `1/31/2024`, `2024-01-31`, `31-Jan-24`, `January 31, 2024`, `Jan 2024`, `1/31`. */
function parseDate(text: string, date1904: boolean, now: number | undefined): number | undefined {
  const serial = (year: number, month: number, day: number): number | undefined =>
    serialOf(year, month, day, date1904, { strict: true });
  let match = /^(?:[a-z]{3,9},\s*)?(\d{1,4})([/\-.\s])(\d{1,2})(?:\2(\d{1,4}))?$/i.exec(text);
  if (match !== null && match[2] !== "." && match[2]?.trim() !== "") {
    const [first, second, third] = [match[1]!, match[3]!, match[4]];
    if (first.length > 2)
      return third === undefined ? undefined : serial(fullYear(first), Number(second), Number(third));
    if (third !== undefined) return serial(fullYear(third), Number(first), Number(second));
    const thisYear = yearOf(now);
    return serial(thisYear, Number(first), Number(second)) ?? serial(fullYear(second), Number(first), 1);
  }
  match = /^(?:[a-z]{3,9},\s*)?(\d{1,2})[\s\-/]*([a-z]{3,9})\.?(?:[\s\-/,]+(\d{1,4}))?$/i.exec(text);
  if (match !== null) {
    const month = monthNumber(match[2]!);
    if (month === undefined) return undefined;
    return serial(match[3] === undefined ? yearOf(now) : fullYear(match[3]), month, Number(match[1]));
  }
  match = /^(?:[a-z]{3,9},\s*)?([a-z]{3,9})\.?[\s\-/]+(\d{1,4})(?:(?:,\s*|[\s\-/]+)(\d{1,4}))?$/i.exec(text);
  if (match === null) return undefined;
  const month = monthNumber(match[1]!);
  if (month === undefined) return undefined;
  if (match[3] !== undefined) return serial(fullYear(match[3]), month, Number(match[2]));
  const day = match[2]!.length <= 2 ? serial(yearOf(now), month, Number(match[2])) : undefined;
  return day ?? serial(fullYear(match[2]!), month, 1);
}

function monthNumber(name: string): number | undefined {
  const lower = name.toLowerCase();
  const index = lower.length === 3 ? MONTHS.indexOf(lower) : MONTH_NAMES.indexOf(lower);
  return index >= 0 ? index + 1 : undefined;
}

/** Two-digit years: 00–29 are 2000–2029, 30–99 are 1930–1999, as on a machine with Windows' defaults. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 30 ? 2000 + year : 1900 + year;
}

function yearOf(now: number | undefined): number {
  return (now === undefined ? new Date() : new Date(Math.round((now - 25_569) * 86_400_000))).getUTCFullYear();
}
