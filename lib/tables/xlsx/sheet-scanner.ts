/**
 * The rows of one worksheet part, from its XML straight into a `CellChunk`.
 *
 * Texts of shared strings are not copied: they stand at the front of the chunk's bytes, and cells point at them.
 * What the sheet itself holds is appended behind them and thrown away with the next chunk.
 */
import { type CellChunk, CellKind } from "../cells.ts";
import { dateText, isoDateText } from "./cell-dates.ts";
import { canonicalNumber, isCanonicalNumber, parseNumber } from "./number-bytes.ts";
import { PlainCell } from "./plain-cell.ts";
import { type SharedStrings, unescapeText } from "./shared-strings.ts";
import { nameHash, Token, type XmlBytes } from "./xml-bytes.ts";

export type SheetScannerOptions = {
  strings: SharedStrings;
  /** What the format of a cell makes of a number, by its `s`: see `dateKinds`. */
  dateKinds: Uint8Array;
  date1904: boolean;
};

/** Excel's last column, XFD. */
const MAX_COLUMNS = 16_384;
/** A chunk ends early when its rows are this large together. */
const CHUNK_BYTES = 4 << 20;
const CHUNK_CELLS = 1 << 20;
/** Up to here a loop copies faster than a call. */
const SHORT = 32;

const SHEET_DATA = nameHash("sheetData");
const ROW = nameHash("row");
const [C, R, S, T, V] = ["c", "r", "s", "t", "v"].map(nameHash) as [number, number, number, number, number];
const INLINE = nameHash("is");
const PHONETIC = nameHash("rPh");

/** How the value of a cell is written, by the attribute `t`. */
const [NUMBER, SHARED, TEXT, BOOLEAN, ERROR, DATE] = [0, 1, 2, 3, 4, 5];

/** Where in the sheet the scanner stands. */
const [BEFORE, IN_DATA, IN_ROW, IN_CELL, IN_VALUE, AFTER] = [0, 1, 2, 3, 4, 5];

export class SheetScanner {
  readonly #xml: XmlBytes;
  readonly #strings: SharedStrings;
  readonly #dateKinds: Uint8Array;
  readonly #date1904: boolean;

  #state = BEFORE;
  #bytes: Buffer;
  #length: number;
  #starts = new Int32Array(1 << 16);
  #ends = new Int32Array(1 << 16);
  #kinds = new Uint8Array(1 << 16);
  #rowCells = new Int32Array(1025);
  #rows = 0;
  /** Cells of the rows that are complete, which is where the cells of the current row begin. */
  #cells = 0;
  /** Rows of the chunk that absent rows part from the one before. */
  #gaps: number[] = [];
  /** Number of the current row in the sheet, and of the last one that had a value; 0: none yet. */
  #rowNumber = 0;
  #lastRowNumber = 0;
  /** Width of the current row so far, and column of the cell last opened in it. */
  #width = 0;
  #column = 0;

  readonly #plain = new PlainCell();
  #type = NUMBER;
  #style = 0;
  #hasValue = false;
  #valueStart = 0;
  /** Depth of the phonetic run being left out; 0: none. */
  #phoneticDepth = 0;

  constructor(xml: XmlBytes, { strings, dateKinds, date1904 }: SheetScannerOptions) {
    this.#xml = xml;
    this.#strings = strings;
    this.#dateKinds = dateKinds;
    this.#date1904 = date1904;
    this.#bytes = Buffer.allocUnsafeSlow(strings.bytes.length + 2 * CHUNK_BYTES);
    this.#length = strings.bytes.copy(this.#bytes);
  }

