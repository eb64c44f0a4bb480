/**
 * What the texts of each type may be, and the value they stand for.
 *
 * A value is the text of a JSON scalar: digits are kept as they are, however many, dates are ISO.
 */
import { CellKind } from "../cells.ts";
import type { Field, StringFormat } from "./table-schema.ts";
import { FALSE_VALUES, TRUE_VALUES } from "./table-schema.ts";
import { isoReader, type Temporal, timeReader } from "./time-pattern.ts";

/**
 * Reads one trimmed, non-blank text as a value of a type.
 *
 * @param kind what the file says the cell is; a date of Excel is a date whatever pattern the schema has for texts
 * @returns JSON text, or null when it does not fit
 */
export type ValueReader = (text: string, kind: CellKind) => string | null;

const INTEGER = /^([+-]?)0*(\d+)$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** `+007` is 7. Whether it fits 64 bits is a constraint, see `isInt64`. */
export function readInteger(text: string): string | null {
  const match = INTEGER.exec(text);
  if (match === null) return null;
  return match[1] === "-" && match[2] !== "0" ? `-${match[2]}` : match[2]!;
}

/** `+.5` is 0.5, `1.` is 1, `1E5` is 1e5; trailing zeros are kept. No digit is lost. */
export function readNumber(text: string): string | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", exponent] = match;
  if (whole === "" && fraction === "") return null;
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const point = fraction === "" ? "" : `.${fraction}`;
  return `${sign === "-" ? "-" : ""}${digits}${point}${exponent === undefined ? "" : `e${exponent}`}`;
}

const INT64_MAX = 9_223_372_036_854_775_807n;
const INT64_MIN = -9_223_372_036_854_775_808n;

/** @param integer as `readInteger` gives it */
export function isInt64(integer: string): boolean {
  if (integer.length <= 18) return true;
  if (integer.length > 20) return false;
  const value = BigInt(integer);
  return value >= INT64_MIN && value <= INT64_MAX;
}

const YEAR = /^\d{4}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

// The addresses that HTML's <input type=email> takes, with a dot in the domain:
// https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;

// RFC 3986: a scheme, a colon, and characters that a URI may hold.
const URI = /^[a-z][a-z0-9+.-]*:(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9a-f]{2})+$/i;

const STRING_TESTS: Record<StringFormat, (text: string) => boolean> = {
  default: () => true,
  email: (text) => text.length <= 254 && EMAIL.test(text),
  uri: (text) => URI.test(text),
  uuid: (text) => UUID.test(text),
};

/** The reader of a field's type and format; the field has been checked by parse-schema.ts. */
export function valueReader(field: Field, decimal: "." | ","): ValueReader {
  switch (field.type) {
    case "any":
      return readAny;
    case "string": {
      const fits = STRING_TESTS[(field.format ?? "default") as StringFormat];
      return (text) => (fits(text) ? JSON.stringify(text) : null);
    }
    case "integer":
      return readInteger;
    case "number":
      return numberReader(field.decimalChar ?? decimal);
    case "boolean":
      return booleanReader(field.trueValues ?? TRUE_VALUES, field.falseValues ?? FALSE_VALUES);
    case "year":
      return (text) => (YEAR.test(text) ? readInteger(text) : null);
    default:
      return temporalReader(field.type, field.format ?? "default");
  }
}

/** Typed by the file itself where it is: a number of Excel stays a number. */
function readAny(text: string, kind: CellKind): string {
  return kind === CellKind.number || kind === CellKind.boolean ? text : JSON.stringify(text);
}

function numberReader(decimal: "." | ","): ValueReader {
  if (decimal === ".") return readNumber;
  return (text, kind) => {
    if (kind === CellKind.number) return readNumber(text);
    return text.includes(".") ? null : readNumber(text.replace(",", "."));
  };
}

function booleanReader(trueValues: readonly string[], falseValues: readonly string[]): ValueReader {
  const values = new Map<string, string>();
  for (const text of falseValues) values.set(text, "false");
  for (const text of trueValues) values.set(text, "true");
  return (text, kind) => (kind === CellKind.boolean ? text : (values.get(text) ?? null));
}

const MIDNIGHT = "T00:00:00";

function temporalReader(type: Temporal, format: string): ValueReader {
  const readText = format === "default" ? isoReader(type) : timeReader(format, type);
  return (text, kind) => {
    const iso = nativeTime(text, kind, type) ?? readText(text);
    return iso === null ? null : `"${iso}"`;
  };
}

/** A date or time that Excel itself holds as one. A date is a datetime at midnight, and the other way round. */
function nativeTime(text: string, kind: CellKind, type: Temporal): string | null {
  if (kind === CellKind[type]) return text;
  if (kind === CellKind.date && type === "datetime") return text + MIDNIGHT;
  if (kind === CellKind.datetime && type === "date" && text.endsWith(MIDNIGHT)) return text.slice(0, 10);
  return null;
}
