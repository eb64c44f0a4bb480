/** Days of the week and weeks of the year. */
import { ExcelError, NUM } from "../../../values.ts";
import { dateOfSerial } from "../../serial-date.ts";
import { define, integer, number, optional, strictInteger, strictNumber } from "../contract.ts";
import { serialOfOverflowing, wholeSerial } from "./serials.ts";

/** 0 for Sunday to 6 for Saturday. Serial 1 is a Sunday in the 1900 system, as its 29 February wants it. */
export function dayOfWeek(serial: number, date1904: boolean): number {
  return (serial + (date1904 ? 5 : 6)) % 7;
}

/** WEEKDAY(serial, [type]): 1 from Sunday, 2 from Monday, 3 from Monday counting from 0, 11–17 from Monday to Sunday. */
export const WEEKDAY = define({
  name: "WEEKDAY",
  parameters: [number(), optional(integer(), 1)],
  evaluate: (serial, type, { date1904 }) => {
    const whole = wholeSerial(serial, date1904);
    if (whole instanceof ExcelError) return whole;
    const day = dayOfWeek(whole, date1904);
    if (type === 3) return (day + 6) % 7;
    const first = firstDayOf(type);
    return first === undefined ? NUM : ((day - first + 7) % 7) + 1;
  },
});

/** The day on which weeks of a type begin, 0 for Sunday. */
function firstDayOf(type: number): number | undefined {
  if (type === 1 || type === 17) return 0;
  if (type === 2) return 1;
  return type >= 11 && type <= 16 ? type - 10 : undefined;
}

/** WEEKNUM(serial, [type]): week 1 is that of 1 January; type 21 is ISO 8601. */
export const WEEKNUM = define({
  name: "WEEKNUM",
  parameters: [strictNumber(), optional(strictInteger(), 1)],
  evaluate: (serial, type, { date1904 }) => {
    const whole = wholeSerial(serial, date1904);
    if (whole instanceof ExcelError) return whole;
    if (type === 21) return isoWeek(whole, date1904);
    const first = firstDayOf(type);
    if (first === undefined) return NUM;
    const newYear = startOfYear(whole, date1904);
    const daysBefore = (dayOfWeek(newYear, date1904) - first + 7) % 7;
    return Math.floor((whole - newYear + daysBefore) / 7) + 1;
  },
});

/** ISOWEEKNUM(serial): weeks begin on Monday, week 1 has the first Thursday. */
export const ISOWEEKNUM = define({
  name: "ISOWEEKNUM",
  parameters: [number()],
  evaluate: (serial, { date1904 }) => {
    const whole = wholeSerial(serial, date1904);
    return whole instanceof ExcelError ? whole : isoWeek(whole, date1904);
  },
});

function startOfYear(serial: number, date1904: boolean): number {
  return serialOfOverflowing(dateOfSerial(serial, date1904).year, 1, 1, date1904) as number;
}

function isoWeek(serial: number, date1904: boolean): number {
  const thursday = serial + 3 - ((dayOfWeek(serial, date1904) + 6) % 7);
  if (thursday < 1) return 52; // the days before the first Thursday of the date system
  return Math.floor((thursday - startOfYear(thursday, date1904)) / 7) + 1;
}