  /** True once the last row has been read: what follows in the part is not needed. */
  get done(): boolean {
    return this.#state === AFTER;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The rows gathered since `reset`. */
  chunk(): CellChunk {
    return {
      bytes: this.#bytes,
      starts: this.#starts,
      ends: this.#ends,
      kinds: this.#kinds,
      rows: this.#rows,
      rowCells: this.#rowCells,
      lost: [],
      gaps: this.#gaps,
    };
  }

  /** Begins the next chunk. */
  reset(): void {
    this.#rows = 0;
    this.#cells = 0;
    this.#gaps = [];
    this.#length = this.#strings.bytes.length;
  }

  /**
   * Reads on, up to the end of what the XML reader has been fed.
   *
   * @returns true when the chunk is full, by `maxRows` or by its size
   * @throws {FileFault} the part is damaged
   */
  scan(maxRows: number): boolean {
    const xml = this.#xml;
    for (;;) {
      if (this.#state === IN_ROW) while (this.#plain.read(xml)) this.#takePlainCell();
      const token = xml.next();
      if (token === Token.more) return false;
      if (token === Token.open) this.#open();
      else if (token === Token.text) {
        if (this.#state === IN_VALUE) this.#append();
      } else if (this.#close() && this.#isFull(maxRows)) return true;
      if (this.#state === AFTER) return false;
    }
  }

  #isFull(maxRows: number): boolean {
    return (
      this.#rows >= maxRows || this.#cells >= CHUNK_CELLS || this.#length - this.#strings.bytes.length >= CHUNK_BYTES
    );
  }

  #open(): void {
    const { name, selfClosing } = this.#xml;
    switch (this.#state) {
      case IN_ROW:
        if (name !== C) return;
        this.#openCell();
        if (!selfClosing) this.#state = IN_CELL;
        return;
      case IN_CELL:
        if (this.#phoneticDepth > 0) return;
        if (name === V || name === T) {
          this.#hasValue = true;
          if (!selfClosing) this.#state = IN_VALUE;
        } else if (name === INLINE) this.#hasValue = true;
        else if (name === PHONETIC && !selfClosing) this.#phoneticDepth = this.#xml.depth;
        return;
      case IN_DATA:
        if (name !== ROW) return;
        this.#openRow();
        if (!selfClosing) this.#state = IN_ROW;
        return;
      case BEFORE:
        if (name === SHEET_DATA) this.#state = selfClosing ? AFTER : IN_DATA;
    }
  }

  /** Returns true when a row has ended. */
  #close(): boolean {
    const { name } = this.#xml;
    switch (this.#state) {
      case IN_VALUE:
        if (name === V || name === T) this.#state = IN_CELL;
        return false;
      case IN_CELL:
        if (name === C) {
          this.#phoneticDepth = 0;
          this.#state = IN_ROW;
          if (this.#hasValue) this.#closeCell();
        } else if (name === PHONETIC && this.#xml.depth < this.#phoneticDepth) this.#phoneticDepth = 0;
        return false;
      case IN_ROW:
        if (name !== ROW) return false;
        this.#state = IN_DATA;
        return this.#closeRow();
      case IN_DATA:
        if (name === SHEET_DATA) this.#state = AFTER;
    }
    return false;
  }

  #openRow(): void {
    const xml = this.#xml;
    this.#width = 0;
    this.#column = 0;
    this.#rowNumber++;
    for (let i = 0; i < xml.attributeCount; i++) {
      if (xml.attributeNames[i] !== R) continue;
      this.#rowNumber = unsigned(xml.bytes, xml.attributeStarts[i]!, xml.attributeEnds[i]!) || this.#rowNumber;
    }
  }

  #takePlainCell(): void {
    const { column, style, type, valueStart, valueEnd, integer } = this.#plain;
    if (column > MAX_COLUMNS) this.#xml.damaged("a cell stands right of the last column");
    this.#column = column;
    this.#style = style;
    this.#type = type === 0 ? NUMBER : typeOfByte(type);
    this.#valueStart = this.#length;
    if (this.#type === SHARED && integer >= 0) {
      this.#placeShared(integer);
      return;
    }
    this.#appendBytes(this.#xml.bytes, valueStart, valueEnd);
    this.#closeCell();
  }

  #openCell(): void {
    const xml = this.#xml;
    const bytes = xml.bytes;
    this.#type = NUMBER;
    this.#style = 0;
    this.#hasValue = false;
    this.#valueStart = this.#length;
    let column = this.#column + 1;
    for (let i = 0; i < xml.attributeCount; i++) {
      const name = xml.attributeNames[i];
      const start = xml.attributeStarts[i]!;
      const end = xml.attributeEnds[i]!;
      if (name === R) column = columnOf(bytes, start, end) || column;
      else if (name === S) this.#style = unsigned(bytes, start, end);
      else if (name === T) this.#type = typeOf(bytes, start, end);
    }
    if (column > MAX_COLUMNS) xml.damaged("a cell stands right of the last column");
    this.#column = column;
  }

  #closeCell(): void {
    const start = this.#valueStart;
    let end = this.#length;
    let kind: CellKind = CellKind.text;
    switch (this.#type) {
      case NUMBER:
        if (start === end) return; // <v/>: no value
        kind = this.#number(start, end);
        end = this.#length;
        break;
      case SHARED:
        if (start === end) return;
        this.#length = start;
        this.#placeShared(unsigned(this.#bytes, start, end));
        return;
      case TEXT:
        end = this.#length = unescapeText(this.#bytes, start, end);
        break;
      case BOOLEAN:
        if (start === end) return;
        kind = this.#replace(booleanText(this.#bytes, start, end), CellKind.boolean);
        end = this.#length;
        break;
      case ERROR:
        kind = CellKind.error;
        break;
      case DATE: {
        const date = isoDateText(this.#bytes.toString("latin1", start, end), this.#formatKind());
        if (!date) break;
        kind = this.#replace(date.text, date.kind);
        end = this.#length;
      }
    }
    this.#place(start, end, kind);
  }

  #placeShared(index: number): void {
    const { count, offsets } = this.#strings;
    if (!(index < count)) this.#xml.damaged("a cell refers to a shared text that does not exist");
    this.#place(offsets[index]!, offsets[index + 1]!, CellKind.text);
  }

  #number(start: number, end: number): CellKind {
    const format = this.#formatKind();
    if (format !== CellKind.number) {
      const date = dateText(parseNumber(this.#bytes, start, end), format, this.#date1904);
      if (date) return this.#replace(date.text, date.kind);
    }
    if (isCanonicalNumber(this.#bytes, start, end)) return CellKind.number;
    const written = this.#bytes.toString("latin1", start, end);
    const text = canonicalNumber(written);
    if (text === written) return CellKind.number;
    return text === undefined ? CellKind.text : this.#replace(text, CellKind.number);
  }

  #formatKind(): CellKind {
    return (this.#dateKinds[this.#style] ?? CellKind.number) as CellKind;
  }

  /** Writes another text in place of the current value; ASCII, and of no more than some dozen characters. */
  #replace(text: string, kind: CellKind): CellKind {
    this.#length = this.#valueStart;
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i);
    return kind;
  }

  /** Puts a value into its column of the current row; what is left out before it becomes blank. */
  #place(start: number, end: number, kind: CellKind): void {
    const cell = this.#cells + this.#column - 1;
    if (cell >= this.#starts.length) this.#growCells(cell);
    for (let gap = this.#cells + this.#width; gap < cell; gap++) {
      this.#starts[gap] = 0;
      this.#ends[gap] = 0;
      this.#kinds[gap] = CellKind.text;
    }
    this.#starts[cell] = start;
    this.#ends[cell] = end;
    this.#kinds[cell] = kind;
    if (this.#column > this.#width) this.#width = this.#column;
  }

  /** A row without a value, only formatted perhaps, is no row. */
  #closeRow(): boolean {
    if (this.#width === 0) return false;
    if (this.#lastRowNumber > 0 && this.#rowNumber > this.#lastRowNumber + 1) this.#gaps.push(this.#rows);
    this.#lastRowNumber = this.#rowNumber;
    if (this.#rows + 2 > this.#rowCells.length) this.#rowCells = grown(this.#rowCells, this.#rows + 2);
    this.#rowCells[this.#rows] = this.#cells;
    this.#cells += this.#width;
    this.#rowCells[++this.#rows] = this.#cells;
    return true;
  }

  #append(): void {
    const xml = this.#xml;
    if (!xml.textIsPlain) {
      const text = xml.text();
      this.#reserve(Buffer.byteLength(text));
      this.#length += this.#bytes.write(text, this.#length);
      return;
    }
    this.#appendBytes(xml.bytes, xml.textStart, xml.textEnd);
  }

  #appendBytes(bytes: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    if (end - start > SHORT) {
      this.#length += bytes.copy(this.#bytes, this.#length, start, end);
      return;
    }
    const target = this.#bytes;
    let length = this.#length;
    for (let at = start; at < end; at++) target[length++] = bytes[at]!;
    this.#length = length;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(2 * (this.#length + more));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
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

/** Column of an address such as `AB12`, from 1; 0 where there is none. */
function columnOf(bytes: Buffer, start: number, end: number): number {
  let column = 0;
  for (let at = start; at < end; at++) {
    const letter = (bytes[at]! & 0xdf) - 0x40;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > MAX_COLUMNS) break;
  }
  return column;
}

/** A plain number of digits; NaN for anything else. */
function unsigned(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** ST_CellType: `n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`. */
function typeOf(bytes: Buffer, start: number, end: number): number {
  return end - start > 1 ? TEXT : typeOfByte(bytes[start]!);
}

function typeOfByte(type: number): number {
  switch (type) {
    case 0x73:
      return SHARED;
    case 0x62:
      return BOOLEAN;
    case 0x65:
      return ERROR;
    case 0x64:
      return DATE;
    default:
      return NUMBER;
  }
}

function booleanText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("latin1", start, end).trim().toLowerCase();
  return text === "1" || text === "true" ? "true" : "false";
}
