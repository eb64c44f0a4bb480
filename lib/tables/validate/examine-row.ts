/**
 * Decides over one row, slowly and precisely: what is wrong with it, and what its values are.
 *
 * The rows that come here are those that the quick checks (quick-checks.ts) could not clear.
 */
import { isUtf8 } from "node:buffer";
import { type CellChunk, CellKind, cellText, lostRowAt } from "../cells.ts";
import { type ErrorType, type Finding, RAW_VALUE_LIMIT } from "../finding.ts";
import type { Column, Columns } from "./columns.ts";

/** JSON text per column, `null` for a blank; nothing for a cell with a fault or one that was not read. */
export type Values = (string | undefined)[];

/** The place of a cell: its chunk and index there, the kind that the file gives it. */
type Place = { chunk: CellChunk; cell: number };

/** Characters of a value that a message repeats. */
const QUOTED_LENGTH = 50;

export class RowExaminer {
  readonly #columns: readonly Column[];
  readonly #nulls: ReadonlySet<string>;
  readonly #grid: boolean;
  readonly #trims: boolean;
  readonly #readsAll: boolean;

  /** Findings that a row may have, at least 1; and whether the last row had more. */
  maxFindings = Number.POSITIVE_INFINITY;
  isCut = false;

  #row = 0;
  #findings: Finding[] = [];
  #values: Values = [];

  /**
   * @param grid whether rows are parts of a grid, see `CellReader`
   * @param trim whether spaces around a text are left out of its value
   * @param readsAll whether the values of a row are wanted past the last finding it may have
   */
  constructor({ all, nulls }: Columns, grid: boolean, trim: boolean, readsAll: boolean) {
    this.#columns = all;
    this.#nulls = nulls;
    this.#grid = grid;
    this.#trims = trim;
    this.#readsAll = readsAll;
  }

  /**
   * @param marks per cell, 1 where a quick check could not clear it: only those are read. null: all are
   * @returns findings by column, and the values that were read
   */
  examine(chunk: CellChunk, row: number, rowNumber: number, marks: Uint8Array | null) {
    this.#row = rowNumber;
    this.#findings = [];
    this.#values = [];
    this.isCut = false;
    const lost = lostRowAt(chunk, row);
    if (lost !== undefined) this.#find("parse-error", 0, lost.message, lost.rawValue);
    else if (marks === null) this.#examineWhole(chunk, row);
    else {
      const first = chunk.rowCells[row]!;
      for (const [c, column] of this.#columns.entries()) {
        if (marks[first + c] === 1) this.#examineCell(column, c, { chunk, cell: first + c });
      }
      if (this.#values.length > 0 && this.#isBlank(chunk, row)) this.#reportBlank();
    }
    return { findings: this.#findings, values: this.#values };
  }

  /** Reads the values of a row that `examine` passed over, for the quick checks had cleared them. */
  complete(chunk: CellChunk, row: number, values: Values): void {
    const first = chunk.rowCells[row]!;
    const cells = chunk.rowCells[row + 1]! - first;
    for (const [c, column] of this.#columns.entries()) {
      if (values[c] !== undefined || c >= cells) continue;
      const raw = cellText(chunk, first + c);
      const kind = kindOf({ chunk, cell: first + c });
      const value = this.#isNull(raw.trim()) ? "null" : column.read(this.#contentOf(column, raw), kind);
      if (value !== null) values[c] = value;
    }
  }

  #examineWhole(chunk: CellChunk, row: number): void {
    const first = chunk.rowCells[row]!;
    const cells = chunk.rowCells[row + 1]! - first;
    if (this.#isBlank(chunk, row)) {
      this.#reportBlank();
      return;
    }
    const isSoundRow = isSound(chunk, first, first + cells);
    for (const [c, column] of this.#columns.entries()) {
      if (this.isCut && !this.#readsAll) return;
      const cell = first + c;
      if (c < cells) {
        if (isSoundRow || isSound(chunk, cell, cell + 1)) this.#examineCell(column, c, { chunk, cell });
        else this.#reportUnsound(cellText(chunk, cell), c);
      } else if (this.#grid) this.#reportNull(column, c, "");
      else this.#find("missing-cell", c + 1, `The row ends before the column "${column.name}"`, null);
    }
    this.#findExtra(chunk, first, cells);
  }

  #examineCell(column: Column, c: number, place: Place): void {
    const raw = cellText(place.chunk, place.cell);
    const text = raw.trim();
    if (this.#isNull(text)) {
      this.#reportNull(column, c, raw);
      return;
    }
    const content = this.#contentOf(column, raw);
    const value = column.read(content, kindOf(place));
    if (value === null) {
      this.#find("type-error", c + 1, `"${cut(text, QUOTED_LENGTH)}" is not ${column.description}`, raw);
      return;
    }
    this.#values[c] = value;
    for (const check of column.constraints) {
      const fault = check(content, value);
      if (fault !== null) this.#find("constraint-error", c + 1, `"${cut(text, QUOTED_LENGTH)}" ${fault}`, raw);
    }
  }

  /** What of a cell is its value: a text has its spaces where they are not to be trimmed. */
  #contentOf({ field: { type } }: Column, raw: string): string {
    return !this.#trims && (type === "string" || type === "any") ? raw : raw.trim();
  }

  #isNull(text: string): boolean {
    return text === "" || this.#nulls.has(text);
  }

