/** Values of cells as the API shows and the database keeps them (spec: workbooks, 4.4). */
import { formatKind } from "../ooxml/number-format.ts";
import { serialToIso } from "../ooxml/serial-date.ts";
import { ExcelError, type Scalar } from "./values.ts";

export type DataType = "number" | "text" | "date" | "boolean" | "error" | "blank";

/** The fields that hold one value: raw or calculated. */
export type ValueFields = {
  /** A number, the serial of a date, 1 or 0 for a boolean. */
  value: number | null;
  /** A text, which may be empty, or the literal of an error. */
  text: string | null;
};

const NOTHING: ValueFields = { value: null, text: null };

/** @param value undefined where there is none */
export function valueFields(value: Scalar | undefined): ValueFields {
  if (value === undefined || value === null) return NOTHING;
  if (typeof value === "number") return { value, text: null };
  if (typeof value === "boolean") return { value: value ? 1 : 0, text: null };
  return { value: null, text: value instanceof ExcelError ? value.literal : value };
}

/** @param numberFormat code of the cell's format: it makes a number a date */
export function dataType(value: Scalar | undefined, numberFormat: string): DataType {
  if (value === undefined || value === null) return "blank";
  if (typeof value === "number") return isDateFormat(numberFormat) ? "date" : "number";
  if (typeof value === "boolean") return "boolean";
  return value instanceof ExcelError ? "error" : "text";
}

const knownFormats = new Map<string, boolean>();
/** Workbooks have some dozens of formats; what keeps growing past this is not one workbook's. */
const MAX_KNOWN_FORMATS = 10_000;

/** Whether a format shows a date or a clock time. Elapsed times such as `[h]:mm` are numbers. */
function isDateFormat(code: string): boolean {
  let isDate = knownFormats.get(code);
  if (isDate === undefined) {
    const kind = formatKind(code);
    isDate = kind === "date" || kind === "time" || kind === "datetime";
    if (knownFormats.size >= MAX_KNOWN_FORMATS) knownFormats.clear();
    knownFormats.set(code, isDate);
  }
  return isDate;
}

/** `raw_iso` and `calculated_iso` of a date cell: see `serialToIso`. */
export function isoOf(serial: number, date1904: boolean): string | null {
  return serialToIso(serial, date1904);
}
