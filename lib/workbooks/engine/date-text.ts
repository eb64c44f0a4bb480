/** Text that Excel takes for a date, a time of day or both, en-US: the rules behind DATEVALUE and TIMEVALUE. */
import { serialOf } from "./serial-date.ts";

/** No date is longer; what is need not be looked at. */
const MAX_LENGTH = 64;

/**
 * The serial of a text that is a date, a time of day or both; undefined for any other text, plain numbers included.
 * Unlike a number or a time, a date bears no blanks around it. `now` (a serial of the 1900 system) gives the year where a date
 * names none; the clock does without it.
 */
export function parseDateTimeText(text: string, date1904 = false, now?: number): number | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const clock = parseTime(text.trim());
  if (clock !== undefined) return clock;
  if (text !== text.trim()) return undefined;
  const split = /^(.+?)\s+(\d[\d:.]*(?:\s+[ap]m?)?)$/i.exec(text);
  const time = split === null ? undefined : parseTime(split[2]!);
  if (time !== undefined) {
    const date = parseDate(split![1]!, date1904, now);
    if (date !== undefined) return date + time;
  }
  return parseDate(text, date1904, now);
}

/**
 * The share of a day: `13:30`, `1:30:15.25 PM`, `9 am`, `10:30.5` (minutes and seconds). One part at most may pass its
 * bounds, as in `26:30` or `0:0:9999`.
 */
function parseTime(text: string): number | undefined {
  const minutesOnly = /^(\d{1,4}):(\d{1,4}\.\d+)$/.exec(text);
  if (minutesOnly !== null) return shareOfDay(0, Number(minutesOnly[1]), Number(minutesOnly[2]));
  const match = /^(\d{1,4})(?::(\d{0,4})\.?)?(?::(\d{0,4}(?:\.\d*)?))?(?:\s+([ap])m?)?$/i.exec(text);
  if (match === null || (match[2] === undefined && match[4] === undefined) || /\.:/.test(text)) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  const seconds = Number(match[3] ?? 0);
  const half = match[4]?.toLowerCase();
  if (half === undefined) return shareOfDay(hours, minutes, seconds);
  if (hours > 12 || minutes > 59 || seconds >= 60) return undefined;
  return shareOfDay((hours % 12) + (half === "p" ? 12 : 0), minutes, seconds);
}

function shareOfDay(hours: number, minutes: number, seconds: number): number | undefined {
  const overflowing = Number(hours > 23) + Number(minutes > 59) + Number(seconds >= 60);
  return overflowing > 1 ? undefined : (hours * 3600 + minutes * 60 + seconds) / 86_400;
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const WEEKDAY = /^(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|sun|mon|tue|wed|thu|fri|sat),?\s+/i;

/** `1/31/2024`, `2024-01-31`, `31-Jan-24`, `January 31, 2024`, `Jan 2024`, `1/31`, with or without the day's name. */
function parseDate(text: string, date1904: boolean, now: number | undefined): number | undefined {
  const serial = (year: number | undefined, month: number | undefined, day: number): number | undefined =>
    year === undefined || month === undefined ? undefined : serialOf(year, month, day, date1904, { strict: true });
  const thisYear = () =>
    (now === undefined ? new Date() : new Date(Math.round((now - 25_569) * 86_400_000))).getUTCFullYear();
  const body = text.replace(WEEKDAY, "");

  const figures = /^(\d{1,4})[/-](\d{1,4})(?:[/-](\d{1,4}))?$/.exec(body);
  if (figures !== null) {
    const [, first = "", second = "", third] = figures;
    if (first.length > 2) return serial(yearOf(first), Number(second), third === undefined ? 1 : Number(third));
    if (third !== undefined) return serial(yearOf(third), Number(first), Number(second));
    return (
      (second.length <= 2 ? serial(thisYear(), Number(first), Number(second)) : undefined) ??
      serial(yearOf(second), Number(first), 1)
    );
  }
  const dayFirst = /^(\d{1,2})[\s/-]*([a-z]{3,9})(?:[\s/,-]*(\d{1,4}))?$/i.exec(body);
  if (dayFirst !== null) {
    const [, day = "", month = "", year] = dayFirst;
    return serial(year === undefined ? thisYear() : yearOf(year), monthOf(month), Number(day));
  }
  const monthFirst = /^([a-z]{3,9})\.?[\s/-]*(\d{1,4})(?:(?:\s*,\s*|[\s/-]+)(\d{1,4}))?$/i.exec(body);
  if (monthFirst === null) return undefined;
  const [, name = "", second = "", year] = monthFirst;
  const month = monthOf(name);
  if (year !== undefined) return serial(yearOf(year), month, Number(second));
  return (
    (second.length <= 2 ? serial(thisYear(), month, Number(second)) : undefined) ?? serial(yearOf(second), month, 1)
  );
}

/** Of a name in full or its first three letters. */
function monthOf(name: string): number | undefined {
  const lower = name.toLowerCase();
  const index = MONTHS.findIndex((month) => month === lower || month.slice(0, 3) === lower);
  return index < 0 ? undefined : index + 1;
}

/** Two-digit years: 00–29 are 2000–2029, 30–99 are 1930–1999, as on a machine with Windows' defaults. */
function yearOf(digits: string): number | undefined {
  const year = Number(digits);
  if (digits.length === 4) return year;
  if (digits.length === 3) return undefined;
  return year < 30 ? 2000 + year : 1900 + year;
}
