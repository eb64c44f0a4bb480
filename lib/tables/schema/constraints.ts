/**
 * What a value must be beyond its type.
 */
import { CellKind } from "../cells.ts";
import { type Constraints, type Field, type FieldType, MAX_TEXT_LENGTH } from "./table-schema.ts";
import { isInt64, type ValueReader } from "./values.ts";

/** @returns what the value breaks, as the predicate of a sentence about it; null when nothing */
export type ConstraintCheck = (text: string, value: string) => string | null;

/** The types that each constraint is for; the others take any type. */
export const CONSTRAINED_TYPES: Partial<Record<keyof Constraints, readonly FieldType[]>> = {
  minimum: ["integer", "number", "date", "time", "datetime", "year"],
  maximum: ["integer", "number", "date", "time", "datetime", "year"],
  minLength: ["string"],
  maxLength: ["string"],
  pattern: ["string"],
};

/** The checks of a field in the order of their messages; required and unique are looked after elsewhere. */
export function constraintChecks(field: Field, read: ValueReader): ConstraintCheck[] {
  const { minimum, maximum, minLength, maxLength, pattern, enum: allowed } = field.constraints ?? {};
  const checks: ConstraintCheck[] = [];
  if (field.type === "integer") {
    checks.push((_, value) => (isInt64(value) ? null : "is outside the range of 64-bit integers"));
  }
  if (field.type === "number") {
    checks.push((_, value) => (isStorable(value) ? null : "is outside the range of numbers"));
  }
  if (minimum !== undefined) {
    const least = readLimit(read, minimum)!;
    checks.push((_, value) => (compareValues(value, least) < 0 ? `is less than the minimum ${minimum}` : null));
  }
  if (maximum !== undefined) {
    const most = readLimit(read, maximum)!;
    checks.push((_, value) => (compareValues(value, most) > 0 ? `is more than the maximum ${maximum}` : null));
  }
  if (minLength !== undefined) {
    checks.push((text) => (lengthOf(text) < minLength ? `is shorter than ${minLength} characters` : null));
  }
  if (field.type === "string" || field.type === "any") {
    const longest = maxLength ?? MAX_TEXT_LENGTH;
    checks.push((text) => (lengthOf(text) > longest ? `is longer than ${longest} characters` : null));
  }
  if (pattern !== undefined) {
    const whole = wholePattern(pattern);
    checks.push((text) => (whole.test(text) ? null : `does not match the pattern ${pattern}`));
  }
  if (allowed !== undefined) {
    const values = new Set(allowed.map((value) => canonicalValue(readLimit(read, value)!)));
    const list = allowed.length <= 10 ? allowed.join(", ") : `${allowed.slice(0, 10).join(", ")} …`;
    checks.push((_, value) => (values.has(canonicalValue(value)) ? null : `is not one of ${list}`));
  }
  return checks;
}

/** A limit as JSON has it: a number is a number whatever the decimal separator of the texts, true is true. */
export function readLimit(read: ValueReader, limit: string | number | boolean): string | null {
  const kinds = { string: CellKind.text, number: CellKind.number, boolean: CellKind.boolean } as const;
  return read(String(limit), kinds[typeof limit as keyof typeof kinds]);
}

/**
 * Whether a number is one that a database keeps to the last digit: PostgreSQL's numeric ends at 131,072 digits before
 * the point and 16,383 behind it, far past where a double (1.8e308) does.
 */
function isStorable(value: string): boolean {
  if (value.length <= 300 && !value.includes("e")) return true;
  const exponent = Number(value.split("e")[1] ?? 0);
  return value.length <= 1_000 && Math.abs(exponent) <= 400 && Number.isFinite(Number(value));
}

/** Patterns of a schema are XML Schema's: they match the whole value. @throws {SyntaxError} */
export function wholePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, "u");
}

/** Characters as people count them by code points: an emoji is one. */
function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) length--;
  }
  return length;
}

/**
 * Which of two values of one type comes first: negative, 0 or positive.
 * @param a JSON text as a `ValueReader` gives it: a number, or a date or time in quotes
 */
export function compareValues(a: string, b: string): number {
  if (a.startsWith('"')) return compareTimes(a, b);
  const difference = Number(a) - Number(b);
  if (difference !== 0 || a === b) return difference;
  return compareDecimals(a, b);
}

/** Doubles cannot tell them apart: compare digit by digit. Both have the same sign and nearly the same size. */
function compareDecimals(a: string, b: string): number {
  const [left, right] = [scaled(a), scaled(b)];
  const exponent = Math.min(left.exponent, right.exponent);
  // Equal as doubles, so the exponents are near each other unless both values are 0.
  if (left.digits === 0n || right.digits === 0n) return Number(left.digits - right.digits);
  const difference =
    left.digits * 10n ** BigInt(left.exponent - exponent) - right.digits * 10n ** BigInt(right.exponent - exponent);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function scaled(value: string): { digits: bigint; exponent: number } {
  const [mantissa = "", exponent = "0"] = value.split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

const INTEGER = /^(?:0|-?[1-9]\d*)$/;

/** One form for all texts of the same number, so that an enum of 1 holds 1.0. */
export function canonicalValue(value: string): string {
  if (value.startsWith('"') || value === "true" || value === "false") return value;
  if (INTEGER.test(value)) return value;
  const { digits, exponent } = scaled(value);
  if (digits === 0n) return "0";
  const text = String(digits);
  const bare = text.replace(/0+$/, "");
  const zeros = exponent + text.length - bare.length;
  return zeros >= 0 && zeros < 20 ? bare + "0".repeat(zeros) : `${bare}e${zeros}`;
}

/** Times with an offset are compared as moments, in UTC; the others as they stand. */
function compareTimes(a: string, b: string): number {
  if (a.length > 20 && b.length > 20) {
    const [left, right] = [Date.parse(a.slice(1, -1)), Date.parse(b.slice(1, -1))];
    if (left !== right) return left - right;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
