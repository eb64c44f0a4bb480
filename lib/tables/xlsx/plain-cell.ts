import type { XmlBytes } from "./xml-bytes.ts";

const [SPACE, QUOTE, AMPERSAND, CR, SLASH, LESS, EQUALS, GREATER] = [0x20, 0x22, 0x26, 0x0d, 0x2f, 0x3c, 0x3d, 0x3e];
const [C, R, S, T, V] = [0x63, 0x72, 0x73, 0x74, 0x76];
/** Digits that a double holds whatever they are. */
const MAX_DIGITS = 15;
/** XFD; a column past it is damage, which the scanner reports. */
const LAST_COLUMN = 16_384;
/** A value longer than this is left to the slow way. */
const MAX_VALUE = 64;
/** Bytes that must be at hand before a cell is looked at, so that no read goes past the end: those are slow. */
const MAX_CELL = 256;

/**
 * The cell as nearly every writer puts it: `<c r="A1" s="1" t="s"><v>12</v></c>`, taken in one go.
 *
 * Twice as fast as token by token, and only that: what looks different in any way is left to `XmlBytes.next`.
 */
export class PlainCell {
  /** From 1; may lie past the last column. */
  column = 0;
  /** The attribute `s`; 0 if missing. */
  style = 0;
  /** The one character of the attribute `t`; 0 if missing. */
  type = 0;
  valueStart = 0;
  valueEnd = 0;
  /** The value if it is 1 to 15 digits and nothing else, else -1. */
  integer = -1;

  /** Takes the cell at the reader's place. False: it is no plain cell or not all there, and nothing has happened. */
  read(xml: XmlBytes): boolean {
    const bytes = xml.bytes;
    let at = xml.position;
    if (at + MAX_CELL > bytes.length) return false;
    if (bytes[at] !== LESS || bytes[at + 1] !== C || bytes[at + 2] !== SPACE || bytes[at + 3] !== R) return false;
    if (bytes[at + 4] !== EQUALS || bytes[at + 5] !== QUOTE) return false;
    at += 6;
    let column = 0;
    let byte = bytes[at]!;
    for (; byte >= 0x41 && byte <= 0x5a && column <= LAST_COLUMN; byte = bytes[++at]!)
      column = column * 26 + byte - 0x40;
    if (column === 0) return false;
    for (const end = at + MAX_DIGITS; byte >= 0x30 && byte <= 0x39 && at < end; ) byte = bytes[++at]!;
    if (byte !== QUOTE) return false;
    at++;

    let style = 0;
    let type = 0;
    for (let attributes = 0; attributes < 2 && bytes[at] === SPACE; attributes++) {
      const name = bytes[at + 1];
      if (bytes[at + 2] !== EQUALS || bytes[at + 3] !== QUOTE) return false;
      at += 4;
      if (name === T) {
        type = bytes[at++]!;
      } else {
        if (name !== S) return false;
        const end = at + MAX_DIGITS;
        for (byte = bytes[at]!; byte >= 0x30 && byte <= 0x39 && at < end; byte = bytes[++at]!)
          style = style * 10 + byte - 0x30;
      }
      if (bytes[at++] !== QUOTE) return false;
    }
    if (bytes[at] !== GREATER || bytes[at + 1] !== LESS || bytes[at + 2] !== V || bytes[at + 3] !== GREATER)
      return false;

    const start = at + 4;
    const end = start + MAX_VALUE;
    let integer = 0;
    for (at = start, byte = bytes[at]!; byte >= 0x30 && byte <= 0x39 && at < end; byte = bytes[++at]!) {
      integer = integer * 10 + byte - 0x30;
    }
    if (at === start || at - start > MAX_DIGITS || byte !== LESS) integer = -1;
    for (; byte !== LESS; byte = bytes[++at]!) if (byte === AMPERSAND || byte === CR || at >= end) return false;
    if (bytes[at + 1] !== SLASH || bytes[at + 2] !== V || bytes[at + 3] !== GREATER || bytes[at + 4] !== LESS)
      return false;
    if (bytes[at + 5] !== SLASH || bytes[at + 6] !== C || bytes[at + 7] !== GREATER) return false;

    this.column = column;
    this.style = style;
    this.type = type;
    this.valueStart = start;
    this.valueEnd = at;
    this.integer = integer;
    xml.position = at + 8;
    return true;
  }
}
