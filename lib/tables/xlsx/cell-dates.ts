import { formatKind } from "../../ooxml/number-format.ts";
import { isoDay, isoTime, splitSerial } from "../../ooxml/serial-date.ts";
import { CellKind } from "../cells.ts";

/** What a cell format makes of a number, by the cell's `s`: `CellKind` number, date, time or datetime. */
export function dateKinds(formats: readonly string[]): Uint8Array {
  const known = new Map<string, CellKind>();
  return Uint8Array.from(formats, (code) => {
    const seen = known.get(code);
    if (seen !== undefined) return seen;
    const kind = formatCellKind(code);
    known.set(code, kind);
    return kind;
  });
}

/** What a format code makes of a number: `CellKind` number, date, time or datetime. */
export function formatCellKind(code: string): CellKind {
  const kind = formatKind(code);
  return kind === "elapsed" ? CellKind.number : CellKind[kind];
}

/** A date as text, and which kind of date it turned out to be. */
export type DateText = { text: string; kind: CellKind };

/**
 * A serial in a cell whose format shows a date or a clock time.
 *
 * The value decides over the format: a day with a time is a datetime though the format hides the time, and a value
 * without a day is a time. Only midnight is told by the format: `2024-01-31T00:00:00` where it shows hours.
 *
 * @returns undefined where the serial is no date (negative, or past the year 9999): the cell is a number then
 */
export function dateText(serial: number, format: CellKind, date1904: boolean): DateText | undefined {
  const parts = splitSerial(serial, date1904);
  if (!parts) return undefined;
  const { day, milliseconds } = parts;
  if (!day || (format === CellKind.time && serial < 1)) return { text: isoTime(milliseconds), kind: CellKind.time };
  if (milliseconds === 0 && format === CellKind.date) return { text: isoDay(day), kind: CellKind.date };
  return { text: `${isoDay(day)}T${isoTime(milliseconds)}`, kind: CellKind.datetime };
}

const ISO = /^(\d{4}-\d\d-\d\d)?(?:(?:^|T|\s)(\d\d:\d\d)(?:(:\d\d)(?:\.(\d{1,9}))?)?)?Z?$/;

/** The text of a cell of ISO date type (strict files) in the form of its kind; undefined where it is no date. */
export function isoDateText(text: string, format: CellKind): DateText | undefined {
  const [matched, day, minutes, seconds = ":00", fraction = ""] = ISO.exec(text.trim()) ?? [];
  if (!matched || (!day && !minutes)) return undefined;
  if (!minutes) return { text: day!, kind: CellKind.date };
  const milliseconds = fraction.padEnd(3, "0").slice(0, 3);
  const time = `${minutes}${seconds}${milliseconds === "000" ? "" : `.${milliseconds}`}`;
  if (!day) return { text: time, kind: CellKind.time };
  if (time === "00:00:00" && format === CellKind.date) return { text: day, kind: CellKind.date };
  return { text: `${day}T${time}`, kind: CellKind.datetime };
}
