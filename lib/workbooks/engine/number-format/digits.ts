/**
 * A number as Excel formats it: its first 15 significant decimal digits, never the binary fraction behind them.
 * Scaling by 10, 100 or 1000 moves the point and costs no precision; rounding is half away from zero.
 */

/** `digits` without leading or trailing zeros; the value is 0.digits × 10^point. Zero has no digits. */
export type Digits = { readonly digits: string; readonly point: number };

const ZERO: Digits = { digits: "", point: 0 };

/** The digits of the number's size; the sign is the caller's. */
export function digitsOf(value: number): Digits {
  if (value === 0) return ZERO;
  const [mantissa = "", exponent = "0"] = Math.abs(value).toExponential(14).split("e");
  return { digits: trimZeros(mantissa.replace(".", "")), point: Number(exponent) + 1 };
}

/** Times 10^power. */
export function shift({ digits, point }: Digits, power: number): Digits {
  return digits === "" ? ZERO : { digits, point: point + power };
}

/** Rounded to `places` decimals, which may be negative. */
export function round({ digits, point }: Digits, places: number): Digits {
  const kept = point + places;
  if (kept >= digits.length) return { digits, point };
  if (kept < 0) return ZERO;
  const head = digits.slice(0, kept);
  if (digits.charCodeAt(kept) < 53) return { digits: trimZeros(head), point: trimZeros(head) === "" ? 0 : point };
  const raised = (BigInt(head === "" ? "0" : head) + 1n).toString();
  return { digits: trimZeros(raised), point: point + raised.length - kept };
}

/** Digits before the point; "" for a number below 1. */
export function wholeOf({ digits, point }: Digits): string {
  return point <= 0 ? "" : digits.slice(0, point).padEnd(point, "0");
}

/** Digits after the point, without trailing zeros. */
export function fractionOf({ digits, point }: Digits): string {
  return point >= 0 ? digits.slice(point) : "0".repeat(-point) + digits;
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}
