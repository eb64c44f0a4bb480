/**
 * Cuts CSV into rows and cells, without making a string or an object of any.
 *
 * The kernel finds the marks: delimiters, line ends and, in such dialects, backslashes. Between two marks lies a cell,
 * unless it starts with a quote: then its end is searched from there, and marks inside it mean nothing.
 *
 * Not here: what the bytes' encoding was (encoding.ts made them UTF-8), which dialect it is (sniff.ts), which rows are
 * header or footer (open-table.ts).
 */
import { type CellChunk, type CellReader, ROW_TOO_LONG } from "../cells.ts";
import { RAW_VALUE_LIMIT } from "../finding.ts";
import { type Arena, MARK_BLOCK, MAX_CHUNK_CELLS, MAX_CHUNK_ROWS } from "../kernel/arena.ts";
import type { Dialect } from "./dialect.ts";
import { Close, CR, LF, MAX_FIELD_BYTES, NONE, QuotedFields } from "./quoted.ts";
import { Window } from "./window.ts";

/** Four times as many as a sheet of Excel has. A longer row is lost. */
export const MAX_ROW_CELLS = 65_536;

/** Bytes in which the end of a line is looked for at once. */
const LINE_BLOCK = 256;

export class CsvReader implements CellReader {
  readonly grid = false;

  readonly #arena: Arena;
  readonly #window: Window;
  readonly #quoted: QuotedFields;
  readonly #delimiter: number;
  readonly #delimiterLength: number;
  readonly #chunk: CellChunk;
  readonly #readShare: () => number;

  #linesToSkip: number;
  /** Whether the rest of a lost line is still to be passed over. */
  #isInLostLine = false;
  /** Whether the byte before the window's next is a CR that ended a line: an LF is then no empty line. */
  #isAfterCr = false;
  /** Whether an empty line came before the next row. */
  #isAfterEmptyLine = false;
  /** Cells of the current row whose escapes are to be undone once the row is whole. */
  readonly #escaped: number[] = [];
  /** The next of the marks known, how many they are, and how far they reach. */
  #mark = 0;
  #marksKnown = 0;
  #markedUntil = 0;
  /** Bytes to mark next: few where rows are lost, for their marks are found in vain. */
  #markBlock = LINE_BLOCK;

  /**
   * @param source UTF-8 without a byte order mark
   * @param readShare how much of the file has been read, 0 to 1
   */
  constructor(
    arena: Arena,
    source: AsyncIterable<Uint8Array>,
    dialect: Pick<Dialect, "delimiter" | "quote" | "escape" | "skip_rows">,
    readShare: () => number = () => 0,
  ) {
    this.#arena = arena;
    this.#window = new Window(arena, source);
    this.#quoted = new QuotedFields(arena, this.#window, dialect);
    const delimiter = Buffer.from(dialect.delimiter);
    this.#delimiter = delimiter[0]!;
    this.#delimiterLength = delimiter.length;
    this.#linesToSkip = dialect.skip_rows;
    this.#readShare = readShare;
    const { bytes, starts, ends, rowCells } = arena;
    this.#chunk = { bytes, starts, ends, kinds: null, rows: 0, rowCells, lost: [], gaps: [] };
  }

  progress(): number {
    return this.#readShare();
  }

  close(): Promise<void> {
    return this.#window.close();
  }

  async read(maxRows: number): Promise<CellChunk | null> {
    const chunk = this.#chunk;
    const window = this.#window;
    if (window.isLow) await this.#readOn();
    for (;;) {
      chunk.lost = [];
      chunk.gaps = [];
      chunk.rows = 0;
      if (this.#passLines()) this.#scan(Math.min(maxRows, MAX_CHUNK_ROWS));
      if (chunk.rows > 0) return chunk;
      if (window.isLast && window.at === window.end) return null;
      await this.#readOn();
    }
  }

  async #readOn(): Promise<void> {
    const moved = await this.#window.more();
    this.#quoted.moved(moved);
  }

