/**
 * All rows of a table as they were read, unchecked, in a clean form: for `intake convert`.
 */
import { isUtf8 } from "node:buffer";
import { type CellChunk, CellKind, CHUNK_ROWS, cellText, lostRowAt } from "./cells.ts";
import { csvLine } from "./csv/write.ts";
import { openRows, type TableDialect, type TableSource } from "./open-rows.ts";
import type { TableOptions } from "./options.ts";

/** A cell as read: what a sheet holds as a number or truth value is one, a blank cell of a sheet is null. */
export type RawCell = string | number | boolean | null;

export type RawTable = {
  dialect: TableDialect;
  columns: readonly string[];
  /** Rows that could not be read, see `LostRow`; complete when all rows have been read. */
  lostRows: number;
  /**
   * RFC 4180: the header as the file has it, commas, doubled quotes, CRLF, UTF-8. A row of a csv file has the cells that it had there,
   * be they too few or too many; one of a sheet has as many as the table has columns.
   */
  csv(): AsyncGenerator<Buffer, void, undefined>;
  /** One object a line, in batches of lines. Cells past the last column are `column_4` and so on, by position. */
  ndjson(): AsyncGenerator<string, void, undefined>;
  /** Batches of rows, the header not among them. */
  rows(): AsyncGenerator<RawCell[][], void, undefined>;
  close(): Promise<void>;
};

/**
 * Opens a table for conversion. Only one of `csv`, `ndjson` and `rows` can be read, and once; each closes the file.
 *
 * @throws {FileFault} the file cannot be read
 */
export async function openRawTable(source: TableSource, options: TableOptions): Promise<RawTable> {
  const rows = await openRows(source, options);
  const { reader, columns, dialect } = rows;
  const table: RawTable = {
    dialect,
    columns,
    lostRows: 0,
    async *csv() {
      const writer = new CsvWriter(reader.grid ? columns.length : null);
      if (rows.headerLine.length > 0) yield Buffer.from(csvLine(rows.headerLine));
      for await (const chunk of chunks()) yield writer.rows(chunk);
    },
    async *ndjson() {
      const names = [...columns];
      for await (const batch of table.rows())
        yield batch.map((row) => `${JSON.stringify(objectOf(row, names))}\n`).join("");
    },
    async *rows() {
      for await (const chunk of chunks()) yield rawRows(chunk, reader.grid ? columns.length : null);
    },
    close: () => rows.close(),
  };
  async function* chunks(): AsyncGenerator<CellChunk, void, undefined> {
    await using _reading = rows.begin();
    for (;;) {
      const chunk = await reader.read(CHUNK_ROWS);
      if (chunk === null) break;
      table.lostRows += chunk.lost.length;
      yield chunk;
    }
    rows.noteFooter();
  }
  return table;
}

function objectOf(row: readonly RawCell[], names: string[]): Record<string, RawCell> {
  const object: Record<string, RawCell> = {};
  for (const [c, cell] of row.entries()) {
    names[c] ??= `column_${c + 1}`;
    object[names[c]] = cell;
  }
  return object;
}

/** @param width cells of every row of a sheet; null: as many as it has */
function rawRows(chunk: CellChunk, width: number | null): RawCell[][] {
  const rows: RawCell[][] = [];
  for (let row = 0; row < chunk.rows; row++) {
    if (lostRowAt(chunk, row)) continue;
    const first = chunk.rowCells[row]!;
    const cells = chunk.rowCells[row + 1]! - first;
    rows.push(Array.from({ length: width ?? cells }, (_, c) => (c < cells ? rawCell(chunk, first + c) : null)));
  }
  return rows;
}

function rawCell(chunk: CellChunk, cell: number): RawCell {
  const text = cellText(chunk, cell);
  const kind = chunk.kinds?.[cell];
  if (kind === CellKind.number) return Number(text);
  if (kind === CellKind.boolean) return text === "true";
  return text === "" && kind !== undefined ? null : text;
}

const COMMA = 0x2c;
const QUOTE = 0x22;
const CR = 0x0d;
const LF = 0x0a;

/** 1 for a byte for which a cell must be quoted. */
const SPECIAL = new Uint8Array(256);
for (const byte of [COMMA, QUOTE, CR, LF]) SPECIAL[byte] = 1;

class CsvWriter {
  readonly #width: number | null;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(width: number | null) {
    this.#width = width;
  }

  /** The rows of a chunk, in a buffer of their own. */
  rows(chunk: CellChunk): Buffer {
    const { bytes, starts, ends, rowCells } = chunk;
    const size = this.#sizeOf(chunk);
    this.#bytes = Buffer.allocUnsafe(size);
    this.#length = 0;
    for (let row = 0; row < chunk.rows; row++) {
      if (lostRowAt(chunk, row)) continue;
      const first = rowCells[row]!;
      const has = rowCells[row + 1]! - first;
      const cells = this.#width ?? has;
      const rowStart = this.#length;
      for (let c = 0; c < cells; c++) {
        if (c > 0) this.#bytes[this.#length++] = COMMA;
        if (c < has) this.#cell(bytes, starts[first + c]!, ends[first + c]!);
      }
      // A row of one blank cell would else be an empty line, which is no row.
      if (this.#length === rowStart) this.#length += this.#bytes.write('""', rowStart, "latin1");
      this.#bytes[this.#length++] = CR;
      this.#bytes[this.#length++] = LF;
    }
    return this.#bytes.subarray(0, this.#length);
  }

  /** The most that a chunk can take: every byte a quote or a fault (U+FFFD takes three), every cell quoted. */
  #sizeOf({ starts, ends, rowCells, rows }: CellChunk): number {
    const first = rowCells[0]!;
    const last = rowCells[rows]!;
    const bytes = last > first ? ends[last - 1]! - starts[first]! : 0;
    return bytes * 3 + (last - first) * 3 + rows * ((this.#width ?? 0) + 4);
  }

  #cell(from: Buffer, start: number, end: number): void {
    let special = 0;
    let high = 0;
    for (let at = start; at < end; at++) {
      special |= SPECIAL[from[at]!]!;
      high |= from[at]!;
    }
    if (high >= 0x80 && !isUtf8(from.subarray(start, end))) {
      const text = Buffer.from(from.toString("utf8", start, end));
      this.#write(text, 0, text.length, special === 1);
    } else this.#write(from, start, end, special === 1);
  }

  #write(from: Buffer, start: number, end: number, isQuoted: boolean): void {
    if (!isQuoted) {
      this.#length += from.copy(this.#bytes, this.#length, start, end);
      return;
    }
    const to = this.#bytes;
    let next = this.#length;
    to[next++] = QUOTE;
    for (let at = start; at < end; at++) {
      if (from[at] === QUOTE) to[next++] = QUOTE;
      to[next++] = from[at]!;
    }
    to[next++] = QUOTE;
    this.#length = next;
  }
}
