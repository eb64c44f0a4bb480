/** Working days: days other than weekends and holidays. */
import { ExcelError, NUM, type Scalar, VALUE } from "../../../values.ts";
import { toNumber } from "../../coerce.ts";
import { type Matrix, scalarsOf } from "../../value.ts";
import { define, orEmpty, range, scalar, strictInteger, strictNumber } from "../contract.ts";
import { wholeSerial } from "./serials.ts";
import { dayOfWeek } from "./weeks.ts";

/** Which days of the week are free, Sunday first. */
type Weekend = readonly boolean[];

const SATURDAY_AND_SUNDAY: Weekend = [true, false, false, false, false, false, true];

/** The weekend by its number (1–7 two days, 11–17 one day) or as seven digits from Monday, 1 being free. */
function weekendOf(code: Scalar | undefined): Weekend | ExcelError {
  if (code === undefined || code === null) return SATURDAY_AND_SUNDAY;
  if (typeof code === "string") {
    if (!/^[01]{7}$/.test(code)) return VALUE;
    return Array.from({ length: 7 }, (_, day) => code[(day + 6) % 7] === "1");
  }
  const number = toNumber(code);
  if (number instanceof ExcelError) return number;
  const whole = Math.trunc(number);
  const free =
    whole >= 1 && whole <= 7 ? [(whole + 5) % 7, (whole + 6) % 7] : whole >= 11 && whole <= 17 ? [whole - 11] : [];
  if (free.length === 0) return NUM;
  return Array.from({ length: 7 }, (_, day) => free.includes(day));
}

function holidaysOf(matrix: Matrix | undefined, date1904: boolean): Set<number> | ExcelError {
  const days = new Set<number>();
  if (matrix === undefined) return days;
  for (const scalar of scalarsOf(matrix)) {
    if (scalar === null) continue;
    const serial = toNumber(scalar, date1904);
    if (serial instanceof ExcelError) return serial;
    const whole = wholeSerial(serial, date1904);
    if (whole instanceof ExcelError) return whole;
    days.add(whole);
  }
  return days;
}

type Calendar = { weekend: Weekend; holidays: Set<number>; date1904: boolean };

function isWorkday(serial: number, { weekend, holidays, date1904 }: Calendar): boolean {
  return !weekend[dayOfWeek(serial, date1904)] && !holidays.has(serial);
}

function calendarOf(code: Scalar | undefined, matrix: Matrix | undefined, date1904: boolean): Calendar | ExcelError {
  const weekend = weekendOf(code);
  if (weekend instanceof ExcelError) return weekend;
  const holidays = holidaysOf(matrix, date1904);
  return holidays instanceof ExcelError ? holidays : { weekend, holidays, date1904 };
}

/** Working days from the first to the last day, both counted; below 0 when they are the other way round. */
function countWorkdays(start: number, end: number, calendar: Calendar): number | ExcelError {
  const one = wholeSerial(start, calendar.date1904);
  const other = wholeSerial(end, calendar.date1904);
  if (one instanceof ExcelError) return one;
  if (other instanceof ExcelError) return other;
  const first = Math.min(one, other);
  const last = Math.max(one, other);
  const weeks = Math.floor((last - first + 1) / 7);
  let count = weeks * calendar.weekend.filter((free) => !free).length;
  for (let day = first + weeks * 7; day <= last; day++) {
    if (!calendar.weekend[dayOfWeek(day, calendar.date1904)]) count++;
  }
  for (const holiday of calendar.holidays) {
    if (holiday >= first && holiday <= last && !calendar.weekend[dayOfWeek(holiday, calendar.date1904)]) count--;
  }
  return one <= other ? count : -count;
}

/** The day so many working days after (or before) another. */
function shiftWorkdays(start: number, days: number, calendar: Calendar): number | ExcelError {
  const first = wholeSerial(start, calendar.date1904);
  if (first instanceof ExcelError) return first;
  if (calendar.weekend.every((free) => free)) return VALUE;
  const step = Math.sign(days);
  // Whole weeks at once; the rest day by day, which also makes up for holidays on the way.
  const perWeek = calendar.weekend.filter((free) => !free).length;
  const weeks = calendar.holidays.size === 0 ? Math.max(0, Math.floor(Math.abs(days) / perWeek) - 1) : 0;
  let day = first + step * weeks * 7;
  for (let left = Math.abs(days) - weeks * perWeek; left > 0; ) {
    day += step;
    const inRange = wholeSerial(day, calendar.date1904);
    if (inRange instanceof ExcelError) return inRange;
    if (isWorkday(day, calendar)) left--;
  }
  return wholeSerial(day, calendar.date1904);
}

/** NETWORKDAYS(start, end, [holidays]) */
export const NETWORKDAYS = define({
  name: "NETWORKDAYS",
  parameters: [strictNumber(), strictNumber(), orEmpty(range())],
  evaluate: (start, end, holidays, { date1904 }) => {
    const calendar = calendarOf(undefined, holidays, date1904);
    return calendar instanceof ExcelError ? calendar : countWorkdays(start, end, calendar);
  },
});

/** NETWORKDAYS.INTL(start, end, [weekend], [holidays]) */
export const NETWORKDAYS_INTL = define({
  name: "NETWORKDAYS.INTL",
  parameters: [strictNumber(), strictNumber(), orEmpty(scalar()), orEmpty(range())],
  evaluate: (start, end, weekend, holidays, { date1904 }) => {
    const calendar = calendarOf(weekend, holidays, date1904);
    return calendar instanceof ExcelError ? calendar : countWorkdays(start, end, calendar);
  },
});

/** WORKDAY(start, days, [holidays]) */
export const WORKDAY = define({
  name: "WORKDAY",
  parameters: [strictNumber(), strictInteger(), orEmpty(range())],
  evaluate: (start, days, holidays, { date1904 }) => {
    const calendar = calendarOf(undefined, holidays, date1904);
    return calendar instanceof ExcelError ? calendar : shiftWorkdays(start, days, calendar);
  },
});

/** WORKDAY.INTL(start, days, [weekend], [holidays]) */
export const WORKDAY_INTL = define({
  name: "WORKDAY.INTL",
  parameters: [strictNumber(), strictInteger(), orEmpty(scalar()), orEmpty(range())],
  evaluate: (start, days, weekend, holidays, { date1904 }) => {
    const calendar = calendarOf(weekend, holidays, date1904);
    return calendar instanceof ExcelError ? calendar : shiftWorkdays(start, days, calendar);
  },
});
