/**
 * Trimming of UTF-8 bytes, by the characters that `String.prototype.trim` removes.
 */

const SPACE = 0x20;
const DEL = 0x7f;

/** Start of the text in bytes[start … end) behind its leading spaces; `end` when there is nothing else. */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (;;) {
    if (at >= end) return end;
    const byte = bytes[at]!;
    if (byte > SPACE && byte < DEL) return at;
    const length = spaceLength(bytes, at, end);
    if (length === 0) return at;
    at += length;
  }
}

/** End of the text in bytes[start … end) before its trailing spaces, given that it is not all spaces. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start) {
    const byte = bytes[at - 1]!;
    if (byte > SPACE && byte < DEL) return at;
    let length = spaceLength(bytes, at - 1, end) === 1 ? 1 : 0;
    if (length === 0 && at - 2 >= start && spaceLength(bytes, at - 2, at) === 2) length = 2;
    if (length === 0 && at - 3 >= start && spaceLength(bytes, at - 3, at) === 3) length = 3;
    if (length === 0) return at;
    at -= length;
  }
  return at;
}

/** Bytes of the space at `at`; 0 when it is none. */
function spaceLength(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!;
  if (first === SPACE || (first >= 0x09 && first <= 0x0d)) return 1;
  if (first < 0xc2) return 0;
  const second = at + 1 < end ? bytes[at + 1]! : 0;
  if (first === 0xc2) return second === 0xa0 ? 2 : 0;
  const third = at + 2 < end ? bytes[at + 2]! : 0;
  if (first === 0xe2) {
    const isSpace = second === 0x80 ? third <= 0x8a || third === 0xa8 || third === 0xa9 || third === 0xaf : false;
    return (isSpace && third >= 0x80) || (second === 0x81 && third === 0x9f) ? 3 : 0;
  }
  const isOther =
    (first === 0xe1 && second === 0x9a && third === 0x80) ||
    (first === 0xe3 && second === 0x80 && third === 0x80) ||
    (first === 0xef && second === 0xbb && third === 0xbf);
  return isOther ? 3 : 0;
}
