import { type CivilDate, DAYS_1904, dateOfSerial, LAST_SERIAL } from "../serial-date.ts";
import { japaneseEra } from "./locale.ts";
import type { Body, DatePart } from "./section.ts";

type DateBody = Extract<Body, { kind: "date" }>;
type DateField = Extract<DatePart, { role: "date" }>;

const SECONDS_A_DAY = 86_400;

/** A moment taken apart: the day's serial, and the time within it to the precision that is shown. */
type Moment = { serial: number; hours: number; minutes: number; seconds: number; milliseconds: number };

/**
 * A serial as date and time, without sign; undefined where Excel shows only `#`: beyond 31 December 9999, and below 0
 * unless dates count from 1904 or whole elapsed units are all that is shown.
 */
export function renderDate(value: number, { parts, locale }: DateBody, date1904: boolean): string | undefined {
  const elapsed = parts.some(({ role }) => role === "elapsed");
  const onlyElapsed = parts.every(({ role }) => role === "elapsed" || role === "literal");
  if (value < 0 && !date1904 && !onlyElapsed) return undefined;
  const moment = momentOf(Math.abs(value), parts);
  if (!elapsed && moment.serial > (date1904 ? LAST_SERIAL - DAYS_1904 : LAST_SERIAL)) return undefined;
  const twelveHours = parts.some(({ role }) => role === "halfDay");
  const elapsedSeconds = moment.serial * SECONDS_A_DAY + moment.hours * 3600 + moment.minutes * 60 + moment.seconds;

  let civil: CivilDate | undefined;
  const date = () => {
    civil ??= dateOfSerial(moment.serial, date1904);
    return civil;
  };
  const bracketed = new Set(parts.flatMap((part) => (part.role === "elapsed" ? [part.unit] : [])));
  const passed = (unit: "hour" | "minute" | "second", width: number): string => {
    const seconds = unit === "hour" ? 3600 : unit === "minute" ? 60 : 1;
    return String(Math.floor(elapsedSeconds / seconds)).padStart(width, "0");
  };
  const field = ({ unit, width }: DateField): string => {
    // Behind `[h]`, a plain `h` shows the hours passed as well.
    if ((unit === "hour" || unit === "minute" || unit === "second") && bracketed.has(unit)) return passed(unit, width);
    const padded = (number: number) => String(number).padStart(Math.min(width, 2), "0");
    switch (unit) {
      case "hour":
        return padded(twelveHours ? moment.hours % 12 || 12 : moment.hours);
      case "minute":
        return padded(moment.minutes);
      case "second":
        return padded(moment.seconds);
      case "day":
      case "weekday":
        if (unit === "day" && width <= 2) return padded(date().day);
        // 1 January 1900 counts as a Sunday, to suit the 29 February that follows it.
        return (width === 3 ? locale.shortDays : locale.days)[(moment.serial + (date1904 ? 5 : 6)) % 7]!;
      case "month": {
        const { month } = date();
        if (width <= 2) return padded(month);
        const name = (width === 3 ? locale.shortMonths : locale.months)[month - 1]!;
        return width === 5 ? name.slice(0, 1) : name;
      }
      case "year":
        return width <= 2 ? String(date().year % 100).padStart(2, "0") : String(date().year).padStart(4, "0");
      case "buddhist":
        return width <= 2 ? String((date().year + 543) % 100).padStart(2, "0") : String(date().year + 543);
      case "era":
        return locale.japanese ? japaneseEra(date().year, date().month, date().day).names[Math.min(width, 3) - 1]! : "";
      case "eraYear":
        return locale.japanese
          ? padded(japaneseEra(date().year, date().month, date().day).year)
          : String(date().year).padStart(4, "0");
    }
  };
  const shown = (part: DatePart): string => {
    switch (part.role) {
      case "literal":
        return part.text;
      case "date":
        return field(part);
      case "elapsed":
        return passed(part.unit, part.width);
      case "fraction":
        return `.${String(moment.milliseconds).padStart(3, "0").slice(0, part.places)}`;
      case "halfDay": {
        const long = part.am === "AM";
        return moment.hours < 12 ? (long ? locale.am : part.am) : long ? locale.pm : part.pm;
      }
    }
  };
  return parts.map(shown).join("");
}

/** Rounded to the fraction of a second that is shown, and to whole seconds where none is. */
function momentOf(size: number, parts: readonly DatePart[]): Moment {
  const places = Math.max(0, ...parts.map((part) => (part.role === "fraction" ? part.places : 0)));
  const precision = 10 ** places;
  const serial = Math.floor(size);
  const ticks = Math.round(Number(((size - serial) * SECONDS_A_DAY * precision).toPrecision(12)));
  const perDay = SECONDS_A_DAY * precision;
  const inDay = ticks % perDay;
  const whole = Math.floor(inDay / precision);
  return {
    serial: serial + Math.floor(ticks / perDay),
    hours: Math.floor(whole / 3600),
    minutes: Math.floor(whole / 60) % 60,
    seconds: whole % 60,
    milliseconds: Math.round(((inDay % precision) * 1000) / precision),
  };
}