  /** Passes over title lines and the rest of a lost line. @returns whether rows may follow in the window */
  #passLines(): boolean {
    const window = this.#window;
    while ((this.#linesToSkip > 0 || this.#isInLostLine) && window.at < window.end) {
      if (this.#isAfterCr && this.#arena.bytes[window.at] === LF) window.at++;
      const next = this.#lineAfter(window.at);
      window.at = next === NONE ? window.end : next;
      if (next === NONE) break;
      if (this.#isInLostLine) this.#isInLostLine = false;
      else this.#linesToSkip--;
    }
    return this.#linesToSkip === 0 && !this.#isInLostLine;
  }

  /** Start of the line after the one in which `from` lies; NONE when its end is not in the window. */
  #lineAfter(from: number): number {
    const { kernel, marks } = this.#arena;
    const { end } = this.#window;
    this.#isAfterCr = false;
    for (let at = from; at < end; at += LINE_BLOCK) {
      const found = kernel.findMarks(at, Math.min(at + LINE_BLOCK, end), marks.byteOffset, LF, CR, LF, CR);
      this.#forgetMarks();
      if (found > 0) return this.#pastLineEnd(marks[0]!);
    }
    return NONE;
  }

  /** Start of the line after the line end at `at`, which may be a CRLF that the window's end cuts in two. */
  #pastLineEnd(at: number): number {
    const { bytes } = this.#arena;
    const { end } = this.#window;
    const isCr = bytes[at] === CR;
    if (isCr && at + 1 < end && bytes[at + 1] === LF) return at + 2;
    this.#isAfterCr = isCr && at + 1 === end;
    return at + 1;
  }

  /** Fills the chunk with whole rows of the window, at most `maxRows`. */
  #scan(maxRows: number): void {
    const { bytes, rowCells } = this.#arena;
    const window = this.#window;
    const { end } = window;
    let rowStart = window.at;
    let rows = 0;
    let plainIn = 0; // rows until plain ones are tried again …
    let oddRun = 0; // … which takes longer the more of them were odd
    rowCells[0] = 0;
    this.#forgetMarks();

