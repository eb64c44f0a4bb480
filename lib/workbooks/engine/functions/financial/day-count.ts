/**
 * Excel's five day-count bases, over whole serials of the 1900 system.
 *
 * Sources: Microsoft's documentation of YEARFRAC and the coupon functions; NASD and ISDA rules for 30/360.
 */
import { type CivilDate, dateOfSerial, serialOf } from "../../serial-date.ts";

/** 0 US (NASD) 30/360 · 1 actual/actual · 2 actual/360 · 3 actual/365 · 4 European 30/360 */
export type Basis = 0 | 1 | 2 | 3 | 4;

export function isBasis(basis: number): basis is Basis {
  return Number.isInteger(basis) && basis >= 0 && basis <= 4;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  return month === 2
    ? isLeapYear(year)
      ? 29
      : 28
    : month === 4 || month === 6 || month === 9 || month === 11
      ? 30
      : 31;
}

export function isMonthEnd({ year, month, day }: CivilDate): boolean {
  return day === daysInMonth(year, month);
}

/** The serial of a day that is known to lie between 1900 and 9999; NaN beyond. */
function toSerial(year: number, month: number, day: number): number {
  return serialOf(year, month, day) ?? Number.NaN;
}

function thirty360(from: CivilDate, to: CivilDate, firstDay: number, lastDay: number): number {
  return (to.year - from.year) * 360 + (to.month - from.month) * 30 + lastDay - firstDay;
}

/** NASD: the end of February counts as the 30th, a 31st as the 30th after a first day that is one too. */
function daysUs(from: CivilDate, to: CivilDate): number {
  const fromFebruaryEnd = from.month === 2 && isMonthEnd(from);
  let first = from.day;
  let last = to.day;
  if (fromFebruaryEnd && to.month === 2 && isMonthEnd(to)) last = 30;
  if (fromFebruaryEnd || first === 31) first = 30;
  if (last === 31 && first === 30) last = 30;
  return thirty360(from, to, first, last);
}

/** Days from one serial to a later one as the basis counts them. */
export function daysBetween(from: number, to: number, basis: Basis): number {
  if (basis !== 0 && basis !== 4) return to - from;
  const start = dateOfSerial(from);
  const end = dateOfSerial(to);
  return basis === 0 ? daysUs(start, end) : thirty360(start, end, Math.min(30, start.day), Math.min(30, end.day));
}

/** The share of a year between two serials, from the earlier to the later (YEARFRAC). */
export function yearFraction(one: number, other: number, basis: Basis): number {
  const from = Math.min(one, other);
  const to = Math.max(one, other);
  const yearLength = basis === 1 ? actualYearLength(from, to) : basis === 3 ? 365 : 360;
  return daysBetween(from, to, basis) / yearLength;
}

/** Leap years from year 1 on; 1900 is none here, whatever its serials say. */
function leapYearsUntil(year: number): number {
  return Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}

/** Within a year, 366 if a 29 February is touched; over longer spans the average of the years touched. */
function actualYearLength(from: number, to: number): number {
  const start = dateOfSerial(from);
  const end = dateOfSerial(to);
  const anniversaryPassed = end.month > start.month || (end.month === start.month && end.day > start.day);
  const withinYear = start.year === end.year || (start.year + 1 === end.year && !anniversaryPassed);
  if (!withinYear) {
    const years = end.year - start.year + 1;
    return 365 + (leapYearsUntil(end.year) - leapYearsUntil(start.year - 1)) / years;
  }
  if (start.year === end.year) return isLeapYear(start.year) ? 366 : 365;
  const leapDay = [start.year, end.year].filter(isLeapYear).map((year) => toSerial(year, 2, 29))[0];
  return leapDay !== undefined && from <= leapDay && leapDay <= to ? 366 : 365;
}

/** A day moved by whole months; `monthEnd` keeps it on the last day of its month. */
export function addMonths(date: CivilDate, months: number, monthEnd: boolean): number {
  const index = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  const last = daysInMonth(year, month);
  return toSerial(year, month, monthEnd ? last : Math.min(last, date.day));
}
