/**
 * Excel's day numbers. The 1900 system counts 1 January 1900 as 1 and knows a 29 February 1900 (serial 60) that
 * never was; the 1904 system counts 1 January 1904 as 0.
 */

const DAY_MS = 86_400_000;
/** 2,958,465 is 31 December 9999 in the 1900 system. */
export const LAST_SERIAL = 2_958_465;
export const DAYS_1904 = 1462;

export type CivilDate = { year: number; month: number; day: number };

/** Days since 30 December 1899 of a proleptic Gregorian date; months and days may overflow, as in `DATE(2024,14,1)`. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS) + 25_569;
}

/**
 * The serial of a date; undefined outside the system's range, and with `strict` for days that do not exist
 * (31 April; months beyond 12). In the 1900 system 29 February 1900 exists.
 */
export function serialOf(
  year: number,
  month: number,
  day: number,
  date1904 = false,
  { strict = false } = {},
): number | undefined {
  if (strict) {
    if (month < 1 || month > 12 || day < 1) return undefined;
    if (!date1904 && year === 1900 && month === 2 && day === 29) return 60;
    if (day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()) return undefined;
  }
  const days = daysSinceEpoch(year, month, day);
  // Before 1 March 1900 the missing day makes Excel's count run one behind.
  const serial = date1904 ? days - DAYS_1904 : days < 61 ? days - 1 : days;
  const last = date1904 ? LAST_SERIAL - DAYS_1904 : LAST_SERIAL;
  return serial < 0 || serial > last ? undefined : serial;
}

/** Year, month and day of a serial's whole part (≥ 0). Serial 60 is 29 February 1900, serial 0 is "0 January 1900". */
export function dateOfSerial(serial: number, date1904 = false): CivilDate {
  const whole = Math.floor(serial);
  if (!date1904) {
    if (whole === 60) return { year: 1900, month: 2, day: 29 };
    if (whole === 0) return { year: 1900, month: 1, day: 0 };
  }
  const days = date1904 ? whole + DAYS_1904 : whole < 60 ? whole + 1 : whole;
  const date = new Date((days - 25_569) * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
