/**
 * How one kind of scalar becomes another, en-US, as Excel's operators and functions do it to a single value.
 * Errors pass through. Where texts inside ranges are skipped instead (SUM), see `functions/contract.ts`.
 */
import { ExcelError, type Scalar, VALUE } from "../values.ts";
import { parseNumberText } from "./number-text.ts";

/** Blank 0, TRUE 1, text by its meaning (`"1,234"`, `"50%"`, `"1/31/2024"`), else `#VALUE!`. */
export function toNumber(value: Scalar, date1904 = false): number | ExcelError {
  if (typeof value === "number") return value;
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string") return parseNumberText(value, date1904) ?? VALUE;
  return value;
}

/** Blank "", TRUE `TRUE`, numbers in General format with up to 15 digits. */
export function toText(value: Scalar): string | ExcelError {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (typeof value === "number") return numberToText(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return value;
}

/** Blank FALSE, numbers by being other than 0, the texts `TRUE` and `FALSE` in any case, else `#VALUE!`. */
export function toBoolean(value: Scalar): boolean | ExcelError {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") {
    const upper = value.toUpperCase();
    return upper === "TRUE" ? true : upper === "FALSE" ? false : VALUE;
  }
  return value;
}

/** A number as `&` writes it: 15 significant digits; `1E+21` from 21 digits on, `1E-05` where that is shorter. */
export function numberToText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value === 0 ? "0" : String(value);
  const [mantissa = "", exponentText = "0"] = value.toExponential(14).split("e");
  const exponent = Number(exponentText);
  const digits = mantissa.replace("-", "").replace(".", "").replace(/0+$/, "");
  const sign = value < 0 ? "-" : "";
  if (exponent > 20 || exponent < -19 || (exponent < -4 && digits.length - exponent > 20)) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}E${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Rounds to the 15 significant digits that Excel shows and compares by. */
export function round15(value: number): number {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value : Number(value.toPrecision(15));
}

export function isError(value: unknown): value is ExcelError {
  return value instanceof ExcelError;
}
