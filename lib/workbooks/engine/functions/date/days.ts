/** Days: made from years, months and days, and taken apart again. */
import { NUM, VALUE } from "../../../values.ts";
import { parseDateTimeText } from "../../date-text.ts";
import type { CivilDate } from "../../serial-date.ts";
import { define, type FunctionDefinition, integer, number, strictInteger, strictNumber, text } from "../contract.ts";
import { monthLength, serialOfOverflowing, wholeSerial, withDate } from "./serials.ts";

/** DATE(year, month, day): years below 1900 count from 1900. */
export const DATE = define({
  name: "DATE",
  parameters: [integer(), integer(), integer()],
  evaluate: (year, month, day, { date1904 }) => {
    if (year < 0 || year > 9999) return NUM;
    return serialOfOverflowing(year < 1900 ? year + 1900 : year, month, day, date1904);
  },
});

/** DATEVALUE(text): the day in a text. */
export const DATEVALUE = define({
  name: "DATEVALUE",
  parameters: [text()],
  evaluate: (value, { date1904, now }) => {
    const serial = parseDateTimeText(value, date1904, now);
    return serial === undefined ? VALUE : Math.floor(serial);
  },
});

function datePart(name: string, part: (date: CivilDate) => number): FunctionDefinition {
  return define({
    name,
    parameters: [number()],
    evaluate: (serial, { date1904 }) => withDate(serial, date1904, part),
  });
}

/** YEAR(serial) */
export const YEAR = datePart("YEAR", ({ year }) => year);

/** MONTH(serial) */
export const MONTH = datePart("MONTH", ({ month }) => month);

/** DAY(serial): 0 for serial 0, the "0 January 1900". */
export const DAY = datePart("DAY", ({ day }) => day);

/** EDATE(start, months): the same day of another month, or its last. */
export const EDATE = define({
  name: "EDATE",
  parameters: [strictNumber(), strictInteger()],
  evaluate: (start, months, { date1904 }) =>
    withDate(start, date1904, ({ year, month, day }) => {
      const index = year * 12 + month - 1 + months;
      const length = monthLength(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, date1904);
      return serialOfOverflowing(year, month + months, Math.min(day, length), date1904);
    }),
});

/** EOMONTH(start, months): the last day of the month. */
export const EOMONTH = define({
  name: "EOMONTH",
  parameters: [strictNumber(), strictInteger()],
  evaluate: (start, months, { date1904 }) =>
    withDate(start, date1904, ({ year, month }) => serialOfOverflowing(year, month + months + 1, 0, date1904)),
});

/** DAYS(end, start): whole days between. */
export const DAYS = define({
  name: "DAYS",
  parameters: [number(), number()],
  evaluate: (end, start, { date1904 }) => {
    const last = wholeSerial(end, date1904);
    const first = wholeSerial(start, date1904);
    if (typeof last !== "number") return last;
    return typeof first === "number" ? last - first : first;
  },
});