  #isBlank(chunk: CellChunk, row: number): boolean {
    const end = chunk.rowCells[row + 1]!;
    for (let cell = chunk.rowCells[row]!; cell < end; cell++) {
      if (chunk.starts[cell] !== chunk.ends[cell] && cellText(chunk, cell).trim() !== "") return false;
    }
    return true;
  }

  #reportBlank(): void {
    this.#findings = [];
    this.#values = [];
    this.#find("blank-row", 0, "The row has cells but nothing in them", null);
  }

  #reportNull(column: Column, c: number, raw: string): void {
    this.#values[c] = "null";
    if (column.isRequired) this.#find("null-value", c + 1, `The column "${column.name}" must not be blank`, raw);
  }

  #reportUnsound(raw: string, c: number): void {
    const fault = raw.includes("\0") ? "a NUL character" : "bytes that the encoding does not allow";
    this.#find("encoding-error", c + 1, `The cell holds ${fault}`, raw);
  }

  #findExtra(chunk: CellChunk, first: number, cells: number): void {
    const width = this.#columns.length;
    for (let c = width; c < cells; c++) {
      const text = cellText(chunk, first + c);
      if (this.#grid && text.trim() === "") continue;
      const message = this.#grid
        ? `The row has a cell outside the table's ${width} columns`
        : `The row has ${cells} cells, the header ${width}`;
      this.#find("extra-cell", width + 1, message, text);
      return;
    }
  }

  #find(type: ErrorType, column: number, message: string, raw: string | null): void {
    this.isCut = this.#findings.length >= this.maxFindings;
    if (this.isCut) return;
    this.#findings.push({
      row: this.#row,
      column,
      column_name: this.#columns[column - 1]?.name ?? null,
      error_type: type,
      error_message: message,
      raw_value: raw === null ? null : cut(raw, RAW_VALUE_LIMIT),
    });
  }
}

const kindOf = ({ chunk, cell }: Place): CellKind => (chunk.kinds?.[cell] ?? CellKind.text) as CellKind;

/** Whether the bytes of cells are UTF-8 without NUL; a transcoder leaves other bytes where the file's encoding failed. */
function isSound(chunk: CellChunk, from: number, to: number): boolean {
  if (from === to) return true;
  const bytes = chunk.bytes.subarray(chunk.starts[from], chunk.ends[to - 1]);
  return isUtf8(bytes) && !bytes.includes(0);
}

/** The first characters of a text; a character of two units is not cut in two. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, half ? length - 1 : length)}…`;
}
