import { type CellChunk, CellKind, type LostRow, MAX_ROW_BYTES, ROW_TOO_LONG } from "../cells.ts";
import { RAW_VALUE_LIMIT } from "../finding.ts";
import type { SharedStrings } from "./shared-strings.ts";

/** A chunk ends early when its rows are this large together: what they hold, and what they say with shared texts. */
const CHUNK_BYTES = 4 << 20;
const CHUNK_TEXT_BYTES = 16 << 20;
const CHUNK_CELLS = 1 << 20;
/** Up to here a loop copies faster than a call. */
const SHORT = 32;

/**
 * The `CellChunk` that rows of a sheet are gathered in, used again for each chunk.
 *
 * Texts of shared strings are not copied: they stand at the front of the chunk's bytes, and cells point at them. What
 * the sheet itself holds is appended behind them and thrown away with the next chunk.
 */
export class SheetChunk {
  /** Bytes from 0 to `length` are used: shared texts first, then values. */
  bytes: Buffer;
  length: number;
  rows = 0;
  /** Bytes of text in all rows of the sheet so far, shared texts counted wherever they are used. */
  saidBytes = 0;

  readonly #sharedBytes: number;
  #starts = new Int32Array(1 << 16);
  #ends = new Int32Array(1 << 16);
  #kinds = new Uint8Array(1 << 16);
  #rowCells = new Int32Array(1 << 10);
  /** Rows of the chunk that absent rows part from the one before. */
  #gaps: number[] = [];
  /** Cells of the rows that are complete, which is where the cells of the current row begin. */
  #cells = 0;
  /** Columns of the current row so far. */
  #width = 0;
  /** Bytes of text of the chunk and of its current row, shared texts counted wherever they are used. */
  #textBytes = 0;
  #rowBytes = 0;
  #lost: LostRow[] = [];
  /** Number in the sheet of the last row that had a value; 0: none yet. */
  #lastRowNumber = 0;

  /** Takes over the buffer of the shared strings. */
  constructor({ bytes, length }: Pick<SharedStrings, "bytes" | "length">) {
    this.bytes = bytes;
    this.length = length;
    this.#sharedBytes = length;
    this.#reserve(CHUNK_BYTES);
  }

  /** What has been gathered since `reset`. */
  view(): CellChunk {
    return {
      bytes: this.bytes,
      starts: this.#starts,
      ends: this.#ends,
      kinds: this.#kinds,
      rows: this.rows,
      rowCells: this.#rowCells,
      lost: this.#lost,
      gaps: this.#gaps,
    };
  }

  /** Begins the next chunk. */
  reset(): void {
    this.rows = 0;
    this.#cells = 0;
    this.#gaps = [];
    this.#lost = [];
    this.#textBytes = 0;
    this.length = this.#sharedBytes;
  }

  isFull(maxRows: number): boolean {
    const isLarge = this.length - this.#sharedBytes >= CHUNK_BYTES || this.#textBytes >= CHUNK_TEXT_BYTES;
    return isLarge || this.rows >= maxRows || this.#cells >= CHUNK_CELLS;
  }

  openRow(): void {
    this.#width = 0;
    this.#rowBytes = 0;
  }

  /** Puts a value into its column of the current row; columns left out before it become blank. */
  place(column: number, start: number, end: number, kind: CellKind): void {
    const cell = this.#cells + column - 1;
    if (cell >= this.#starts.length) this.#growCells(cell);
    for (let gap = this.#cells + this.#width; gap < cell; gap++) {
      this.#starts[gap] = 0;
      this.#ends[gap] = 0;
      this.#kinds[gap] = CellKind.text;
    }
    this.#starts[cell] = start;
    this.#ends[cell] = end;
    this.#kinds[cell] = kind;
    this.#rowBytes += end - start;
    if (column > this.#width) this.#width = column;
  }

  /**
   * Ends the current row. One without a value, only formatted perhaps, is no row.
   *
   * @returns whether it is one
   */
  closeRow(number: number): boolean {
    if (this.#width === 0) return false;
    if (this.#lastRowNumber > 0 && number > this.#lastRowNumber + 1) this.#gaps.push(this.rows);
    this.#lastRowNumber = number;
    if (this.rows + 1 === this.#rowCells.length) this.#rowCells = grown(this.#rowCells, this.rows + 2);
    this.#rowCells[this.rows] = this.#cells;
    this.saidBytes += this.#rowBytes;
    if (this.#rowBytes > MAX_ROW_BYTES) this.#loseRow();
    this.#textBytes += this.#rowBytes;
    this.#cells += this.#width;
    this.#rowCells[++this.rows] = this.#cells;
    return true;
  }

  /** Makes the current row one without cells. */
  #loseRow(): void {
    const start = this.#starts[this.#cells]!;
    const end = Math.min(this.#ends[this.#cells]!, start + RAW_VALUE_LIMIT * 4);
    const rawValue = this.bytes.toString("utf8", start, end).slice(0, RAW_VALUE_LIMIT);
    this.#lost.push({ row: this.rows, message: ROW_TOO_LONG, rawValue });
    this.#width = 0;
    this.#rowBytes = 0;
  }

  append(source: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    if (end - start > SHORT) {
      this.length += source.copy(this.bytes, this.length, start, end);
      return;
    }
    const { bytes } = this;
    let { length } = this;
    for (let at = start; at < end; at++) bytes[length++] = source[at]!;
    this.length = length;
  }

  appendText(text: string): void {
    this.#reserve(Buffer.byteLength(text));
    this.length += this.bytes.write(text, this.length);
  }

  /** Puts a short text of ASCII alone in place of what has been appended from `start` on. */
  replaceFrom(start: number, text: string): void {
    this.length = start;
    this.#reserve(text.length);
    for (let at = 0; at < text.length; at++) this.bytes[this.length++] = text.charCodeAt(at);
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(needed + Math.max(CHUNK_BYTES, this.length - this.#sharedBytes));
    this.bytes.copy(bytes, 0, 0, this.length);
    this.bytes = bytes;
  }

  #growCells(needed: number): void {
    this.#starts = grown(this.#starts, needed + 1);
    this.#ends = grown(this.#ends, needed + 1);
    const kinds = new Uint8Array(this.#starts.length);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
  }
}

function grown(array: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(needed, 2 * array.length));
  larger.set(array);
  return larger;
}
