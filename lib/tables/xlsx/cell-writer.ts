import { CellKind } from "../cells.ts";
import { dateText, isoDateText } from "./cell-dates.ts";
import { canonicalNumber, isCanonicalNumber, parseNumber } from "./number-bytes.ts";
import { type SharedStrings, unescapeText } from "./shared-strings.ts";
import type { SheetChunk } from "./sheet-chunk.ts";

export type CellWriterOptions = {
  strings: SharedStrings;
  /** What the format of a cell makes of a number, by its `s`: see `dateKinds`. */
  dateKinds: Uint8Array;
  date1904: boolean;
  /** Reports what cannot be in a sheet. */
  damaged(what: string): never;
};

/** How the value of a cell is written: ST_CellType, with `str` and `inlineStr` as one. */
export const ValueType = { number: 0, shared: 1, text: 2, boolean: 3, error: 4, date: 5 } as const;
export type ValueType = (typeof ValueType)[keyof typeof ValueType];

/** The type that a one-letter attribute `t` names; 0 stands for none. */
export function valueTypeOf(letter: number): ValueType {
  switch (letter) {
    case 0x73:
      return ValueType.shared;
    case 0x62:
      return ValueType.boolean;
    case 0x65:
      return ValueType.error;
    case 0x64:
      return ValueType.date;
    default:
      return ValueType.number;
  }
}

/** Turns the values of cells, as the sheet writes them, into what a `CellChunk` holds. */
export class CellWriter {
  readonly #chunk: SheetChunk;
  readonly #options: CellWriterOptions;

  constructor(chunk: SheetChunk, options: CellWriterOptions) {
    this.#chunk = chunk;
    this.#options = options;
  }

  /**
   * Places the value that has been appended to the chunk from `start` on.
   *
   * A value of no characters is none, unless it is a text: then the cell is left out.
   */
  write(column: number, type: ValueType, style: number, start: number): void {
    const chunk = this.#chunk;
    if (start === chunk.length && type !== ValueType.text) return;
    let kind: CellKind = CellKind.text;
    switch (type) {
      case ValueType.number:
        kind = this.#number(start, style);
        break;
      case ValueType.shared: {
        const index = digits(chunk.bytes, start, chunk.length);
        chunk.length = start;
        this.writeShared(column, index);
        return;
      }
      case ValueType.text:
        chunk.length = unescapeText(chunk.bytes, start, chunk.length);
        break;
      case ValueType.boolean:
        kind = this.#replace(start, isTrue(this.#text(start)) ? "true" : "false", CellKind.boolean);
        break;
      case ValueType.error:
        kind = CellKind.error;
        break;
      case ValueType.date: {
        const date = isoDateText(this.#text(start), this.#format(style));
        if (date) kind = this.#replace(start, date.text, date.kind);
      }
    }
    chunk.place(column, start, chunk.length, kind);
  }

  /** Places a shared text. */
  writeShared(column: number, index: number): void {
    const { count, offsets } = this.#options.strings;
    if (!(index < count)) this.#options.damaged("a cell refers to a shared text that does not exist");
    this.#chunk.place(column, offsets[index]!, offsets[index + 1]!, CellKind.text);
  }

  #number(start: number, style: number): CellKind {
    const { bytes, length } = this.#chunk;
    const format = this.#format(style);
    if (format !== CellKind.number) {
      const date = dateText(parseNumber(bytes, start, length), format, this.#options.date1904);
      if (date) return this.#replace(start, date.text, date.kind);
    }
    if (isCanonicalNumber(bytes, start, length)) return CellKind.number;
    const written = this.#text(start);
    const text = canonicalNumber(written);
    if (text === written) return CellKind.number;
    return text === undefined ? CellKind.text : this.#replace(start, text, CellKind.number);
  }

  #format(style: number): CellKind {
    return (this.#options.dateKinds[style] ?? CellKind.number) as CellKind;
  }

  #text(start: number): string {
    return this.#chunk.bytes.toString("latin1", start, this.#chunk.length);
  }

  #replace(start: number, text: string, kind: CellKind): CellKind {
    this.#chunk.replaceFrom(start, text);
    return kind;
  }
}

/** A plain number of digits; NaN for anything else. */
export function digits(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function isTrue(text: string): boolean {
  const word = text.trim().toLowerCase();
  return word === "1" || word === "true";
}
