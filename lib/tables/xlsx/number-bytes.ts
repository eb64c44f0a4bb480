/**
 * Numbers of a sheet in the one form that a `CellChunk` gives them: the shortest decimal text that reads back as the
 * same double; integers of any length as written.
 */

/** XML Schema's `double` without its words for infinity and no number, which no cell holds. */
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

const [MINUS, POINT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39];

/** A decimal of up to 15 digits reads back as itself: none shorter gives the same double (IEEE 754, DBL_DIG). */
const EXACT_DIGITS = 15;
/** From here down JavaScript writes an exponent: 0.000001 is `0.000001`, a tenth of it `1e-7`. */
const MAX_LEADING_ZEROS = 5;

/**
 * Whether the text is a number in its one form already, so that its bytes can stand. It may say no to a text that is
 * (the slow way then writes the same again), never yes to one that is not.
 */
export function isCanonicalNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === MINUS) at++;
  const first = bytes[at]!;
  if (first === ZERO) {
    if (at + 1 === end) return at === start; // "-0" is written "0"
    if (bytes[at + 1] !== POINT) return false;
    at++;
  } else {
    if (!(first > ZERO && first <= NINE)) return false;
    while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
    if (at === end) return true;
    if (bytes[at] !== POINT) return false;
  }
  // at the point: what follows are digits, the last of them not zero
  const last = bytes[end - 1]!;
  if (end - at < 2 || last <= ZERO || last > NINE) return false;
  let digits = first === ZERO ? 0 : at - start - (bytes[start] === MINUS ? 1 : 0);
  let zeros = 0;
  for (at++; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return false;
    if (digits === 0 && byte === ZERO) zeros++;
    else digits++;
  }
  return digits <= EXACT_DIGITS && zeros <= MAX_LEADING_ZEROS;
}

/** The one form of a number that may not be in it: `1.50`, `+3`, `1E5`, 17 digits; undefined for a text that is no number. */
export function canonicalNumber(text: string): string | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  const shortest = String(value === 0 ? 0 : value);
  return shortest === text || DECIMAL.test(text) ? shortest : undefined;
}

/** The double that a text of digits stands for; NaN for a text that is no decimal number. */
export function parseNumber(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  let scale = 0;
  let at = start;
  if (end - start <= EXACT_DIGITS) {
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte >= ZERO && byte <= NINE) {
        value = value * 10 + (byte - ZERO);
        if (scale > 0) scale *= 10;
      } else if (byte === POINT && scale === 0) scale = 1;
      else break;
    }
    // up to 15 digits and their power of ten are exact doubles, so that one division rounds as a parser must
    if (at === end && end > start) return scale > 1 ? value / scale : value;
  }
  const text = bytes.toString("latin1", start, end);
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}