    while (rowStart < end && rows < maxRows && rowCells[rows]! < MAX_CHUNK_CELLS - MAX_ROW_CELLS) {
      const first = bytes[rowStart];
      if (first === LF || first === CR) {
        if (first === CR || !this.#isAfterCr) this.#isAfterEmptyLine = true;
        rowStart = this.#pastLineEnd(rowStart);
      } else if (plainIn === 0 && this.#delimiterLength === 1 && !this.#isAfterEmptyLine) {
        const before = rows;
        rows = this.#cutPlainRows(rowStart, rows, maxRows);
        rowStart = this.#arena.kernel.splitEnd();
        oddRun = rows === before ? Math.min(oddRun + 1, 6) : 0;
        plainIn = 2 ** oddRun;
        this.#isAfterCr = false;
      } else {
        const next = this.#cutRow(rowStart, rows);
        if (next === NONE) break;
        if (this.#isAfterEmptyLine) this.#chunk.gaps.push(rows);
        this.#isAfterEmptyLine = false;
        rowStart = next;
        rows++;
        if (plainIn > 0) plainIn--;
      }
    }
    if (rows === 0 && window.isFull) rowStart = this.#loseRow(rows++, ROW_TOO_LONG, rowStart);
    this.#chunk.rows = rows;
    window.at = rowStart;
  }

  /** @returns rows in the chunk */
  #cutPlainRows(from: number, rows: number, maxRows: number): number {
    const delimiter = this.#delimiter;
    const { quoteByte, escapeByte } = this.#quoted;
    return this.#arena.kernel.splitRows(
      from,
      this.#window.end,
      delimiter,
      quoteByte === NONE ? delimiter : quoteByte,
      escapeByte === NONE ? delimiter : escapeByte,
      rows,
      maxRows,
      MAX_CHUNK_CELLS,
      MAX_ROW_CELLS,
      MAX_FIELD_BYTES,
    );
  }

  /** Cuts any one row into cells. @returns start of the next; NONE when the row does not end in the window */
  #cutRow(rowStart: number, row: number): number {
    const { bytes, starts, ends, rowCells } = this.#arena;
    const { end, isLast } = this.#window;
    const quoted = this.#quoted;
    const { opens } = quoted;
    const delimiter = this.#delimiter;
    const firstCell = rowCells[row]!;
    let cells = firstCell;
    let cell = rowStart;
    for (;;) {
      let cellEnd: number;
      const isQuoted = opens[bytes[cell]!] === 1 && quoted.startsAt(cell, end);
      const close = isQuoted ? quoted.findClose(end) : Close.bare;
      if (close === Close.cut) return this.#waitForMore();
      if (close === Close.missing) {
        const fault = "A quote opens here and is not closed within 1 MiB or by the end of the file";
        return this.#loseRow(row, fault, cell);
      }
      if (close === Close.found) {
        starts[cells] = quoted.textStart;
        ends[cells] = quoted.textEnd;
        if (quoted.hasEscapes) this.#escaped.push(cells);
        cellEnd = quoted.after;
      } else {
        cellEnd = this.#findEnd(cell, cells);
        starts[cells] = cell;
        ends[cells] = cellEnd;
        if (cellEnd - cell > MAX_FIELD_BYTES) return this.#loseRow(row, "A field is longer than 1 MiB", cell);
      }
      if (cellEnd === end && !isLast) return this.#waitForMore();
      cells++;
      if (cells - firstCell > MAX_ROW_CELLS) {
        return this.#loseRow(row, `A row has more than ${MAX_ROW_CELLS} cells`, cell);
      }
      if (cellEnd === end || bytes[cellEnd] !== delimiter) {
        rowCells[row + 1] = cells;
        if (this.#escaped.length > 0) this.#undoEscapes();
        return cellEnd === end ? end : this.#pastLineEnd(cellEnd);
      }
      cell = cellEnd + this.#delimiterLength;
    }
  }

  /** Where the unquoted field that starts at `cell` ends: at a delimiter, a line end or the window's end. */
  #findEnd(cell: number, cellIndex: number): number {
    const { bytes, marks, kernel } = this.#arena;
    const { end, isLast } = this.#window;
    const quoted = this.#quoted;
    const { escapeByte } = quoted;
    const delimiter = this.#delimiter;
    let from = cell;
    for (;;) {
      while (this.#mark < this.#marksKnown && marks[this.#mark]! < from) this.#mark++;
      if (this.#mark >= this.#marksKnown) {
        if (this.#markedUntil < from) this.#markedUntil = from;
        if (this.#markedUntil >= end) return end;
        const until = Math.min(this.#markedUntil + this.#markBlock, end);
        this.#markBlock = Math.min(this.#markBlock * 2, MARK_BLOCK);
        const marked = escapeByte === NONE ? delimiter : escapeByte;
        this.#marksKnown = kernel.findMarks(this.#markedUntil, until, marks.byteOffset, delimiter, LF, CR, marked);
        this.#mark = 0;
        this.#markedUntil = until;
        continue;
      }
      const mark = marks[this.#mark]!;
      const byte = bytes[mark];
      if (byte === delimiter) {
        if (this.#delimiterLength === 1 || quoted.isDelimiter(mark, end)) return mark;
        if (mark + this.#delimiterLength > end && !isLast) return end;
        from = mark + 1;
      } else if (byte === escapeByte) {
        const isEscape = quoted.isEscapable(mark + 1, end);
        if (isEscape && this.#escaped.at(-1) !== cellIndex) this.#escaped.push(cellIndex);
        from = mark + (isEscape ? 2 : 1);
      } else return mark;
    }
  }

  #forgetMarks(): void {
    this.#mark = 0;
    this.#marksKnown = 0;
    this.#markedUntil = 0;
    this.#markBlock = LINE_BLOCK;
  }

  #waitForMore(): typeof NONE {
    this.#escaped.length = 0;
    return NONE;
  }

  #undoEscapes(): void {
    const { starts, ends } = this.#arena;
    for (const cell of this.#escaped) ends[cell] = this.#quoted.unescape(starts[cell]!, ends[cell]!);
    this.#escaped.length = 0;
  }

  /** Notes a row that cannot be read because of the field at `cell`. @returns where reading goes on: the next line */
  #loseRow(row: number, message: string, cell: number): number {
    const { end, isLast } = this.#window;
    const rawValue = this.#arena.bytes.toString("utf8", cell, Math.min(cell + RAW_VALUE_LIMIT * 4, end));
    this.#chunk.lost.push({ row, message, rawValue: rawValue.slice(0, RAW_VALUE_LIMIT) });
    this.#escaped.length = 0;
    const { rowCells } = this.#arena;
    rowCells[row + 1] = rowCells[row]!;
    const next = this.#lineAfter(cell);
    if (next !== NONE) return next;
    this.#isInLostLine = !isLast;
    return end;
  }
}
