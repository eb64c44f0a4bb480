/**
 * Excel's serial dates and ISO 8601 texts, in both date systems.
 *
 * 1900: 1 is 1900-01-01, and 60 the 1900-02-29 that never was (kept from Lotus 1-2-3), so that days before March 1900
 * are one off. 1904: 0 is 1904-01-01. The fraction is the time of day.
 */

/** A serial taken apart. `day` is null for a pure time (a serial below 1 of the 1900 system, which has no day 0). */
export type DateParts = {
  day: { year: number; month: number; day: number } | null;
  /** Since midnight, 0 to 86,399,999. */
  milliseconds: number;
};

const DAY = 86_400_000;
/** 9999-12-31 in the 1900 system: the last day Excel has. */
const LAST_SERIAL = 2_958_465;
/** Serial of 1904-01-01 in the 1900 system. */
const OFFSET_1904 = 1462;
/** Serial of 1970-01-01 in the 1900 system. */
const OFFSET_1970 = 25_569;
const LEAP_DAY_1900 = 60;

/** A serial as day and time, to the nearest millisecond; undefined outside 0 … 2,958,465 (a whole last day included). */
export function splitSerial(serial: number, date1904: boolean): DateParts | undefined {
  if (!(serial >= 0)) return undefined;
  let whole = Math.floor(serial);
  let milliseconds = Math.round((serial - whole) * DAY);
  if (milliseconds === DAY) {
    whole++;
    milliseconds = 0;
  }
  const serial1900 = date1904 ? whole + OFFSET_1904 : whole;
  if (serial1900 > LAST_SERIAL) return undefined;
  return { day: serial1900 === 0 ? null : dayOfSerial(serial1900), milliseconds };
}

function dayOfSerial(serial1900: number): { year: number; month: number; day: number } {
  if (serial1900 === LEAP_DAY_1900) return { year: 1900, month: 2, day: 29 };
  return civilDay(serial1900 - OFFSET_1970 + (serial1900 < LEAP_DAY_1900 ? 1 : 0));
}

/**
 * Days since 1970-01-01 to year, month, day, by arithmetic on 400-year eras that begin in March
 * (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"): several times faster than a `Date`.
 */
function civilDay(daysSince1970: number): { year: number; month: number; day: number } {
  const days = daysSince1970 + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/**
 * A serial as ISO 8601 text: `2024-01-31`, `2024-01-31T13:30:00` where it has a time, `13:30:00` for a pure time, which
 * is any value below 1 in either system; milliseconds only if not zero. Null outside 0 … 2,958,465.
 */
export function serialToIso(serial: number, date1904: boolean): string | null {
  const parts = splitSerial(serial, date1904);
  if (!parts) return null;
  if (!parts.day || (serial < 1 && Math.round(serial * DAY) < DAY)) return isoTime(parts.milliseconds);
  return parts.milliseconds === 0 ? isoDay(parts.day) : `${isoDay(parts.day)}T${isoTime(parts.milliseconds)}`;
}

export function isoDay({ year, month, day }: { year: number; month: number; day: number }): string {
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`;
}

export function isoTime(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const clock = `${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
  return milliseconds % 1000 === 0 ? clock : `${clock}.${String(milliseconds % 1000).padStart(3, "0")}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

const ISO = /^(?:(\d{4})-(\d\d)-(\d\d))?(?:(?:^|T|\s)(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)?Z?$/;

/**
 * The text of a cell of ISO date type (strict files; `2024-01-31`, `2024-01-31T13:30:00Z`, `13:30:00`) as a serial.
 * Undefined where it is none, or a day before the date system begins.
 */
export function isoToSerial(text: string, date1904: boolean): number | undefined {
  const match = ISO.exec(text.trim());
  if (!match || (match[1] === undefined && match[4] === undefined)) return undefined;
  const [hour, minute, second] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const time = (hour * 3600 + minute * 60 + second + Number(match[7] ?? 0)) / 86_400;
  if (match[1] === undefined) return time;
  const days = serialOfDay(Number(match[1]), Number(match[2]), Number(match[3]), date1904);
  return days === undefined ? undefined : days + time;
}

/**
 * Serial of a calendar day; undefined for one that does not exist or comes before the system's first. Cells of ISO date
 * type know nothing of 29 February 1900: Excel writes 0 as 1899-12-30 and 1 as 1899-12-31 there.
 */
function serialOfDay(year: number, month: number, day: number, date1904: boolean): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const serial = date.getTime() / DAY + OFFSET_1970 - (date1904 ? OFFSET_1904 : 0);
  return serial < 0 ? undefined : serial;
}
