/** Spans between dates, by the rules of finance and by those of Lotus 1-2-3. */
import { ExcelError, NUM, type Scalar, VALUE } from "../../../values.ts";
import { toNumber } from "../../coerce.ts";
import { type CivilDate, DAYS_1904, dateOfSerial } from "../../serial-date.ts";
import { boolean, define, number, optional, scalar, strictInteger, text } from "../contract.ts";
import { isBasis, isMonthEnd, yearFraction } from "../financial/day-count.ts";
import { monthLength, serialOfOverflowing, wholeSerial } from "./serials.ts";

const HALF_A_SECOND = 0.5 / 86_400;

/** DAYS360(start, end, [european]): days in a year of twelve months of 30. */
export const DAYS360 = define({
  name: "DAYS360",
  parameters: [number(), number(), optional(boolean(), false)],
  evaluate: (start, end, european, { date1904 }) => {
    // A moment less than half a second before midnight counts as the next day.
    const from = wholeSerial(start + HALF_A_SECOND, date1904);
    const to = wholeSerial(end + HALF_A_SECOND, date1904);
    if (from instanceof ExcelError) return from;
    if (to instanceof ExcelError) return to;
    const one = dateOfSerial(from, date1904);
    const other = dateOfSerial(to, date1904);
    const first = Math.min(30, !european && one.month === 2 && isMonthEnd(one) ? 30 : one.day);
    // US: a 31st stays one unless the first day counts as a 30th; then it is the first of the next month.
    const last = other.day === 31 && (european || first === 30) ? 30 : other.day;
    return (other.year - one.year) * 360 + (other.month - one.month) * 30 + last - first;
  },
});

/** YEARFRAC(start, end, [basis]): an error in the basis goes before errors in the dates. */
export const YEARFRAC = define({
  name: "YEARFRAC",
  parameters: [scalar({ errors: "accept" }), scalar({ errors: "accept" }), optional(strictInteger(), 0)],
  evaluate: (start, end, basis, { date1904 }) => {
    const from = toolpakDay(start, date1904);
    const to = toolpakDay(end, date1904);
    if (from instanceof ExcelError) return from;
    if (to instanceof ExcelError) return to;
    if (!isBasis(basis)) return NUM;
    const shift = date1904 ? DAYS_1904 : 0; // day counts are written for serials of the 1900 system
    return yearFraction(from + shift, to + shift, basis);
  },
});

/** A day as the functions of the Analysis ToolPak take it: no truth values. */
function toolpakDay(value: Scalar, date1904: boolean): number | ExcelError {
  const serial = typeof value === "boolean" ? VALUE : toNumber(value, date1904);
  return serial instanceof ExcelError ? serial : wholeSerial(serial, date1904);
}

/** Whole months from one date to a later one. */
function wholeMonths(from: CivilDate, to: CivilDate): number {
  return (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day ? 1 : 0);
}

/** DATEDIF(start, end, unit): whole years, months or days, or what is left of them (`MD`, `YM`, `YD`). */
export const DATEDIF = define({
  name: "DATEDIF",
  parameters: [number(), number(), text()],
  evaluate: (start, end, unit, { date1904 }) => {
    const from = wholeSerial(start, date1904);
    const to = wholeSerial(end, date1904);
    if (from instanceof ExcelError) return from;
    if (to instanceof ExcelError) return to;
    if (from > to) return NUM;
    const one = dateOfSerial(from, date1904);
    const other = dateOfSerial(to, date1904);
    switch (unit.toUpperCase()) {
      case "Y":
        return Math.floor(wholeMonths(one, other) / 12);
      case "M":
        return wholeMonths(one, other);
      case "D":
        return to - from;
      case "YM":
        return wholeMonths(one, other) % 12;
      case "MD": {
        if (other.day >= one.day) return other.day - one.day;
        // The month before the end may be shorter than the start's day: Excel then answers below 0, and so do we.
        const before = other.month === 1 ? 31 : monthLength(other.year, other.month - 1, date1904);
        return other.day + before - one.day;
      }
      case "YD": {
        const passed = other.month > one.month || (other.month === one.month && other.day >= one.day);
        const anniversary = serialOfOverflowing(passed ? other.year : other.year - 1, one.month, one.day, date1904);
        return anniversary instanceof ExcelError ? anniversary : to - anniversary;
      }
      default:
        return NUM;
    }
  },
});
