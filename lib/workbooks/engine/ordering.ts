/**
 * Comparing scalars as Excel's operators and lookups do: numbers < texts < booleans, texts without regard to case,
 * numbers equal when they agree in 15 significant digits. Blank meets each kind as its zero: 0, "" or FALSE.
 */
import { ExcelError, type Scalar } from "../values.ts";
import { round15 } from "./coerce.ts";

/** Below 0, 0 or above 0; the first error of the two where there is one. */
export function compareScalars(left: Scalar, right: Scalar): number | ExcelError {
  if (typeof left === "number" && typeof right === "number") return compareNumbers(left, right);
  if (left instanceof ExcelError) return left;
  if (right instanceof ExcelError) return right;
  const a = left ?? zeroLike(right);
  const b = right ?? zeroLike(left);
  if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return rank(a) - rank(b);
}

export function compareNumbers(left: number, right: number): number {
  if (left === right) return 0;
  const difference = left - right;
  // Far apart in relative terms: no need to round. 1e-14 leaves a margin over 15 digits.
  if (Math.abs(difference) > Math.abs(left) * 1e-14) return difference;
  return round15(left) - round15(right);
}

const collator = new Intl.Collator("en-US", { sensitivity: "accent", caseFirst: "false" });

/** Order of texts as in sorting and `<`; 0 when they are equal but for case. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  const a = foldCase(left);
  const b = foldCase(right);
  return a === b ? 0 : collator.compare(a, b) || (a < b ? -1 : 1);
}

/** The form in which two texts are equal for `=`, MATCH and criteria. */
export function foldCase(text: string): string {
  return text.toLowerCase();
}

function zeroLike(other: Scalar): number | string | boolean {
  return typeof other === "string" ? "" : typeof other === "boolean" ? false : 0;
}

function rank(value: number | string | boolean): number {
  return typeof value === "number" ? 0 : typeof value === "string" ? 1 : 2;
}
