/**
 * Writes rows as JSON objects, bytes to bytes: the values of a cleared row are never made strings.
 */
import { type CellChunk, CellKind } from "../cells.ts";
import { type Columns, isNullCell } from "./columns.ts";
import type { PlainForm } from "./quick-checks.ts";
import { trimEnd, trimStart } from "./trim.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const DEL = 0x7f;
const POINT = 0x2e;
const LETTER_T = 0x54;

const NULL = Buffer.from("null");
const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");
const HEX = Buffer.from("0123456789abcdef");

/** The most bytes that one byte of text becomes: `\u001f`. */
const WORST_GROWTH = 6;

/** The longest value of a cell that is none of its text. */
const FIXED_BYTES = 64;

export class RowJson {
  /** The objects written, one behind the other, without anything between. */
  bytes: Buffer = Buffer.allocUnsafe(1 << 20);
  length = 0;

  readonly #columns: Columns;
  readonly #forms: readonly (PlainForm | null)[];
  readonly #trims: boolean;
  /** `{"a":`, `,"b":` … */
  readonly #keys: readonly Buffer[];
  readonly #fixedBytes: number;

  /**
   * @param forms per column, see `QuickCheck`
   * @param trim whether spaces around a text are left out of its value
   */
  constructor(columns: Columns, forms: readonly (PlainForm | null)[], trim: boolean) {
    this.#columns = columns;
    this.#forms = forms;
    this.#trims = trim;
    this.#keys = columns.all.map(({ name }, place) =>
      Buffer.from(`${place === 0 ? "{" : ","}${JSON.stringify(name)}:`),
    );
    this.#fixedBytes = this.#keys.reduce((sum, key) => sum + key.length + FIXED_BYTES, 2);
  }

  /** Starts anew, over what was written before. */
  reset(): void {
    this.length = 0;
  }

  /** A row of which each value is given as JSON text. */
  writeValues(values: readonly (string | undefined)[]): void {
    for (const [place, key] of this.#keys.entries()) {
      const value = values[place]!;
      this.#reserve(key.length + value.length * 3 + 1);
      this.#copy(key);
      this.length += this.bytes.write(value, this.length);
    }
    this.#close();
  }

  /** A row that the quick checks have cleared. */
  writeCells(chunk: CellChunk, row: number): void {
    const { starts, ends, rowCells } = chunk;
    const first = rowCells[row]!;
    const width = this.#keys.length;
    this.#reserve((ends[first + width - 1]! - starts[first]!) * WORST_GROWTH + this.#fixedBytes);
    for (let place = 0; place < width; place++) {
      this.#copy(this.#keys[place]!);
      this.#writeCell(chunk, first + place, place);
    }
    this.#close();
  }

  #writeCell(chunk: CellChunk, cell: number, place: number): void {
    const start = chunk.starts[cell]!;
    const end = chunk.ends[cell]!;
    const form = this.#forms[place]!;
    if (isNullCell(this.#columns, chunk, cell)) this.#copy(NULL);
    else if (form === null) this.#writeRead(chunk, cell, place);
    else if (form.kind === "text") this.#writeText(chunk, cell, place);
    else if (form.kind === "number") this.#writeNumber(chunk.bytes, start, end, form.point);
    else if (form.kind === "boolean") this.#copy(form.isTrueByFirst[chunk.bytes[start]!] === 1 ? TRUE : FALSE);
    else if (form.kind === "date") this.#writeDate(chunk.bytes, start, form);
    else this.#writeDateTime(chunk.bytes, start, end);
  }

  /** A cell of a column that is read as a string. */
  #writeRead(chunk: CellChunk, cell: number, place: number): void {
    const text = chunk.bytes.toString("utf8", chunk.starts[cell], chunk.ends[cell]);
    const value = this.#columns.all[place]!.read(text, kindOf(chunk, cell))!;
    this.length += this.bytes.write(value, this.length);
  }

  #writeNumber(from: Buffer, start: number, end: number, point: number): void {
    const to = this.bytes;
    let next = this.length;
    for (let at = start; at < end; at++) {
      const byte = from[at]!;
      to[next++] = byte === point ? POINT : byte;
    }
    this.length = next;
  }

  #writeDate(from: Buffer, start: number, form: { yearAt: number; monthAt: number; dayAt: number }): void {
    const to = this.bytes;
    const next = this.length;
    to[next] = QUOTE;
    for (let digit = 0; digit < 4; digit++) to[next + 1 + digit] = from[start + form.yearAt + digit]!;
    to[next + 5] = 0x2d;
    to[next + 6] = from[start + form.monthAt]!;
    to[next + 7] = from[start + form.monthAt + 1]!;
    to[next + 8] = 0x2d;
    to[next + 9] = from[start + form.dayAt]!;
    to[next + 10] = from[start + form.dayAt + 1]!;
    to[next + 11] = QUOTE;
    this.length = next + 12;
  }

  #writeDateTime(from: Buffer, start: number, end: number): void {
    const to = this.bytes;
    let next = this.length;
    to[next++] = QUOTE;
    for (let at = start; at < end; at++) to[next++] = from[at]!;
    to[next++] = QUOTE;
    to[this.length + 11] = LETTER_T; // where a space may have stood
    this.length = next;
  }

  #writeText(chunk: CellChunk, cell: number, place: number): void {
    const { bytes: from } = chunk;
    const kind = kindOf(chunk, cell);
    let start = chunk.starts[cell]!;
    let end = chunk.ends[cell]!;
    const isNative = kind === CellKind.number || kind === CellKind.boolean;
    if (isNative && this.#columns.all[place]!.field.type === "any") {
      this.#writeNumber(from, start, end, POINT);
      return;
    }
    if (this.#trims) {
      if (!isInk(from[start]!)) start = trimStart(from, start, end);
      if (!isInk(from[end - 1]!)) end = trimEnd(from, start, end);
    }
    const to = this.bytes;
    let next = this.length;
    to[next++] = QUOTE;
    for (let at = start; at < end; at++) {
      const byte = from[at]!;
      if (byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH) to[next++] = byte;
      else if (byte >= SPACE) {
        to[next++] = BACKSLASH;
        to[next++] = byte;
      } else {
        next += to.write("\\u00", next, "latin1");
        to[next++] = HEX[byte >> 4]!;
        to[next++] = HEX[byte & 15]!;
      }
    }
    to[next++] = QUOTE;
    this.length = next;
  }

  #close(): void {
    this.#reserve(1);
    this.bytes[this.length++] = 0x7d;
  }

  #copy(bytes: Buffer): void {
    const to = this.bytes;
    let next = this.length;
    for (let at = 0; at < bytes.length; at++) to[next++] = bytes[at]!;
    this.length = next;
  }

  #reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

const kindOf = (chunk: CellChunk, cell: number): CellKind => (chunk.kinds?.[cell] ?? CellKind.text) as CellKind;

/** An ASCII character that is surely no space. */
const isInk = (byte: number): boolean => byte > SPACE && byte < DEL;
