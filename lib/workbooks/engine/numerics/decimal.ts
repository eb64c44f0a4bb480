/** Which way a decimal is cut: to the nearest (halves away from zero), towards zero, or away from it. */
type Direction = "nearest" | "down" | "up";

/** Beyond this share of a step from a half or a whole, binary noise cannot change the outcome. */
const SAFE = 1e-6;

/**
 * Rounds to `digits` decimal places (negative: to tens, hundreds …) as Excel does: what counts are the 15 significant
 * digits that Excel shows, not the binary fraction behind them, so that 1.005 to 2 places is 1.01.
 */
export function roundDecimal(value: number, digits: number, direction: Direction): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const size = Math.abs(value);
  if (digits > 22 || digits + Math.floor(Math.log10(size)) > 15) return value;
  const scale = 10 ** Math.abs(digits);
  const scaled = digits < 0 ? size / scale : size * scale;
  if (scale === Number.POSITIVE_INFINITY) return direction === "up" ? Number.NaN : 0;
  const whole = Math.floor(scaled);
  const fraction = scaled - whole;
  const steps =
    clear(fraction, direction) && scaled < 1e9 ? cut(whole, fraction, direction) : cutDigits(size, digits, direction);
  return Math.sign(value) * (digits < 0 ? steps * scale : steps / scale);
}

function clear(fraction: number, direction: Direction): boolean {
  if (direction === "nearest") return Math.abs(fraction - 0.5) > SAFE;
  return fraction > SAFE && fraction < 1 - SAFE;
}

function cut(whole: number, fraction: number, direction: Direction): number {
  if (direction === "nearest") return fraction >= 0.5 ? whole + 1 : whole;
  return direction === "up" && fraction > 0 ? whole + 1 : whole;
}

/** The number of steps of 10^−digits, counted on the 15 significant digits of the value. */
function cutDigits(size: number, digits: number, direction: Direction): number {
  const [mantissa, power] = size.toExponential(14).split("e") as [string, string];
  const figures = mantissa.replace(".", "");
  const kept = Number(power) + 1 + digits; // how many of the 15 figures stand before the cut
  if (kept < 0) return direction === "up" ? 1 : 0;
  const whole = Number(figures.slice(0, kept) + "0".repeat(Math.max(0, kept - figures.length)));
  return cut(whole, Number(`0.${figures.slice(kept)}`), direction);
}
