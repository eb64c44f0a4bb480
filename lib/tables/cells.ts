/**
 * Cells as every reader of tables yields them and as the checker eats them: bytes and positions, no string per cell.
 *
 * Filled by csv/scan.ts, xlsx/ and xls.ts; eaten by header.ts, schema/infer.ts, validate/ and convert.ts.
 * Not here: what a cell must be (schema/), which rows are title, header or footer (open-table.ts).
 */

/**
 * What the file itself says a cell is. CSV knows text alone; Excel knows a number from digits that are text.
 * The text of a cell that is not `text` has one form:
 *
 * - `number`: shortest decimal text that reads back as the same double, point as separator, integers without an
 *   exponent up to 1e21: `12`, `-0.5`, `1e+300`
 * - `boolean`: `true` or `false`
 * - `date`: `2024-01-31`; `time`: `13:05:00`, `13:05:00.250`; `datetime`: `2024-01-31T13:05:00`, never a zone
 * - `error`: `#N/A`, `#DIV/0!` …
 */
export const CellKind = { text: 0, number: 1, boolean: 2, date: 3, datetime: 4, time: 5, error: 6 } as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

/**
 * Some consecutive rows. All arrays may be longer than what is used of them.
 *
 * Cell `c` is `bytes[starts[c] … ends[c])`, without its quotes and with escapes undone: UTF-8 if the file's bytes were
 * what its encoding allows, else with a byte that UTF-8 never holds (0xFF) at the fault. An empty text is a blank cell.
 * Cells lie in `bytes` in their order: starts never descend, also those of blank cells.
 * Row `r` has the cells `rowCells[r] … rowCells[r + 1]`, in column order, gaps filled by blank cells.
 */
export type CellChunk = {
  bytes: Buffer;
  starts: Int32Array;
  ends: Int32Array;
  /** A `CellKind` per cell; null when every cell is text, as in CSV. */
  kinds: Uint8Array | null;
  /** Rows in this chunk. Wholly empty lines and absent Excel rows are not among them. */
  rows: number;
  /** First cell of each row, and one entry more for the end of the last: length ≥ rows + 1. */
  rowCells: Int32Array;
  /** Rows that could not be read, by their place in this chunk, ascending. Such a row has no cells but counts as one. */
  lost: LostRow[];
  /** Rows of this chunk, ascending, that at least one wholly empty line or absent row parts from the row before. */
  gaps: number[];
};

/** A row that a reader had to give up, the next one found again. */
export type LostRow = { row: number; message: string; rawValue: string };

/** The lost row at place `row`, if it is one. */
export function lostRowAt({ lost }: CellChunk, row: number): LostRow | undefined {
  let [low, high] = [0, lost.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lost[middle]!.row < row) low = middle + 1;
    else high = middle;
  }
  return lost[low]?.row === row ? lost[low] : undefined;
}

/**
 * A table read from its start, once. Reads happen on demand only, so a slow caller slows the reading.
 *
 * A reader yields every row of the sheet or file, title and header rows included.
 */
export interface CellReader {
  /**
   * Whether rows are parts of a grid, as in a sheet: a cell that is absent at the end of a row is then a blank one,
   * and blank cells past the table's width are ignored. In CSV they are faults.
   */
  readonly grid: boolean;
  /**
   * The next rows: at least 1 and at most `maxRows`, fewer where they are large or at hand; null at the end.
   * The chunk is the reader's own and is overwritten by the next call.
   *
   * @throws {FileFault} the file is broken in a way that leaves nothing more to read
   */
  read(maxRows: number): Promise<CellChunk | null>;
  /** How much of the source has been read, 0 to 1, never going back. */
  progress(): number;
  /** Lets go of files and streams. Safe to call twice, and half-way. */
  close(): Promise<void>;
}

/**
 * Bytes of text in one row; a longer one is lost. In a sheet many cells may share one text, so that a file of some
 * kilobytes can hold rows of gigabytes.
 */
export const MAX_ROW_BYTES = 64 * 1024 * 1024;
export const ROW_TOO_LONG = "A row is longer than 64 MiB";

/** Rows in one unit of work: what the consumer commits at once (design.md, Chunks). */
export const CHUNK_ROWS = 10_000;

/** The text of cell `c`; bytes that are not UTF-8 become U+FFFD. For what people read, never in the hot path. */
export function cellText(chunk: CellChunk, c: number): string {
  return chunk.bytes.toString("utf8", chunk.starts[c], chunk.ends[c]);
}

/** The texts of row `r`. */
export function rowTexts(chunk: CellChunk, r: number): string[] {
  const texts: string[] = [];
  const end = chunk.rowCells[r + 1]!;
  for (let c = chunk.rowCells[r]!; c < end; c++) texts.push(cellText(chunk, c));
  return texts;
}
