/**
 * Quoted fields of CSV: where one starts, where it ends, and its text without escapes.
 *
 * A quote inside a quoted field closes it only when a delimiter, a line end or the end of the file follows, blanks in
 * between passed over: sloppy exporters write `"a "b" c"`. A field may also begin with a quoted word and go on without
 * quotes: `"a" b`. That shows when its line ends with every quote paired and the next quote opens a field.
 */
import type { Arena } from "../kernel/arena.ts";
import type { Dialect } from "./dialect.ts";
import type { Window } from "./window.ts";

/** A longer field is not one: somewhere before it a quote or a delimiter is wrong. */
export const MAX_FIELD_BYTES = 1024 * 1024;

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const NONE = -1;

/** What became of a quoted field: its end was found; is behind the window's end; is nowhere; it is not quoted at all. */
export const Close = { found: 0, cut: 1, missing: 2, bare: 3 } as const;
export type Close = (typeof Close)[keyof typeof Close];

const CUT = -2;

const isLineEnd = (byte: number) => byte === LF || byte === CR;

export class QuotedFields {
  /** 1 for a byte with which a quoted field may start: the quote, and blanks before it. */
  readonly opens = new Uint8Array(256);
  /** NONE where quotes are ordinary. */
  readonly quoteByte: number;
  /** The byte that makes the next one ordinary; NONE where quotes are doubled or not escaped at all. */
  readonly escapeByte: number;
  /** The field found last: where its text starts and ends, and where the delimiter or line end after it stands. */
  textStart = 0;
  textEnd = 0;
  after = 0;
  hasEscapes = false;

  readonly #bytes: Buffer;
  readonly #window: Window;
  readonly #isDoubled: boolean;
  readonly #delimiter: Buffer;
  /**
   * A field that was open anywhere before this address is open until here. Reading inside quotes depends on the place
   * alone, so a later field need not search again what an earlier one has searched in vain: without this, a file of
   * unclosed quotes costs 1 MiB of searching for each of its lines.
   */
  #openUntil = 0;

  constructor(arena: Arena, window: Window, dialect: Pick<Dialect, "delimiter" | "quote" | "escape">) {
    this.#bytes = arena.bytes;
    this.#window = window;
    this.#delimiter = Buffer.from(dialect.delimiter);
    this.quoteByte = dialect.quote === null ? NONE : dialect.quote.charCodeAt(0);
    this.#isDoubled = dialect.escape === null || dialect.escape === dialect.quote;
    this.escapeByte = this.#isDoubled || dialect.escape === "" ? NONE : dialect.escape!.charCodeAt(0);
    if (this.quoteByte === NONE) return;
    for (const byte of [this.quoteByte, SPACE, TAB]) this.opens[byte] = 1;
    if (this.#delimiter.length === 1) this.opens[this.#delimiter[0]!] = 0;
  }

  /** Must be told when the bytes in the window move. */
  moved(shift: number): void {
    this.#openUntil -= shift;
  }

  /** Whether a quoted field starts at `cell`; if so, `findClose` says more. */
  startsAt(cell: number, end: number): boolean {
    const bytes = this.#bytes;
    let at = cell;
    while (at < end && this.opens[bytes[at]!] === 1) {
      if (bytes[at] === this.quoteByte) {
        this.textStart = at + 1;
        return true;
      }
      if (this.#delimiter.length > 1 && this.isDelimiter(at, end)) return false;
      at++;
    }
    return false;
  }

  /** Looks for the end of the field that starts at `textStart`. */
  findClose(end: number): Close {
    const bytes = this.#bytes;
    const quote = this.quoteByte;
    const { escapeByte } = this;
    const { isLast } = this.#window;
    const limit = this.textStart + MAX_FIELD_BYTES + 1;
    const stop = Math.min(end, limit);
    let at = this.textStart;
    let isFirstLine = true;
    let isPaired = false; // whether each quote of that line, the opening one among them, has its fellow
    let lastQuote = at;
    this.hasEscapes = false;
    while (at < stop) {
      if (at < this.#openUntil && bytes[at] !== quote) {
        // Outside a run of quotes both searches are at the same point.
        at = this.#openUntil;
        this.hasEscapes = true;
      }
      while (at < stop && bytes[at] !== quote && bytes[at] !== escapeByte) at++;
      if (at >= stop) break;
      if (at + 1 >= end && !isLast) return Close.cut;
      if (bytes[at] === escapeByte) {
        const isEscape = this.isEscapable(at + 1, end);
        if (isEscape) this.hasEscapes = true;
        at += isEscape ? 2 : 1;
      } else if (this.#isDoubled && at + 1 < end && bytes[at + 1] === quote) {
        this.hasEscapes = true;
        at += 2;
      } else {
        this.after = this.#endAfter(at + 1, end);
        if (this.after === CUT) return Close.cut;
        if (this.after !== NONE) {
          this.textEnd = at;
          return Close.found;
        }
        if (isFirstLine) {
          isFirstLine = !this.#hasLineEnd(lastQuote, at);
          if (!isFirstLine && isPaired && this.#opensField(at)) return Close.bare;
          isPaired = !isPaired;
          lastQuote = at;
        }
        at++;
      }
    }
    if (at < limit && !isLast) return Close.cut;
    this.#openUntil = Math.max(this.#openUntil, at);
    return Close.missing;
  }

  #hasLineEnd(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (isLineEnd(this.#bytes[at]!)) return true;
    return false;
  }

  /** Whether the quote at `at` stands where a field may open; blanks may stand before it. */
  #opensField(at: number): boolean {
    const { length } = this.#delimiter;
    let start = at;
    while (!this.isDelimiter(start - length, start) && this.#isBlank(start - 1)) start--;
    return isLineEnd(this.#bytes[start - 1]!) || this.isDelimiter(start - length, start);
  }

  /** Where the field ends if the quote before `at` closes it, else NONE; CUT when the window ends too soon to say. */
  #endAfter(at: number, end: number): number {
    const bytes = this.#bytes;
    const { isLast } = this.#window;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === LF || byte === CR) return at;
      if (byte === this.#delimiter[0]) {
        if (at + this.#delimiter.length > end && !isLast) return CUT;
        if (this.isDelimiter(at, end)) return at;
      }
      if (byte !== SPACE && byte !== TAB) return NONE;
    }
    return isLast ? end : CUT;
  }

  #isBlank(at: number): boolean {
    return this.#bytes[at] === SPACE || this.#bytes[at] === TAB;
  }

  /** Whether the whole delimiter stands at `at`. */
  isDelimiter(at: number, end: number): boolean {
    const { length } = this.#delimiter;
    if (at + length > end) return false;
    for (let place = 0; place < length; place++) {
      if (this.#bytes[at + place] !== this.#delimiter[place]) return false;
    }
    return true;
  }

  /** Whether an escape before `at` makes the byte there ordinary; before any other it is ordinary itself. */
  isEscapable(at: number, end: number): boolean {
    if (at >= end) return false;
    const byte = this.#bytes[at]!;
    return (
      byte === this.quoteByte || byte === this.escapeByte || byte === this.#delimiter[0] || byte === LF || byte === CR
    );
  }

  /** Undoes the escapes of a text, in place. @returns its new end */
  unescape(start: number, end: number): number {
    const bytes = this.#bytes;
    let to = start;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      const isEscape = this.#isDoubled
        ? byte === this.quoteByte && at + 1 < end && bytes[at + 1] === this.quoteByte
        : byte === this.escapeByte && this.isEscapable(at + 1, end);
      if (isEscape) at++;
      bytes[to++] = bytes[at]!;
    }
    return to;
  }
}
