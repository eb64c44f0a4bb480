/** What the date functions share: serials checked for range, and months that end where Excel has them end. */
import { type ExcelError, NUM } from "../../../values.ts";
import { type CivilDate, DAYS_1904, dateOfSerial, LAST_SERIAL, serialOf } from "../../serial-date.ts";
import { daysInMonth } from "../financial/day-count.ts";

/** The whole serial, or #NUM! before the first or after the last day of the date system. */
export function wholeSerial(serial: number, date1904: boolean): number | ExcelError {
  const whole = Math.floor(serial);
  return whole < 0 || whole > (date1904 ? LAST_SERIAL - DAYS_1904 : LAST_SERIAL) ? NUM : whole;
}

/** Calls `use` with the date of a serial; #NUM! out of range. */
export function withDate<T>(serial: number, date1904: boolean, use: (date: CivilDate) => T): T | ExcelError {
  const whole = wholeSerial(serial, date1904);
  return typeof whole === "number" ? use(dateOfSerial(whole, date1904)) : whole;
}

/** The last day of a month; February 1900 has 29 in the 1900 system. */
export function monthLength(year: number, month: number, date1904: boolean): number {
  return !date1904 && year === 1900 && month === 2 ? 29 : daysInMonth(year, month);
}

/** The serial of a date whose month and day may lie outside their year and month, as in DATE(2024,14,-3). */
export function serialOfOverflowing(year: number, month: number, day: number, date1904: boolean): number | ExcelError {
  const months = year * 12 + month - 1;
  const first = serialOf(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1, date1904);
  return first === undefined ? NUM : wholeSerial(first + day - 1, date1904);
}
