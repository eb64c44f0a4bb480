import { CellWriter, digits, ValueType, valueTypeOf } from "./cell-writer.ts";
import { PlainCell } from "./plain-cell.ts";
import type { SharedStrings } from "./shared-strings.ts";
import { SheetChunk } from "./sheet-chunk.ts";
import { nameHash, Token, type XmlBytes } from "./xml-bytes.ts";

export type SheetScannerOptions = {
  strings: SharedStrings;
  /** What the format of a cell makes of a number, by its `s`: see `dateKinds`. */
  dateKinds: Uint8Array;
  date1904: boolean;
  /** The first rows of the sheet, as Excel numbers them, that are passed over. */
  skipRows: number;
};

/** Excel's last column, XFD. */
const MAX_COLUMNS = 16_384;

const SHEET_DATA = nameHash("sheetData");
const ROW = nameHash("row");
const [C, R, S, T, V] = ["c", "r", "s", "t", "v"].map(nameHash) as [number, number, number, number, number];
const INLINE = nameHash("is");
const PHONETIC = nameHash("rPh");

/** Where in the sheet the scanner stands. */
const [BEFORE, IN_DATA, IN_ROW, IN_CELL, IN_VALUE, AFTER] = [0, 1, 2, 3, 4, 5];

/** The rows of one worksheet part, from its XML straight into a `CellChunk`. */
export class SheetScanner {
  readonly chunk: SheetChunk;
  readonly #xml: XmlBytes;
  readonly #writer: CellWriter;
  readonly #plain = new PlainCell();
  readonly #skipRows: number;

  #state = BEFORE;
  /** Place in the sheet of the row and the cell last opened. */
  #row = 0;
  #column = 0;
  #type: ValueType = ValueType.number;
  #style = 0;
  #hasValue = false;
  #valueStart = 0;
  /** Depth of the phonetic run being left out; 0: none. */
  #phoneticDepth = 0;

  constructor(xml: XmlBytes, options: SheetScannerOptions) {
    this.#xml = xml;
    this.#skipRows = options.skipRows;
    this.chunk = new SheetChunk(options.strings);
    this.#writer = new CellWriter(this.chunk, { ...options, damaged: (what) => xml.damaged(what) });
  }

  /** True once the last row has been read: what follows in the part is not needed. */
  get done(): boolean {
    return this.#state === AFTER;
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
      } else if (this.#close() && this.chunk.isFull(maxRows)) return true;
      if (this.#state === AFTER) return false;
    }
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

  /** Returns true when a row with a value has ended. */
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
          if (this.#hasValue) this.#writer.write(this.#column, this.#type, this.#style, this.#valueStart);
        } else if (name === PHONETIC && this.#xml.depth < this.#phoneticDepth) this.#phoneticDepth = 0;
        return false;
      case IN_ROW:
        if (name !== ROW) return false;
        this.#state = IN_DATA;
        if (this.#row > this.#skipRows) return this.chunk.closeRow(this.#row);
        if (this.chunk.rows === 0) this.chunk.reset();
        return false;
      case IN_DATA:
        if (name === SHEET_DATA) this.#state = AFTER;
    }
    return false;
  }

  #openRow(): void {
    const xml = this.#xml;
    this.chunk.openRow();
    this.#column = 0;
    this.#row++;
    for (let i = 0; i < xml.attributeCount; i++) {
      if (xml.attributeNames[i] !== R) continue;
      this.#row = digits(xml.bytes, xml.attributeStarts[i]!, xml.attributeEnds[i]!) || this.#row;
    }
  }

  #openCell(): void {
    const xml = this.#xml;
    const { bytes } = xml;
    this.#type = ValueType.number;
    this.#style = 0;
    this.#hasValue = false;
    this.#valueStart = this.chunk.length;
    let column = this.#column + 1;
    for (let i = 0; i < xml.attributeCount; i++) {
      const name = xml.attributeNames[i];
      const start = xml.attributeStarts[i]!;
      const end = xml.attributeEnds[i]!;
      if (name === R) column = columnOf(bytes, start, end) || column;
      else if (name === S) this.#style = digits(bytes, start, end);
      else if (name === T) this.#type = end - start > 1 ? ValueType.text : valueTypeOf(bytes[start]!);
    }
    this.#moveTo(column);
  }

  #takePlainCell(): void {
    const { column, style, type, valueStart, valueEnd, integer } = this.#plain;
    this.#moveTo(column);
    const valueType = valueTypeOf(type);
    if (valueType === ValueType.shared && integer >= 0) {
      this.#writer.writeShared(column, integer);
      return;
    }
    const start = this.chunk.length;
    this.chunk.append(this.#xml.bytes, valueStart, valueEnd);
    this.#writer.write(column, valueType, style, start);
  }

  #moveTo(column: number): void {
    if (column > MAX_COLUMNS) this.#xml.damaged("a cell stands right of the last column");
    this.#column = column;
  }

  #append(): void {
    const xml = this.#xml;
    if (xml.textIsPlain) this.chunk.append(xml.bytes, xml.textStart, xml.textEnd);
    else this.chunk.appendText(xml.text());
  }
}

/** Column of an address such as `AB12`, from 1; 0 where there is none. */
function columnOf(bytes: Buffer, start: number, end: number): number {
  let column = 0;
  for (let at = start; at < end; at++) {
    const letter = (bytes[at]! & ~0x20) - 0x40;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > MAX_COLUMNS) break;
  }
  return column;
}
