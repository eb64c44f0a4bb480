/**
 * Checks the rows of one table, chunk of cells by chunk of cells, and gathers what came of them.
 */
import { isUtf8 } from "node:buffer";
import type { CellChunk } from "../cells.ts";
import type { Finding } from "../finding.ts";
import { type Arena, MAX_CHUNK_CELLS, MAX_CHUNK_ROWS, Mark, WINDOW_BYTES } from "../kernel/arena.ts";
import type { TableOptions } from "../options.ts";
import type { Columns } from "./columns.ts";
import { RowExaminer } from "./examine-row.ts";
import { type QuickCheck, quickChecks } from "./quick-checks.ts";
import { RowJson } from "./row-json.ts";
import { UniqueKeys } from "./unique-keys.ts";

/** What came of some consecutive rows. */
export type CheckedChunk = {
  /** Number of the first row, from 1 over the data rows. */
  firstRow: number;
  rows: number;
  failed: number;
  /** The good rows; null when rows are not to be loaded. They stay until the next chunk is asked for. */
  valid: {
    rowNumbers: Int32Array;
    /** JSON objects one behind the other: `json[ends[i - 1] … ends[i])`. */
    json: Buffer;
    ends: Int32Array;
  } | null;
  /** By row, then by column. */
  findings: Finding[];
  /** Whether findings beyond `max_errors` were left out, in this chunk or before. */
  errorsTruncated: boolean;
  /** How much of the file has been read, 0 to 1. */
  progress: number;
};

/** A chunk is handed on early when it has so many findings, or so much JSON: both are memory. */
const MAX_FINDINGS = 50_000;
const MAX_JSON_BYTES = 8 * 1024 * 1024;

export class Checker {
  readonly #columns: Columns;
  readonly #arena: Arena;
  readonly #isArenaLent: boolean;
  readonly #loadsRows: boolean;
  readonly #checks: readonly QuickCheck[];
  readonly #examiner: RowExaminer;
  readonly #json: RowJson;
  readonly #unique: UniqueKeys;
  #findingsLeft: number;

  #firstRow = 1;
  #rows = 0;
  #failed = 0;
  #findings: Finding[] = [];
  #errorsTruncated = false;
  #loaded = 0;
  readonly #rowNumbers = new Int32Array(MAX_CHUNK_ROWS);
  readonly #ends = new Int32Array(MAX_CHUNK_ROWS);

  /**
   * @param arena where the quick checks run
   * @param isArenaLent whether a reader works in it too: its chunks are then checked where they lie, and chunks that
   *        lie elsewhere (rows that were held back) are examined one by one
   */
  constructor(columns: Columns, options: TableOptions, arena: Arena, isArenaLent: boolean, grid: boolean) {
    this.#columns = columns;
    this.#arena = arena;
    this.#isArenaLent = isArenaLent;
    this.#loadsRows = options.load_rows;
    this.#checks = quickChecks(columns, arena, options.decimal);
    const forms = this.#checks.map(({ form }) => form);
    this.#json = new RowJson(columns, forms, options.trim);
    this.#unique = new UniqueKeys(columns, forms, options.trim);
    this.#examiner = new RowExaminer(columns, grid, options.trim, this.#unique.isUsed);
    this.#findingsLeft = options.max_errors;
  }

  /** Rows that can be taken before the chunk must be handed on. */
  get room(): number {
    const isFull = this.#findings.length >= MAX_FINDINGS || this.#json.length >= MAX_JSON_BYTES;
    return isFull ? 0 : MAX_CHUNK_ROWS - this.#rows;
  }

  /** Marks the rows of a chunk that must be examined. Call once per chunk, before its rows are taken. */
  mark(chunk: CellChunk): CellChunk {
    const { bad, badCells } = this.#arena;
    const inArena = this.#adopt(chunk);
    if (inArena === null) {
      bad.fill(Mark.row, 0, chunk.rows);
      return chunk;
    }
    bad.fill(Mark.none, 0, chunk.rows);
    badCells.fill(0, inArena.rowCells[0], inArena.rowCells[chunk.rows]);
    const width = this.#columns.all.length;
    const { rowCells, rows } = inArena;
    for (let row = 0; row < rows; row++) {
      if (rowCells[row + 1]! - rowCells[row]! !== width || isBlank(inArena, row)) bad[row] = Mark.row;
    }
    this.#markUnsound(inArena);
    this.#arena.kernel.useRows(rowCells.byteOffset, rows, width);
    for (const check of this.#checks) check.run(inArena);
    return inArena;
  }

  /** Takes rows of a marked chunk, from `from` on, until there is no more room. @returns the row after the last */
  take(chunk: CellChunk, from: number): number {
    const { bad, badCells } = this.#arena;
    let row = from;
    for (; row < chunk.rows && this.room > 0; row++) {
      const rowNumber = this.#firstRow + this.#rows;
      const mark = bad[row];
      const isGood =
        mark === Mark.none
          ? this.#takeCleared(chunk, row, rowNumber)
          : this.#takeMarked(chunk, row, rowNumber, mark === Mark.cells ? badCells : null);
      this.#rows++;
      if (!isGood) this.#failed++;
      else if (this.#loadsRows) {
        this.#rowNumbers[this.#loaded] = rowNumber;
        this.#ends[this.#loaded++] = this.#json.length;
      }
    }
    return row;
  }

  #takeCleared(chunk: CellChunk, row: number, rowNumber: number): boolean {
    if (this.#unique.isUsed) {
      const findings = this.#unique.addCells(chunk, chunk.rowCells[row]!, rowNumber);
      if (findings.length > 0) {
        this.#report(findings);
        return false;
      }
    }
    if (this.#loadsRows) this.#json.writeCells(chunk, row);
    return true;
  }

  #takeMarked(chunk: CellChunk, row: number, rowNumber: number, marks: Uint8Array | null): boolean {
    const examiner = this.#examiner;
    examiner.maxFindings = Math.max(1, this.#findingsLeft);
    const { findings, values } = examiner.examine(chunk, row, rowNumber, marks);
    if (examiner.isCut) this.#errorsTruncated = true;
    const isLoaded = this.#loadsRows && findings.length === 0;
    if (marks !== null && (this.#unique.isUsed || isLoaded)) examiner.complete(chunk, row, values);
    if (this.#unique.isUsed) this.#unique.addValues(values, chunk, chunk.rowCells[row]!, rowNumber, findings);
    if (findings.length > 0) {
      this.#report(findings);
      return false;
    }
    if (this.#loadsRows) this.#json.writeValues(values);
    return true;
  }

  /** Passes over rows that an earlier attempt has stored: they count for uniqueness and nothing else. */
  skip(chunk: CellChunk): void {
    if (this.#unique.isUsed) {
      const marked = this.mark(chunk);
      for (let row = 0; row < marked.rows; row++) {
        if (this.#arena.bad[row] === Mark.none) this.#unique.addCells(marked, marked.rowCells[row]!, 0);
        else {
          const { values } = this.#examiner.examine(marked, row, 0, null);
          this.#unique.addValues(values, marked, marked.rowCells[row]!, 0, []);
        }
      }
    }
    this.#firstRow += chunk.rows;
  }

  /** Hands on what has been taken, and starts anew. Null when there is nothing. */
  handOn(progress: number): CheckedChunk | null {
    if (this.#rows === 0) return null;
    const valid = this.#loadsRows
      ? {
          rowNumbers: this.#rowNumbers.subarray(0, this.#loaded),
          json: this.#json.bytes.subarray(0, this.#json.length),
          ends: this.#ends.subarray(0, this.#loaded),
        }
      : null;
    const chunk: CheckedChunk = {
      firstRow: this.#firstRow,
      rows: this.#rows,
      failed: this.#failed,
      valid,
      findings: this.#findings,
      errorsTruncated: this.#errorsTruncated,
      progress,
    };
    this.#firstRow += this.#rows;
    this.#rows = 0;
    this.#failed = 0;
    this.#loaded = 0;
    this.#findings = [];
    this.#json.reset();
    return chunk;
  }

  #report(findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (this.#findingsLeft > 0) this.#findings.push(finding);
      else this.#errorsTruncated = true;
      this.#findingsLeft--;
    }
  }

  /** The chunk as it lies in the arena, brought there if need be; null when it cannot be. */
  #adopt(chunk: CellChunk): CellChunk | null {
    const arena = this.#arena;
    if (chunk.starts === arena.starts) return chunk;
    const firstCell = chunk.rowCells[0]!;
    const cells = chunk.rowCells[chunk.rows]! - firstCell;
    if (this.#isArenaLent || cells > MAX_CHUNK_CELLS) return null;
    let firstByte = Number.POSITIVE_INFINITY;
    let lastByte = 0;
    for (let cell = firstCell; cell < firstCell + cells; cell++) {
      if (chunk.starts[cell]! < firstByte) firstByte = chunk.starts[cell]!;
      if (chunk.ends[cell]! > lastByte) lastByte = chunk.ends[cell]!;
    }
    if (lastByte - firstByte > WINDOW_BYTES) return null;
    const shift = arena.windowStart - (cells === 0 ? 0 : firstByte);
    if (cells > 0) chunk.bytes.copy(arena.bytes, arena.windowStart, firstByte, lastByte);
    for (let cell = 0; cell < cells; cell++) {
      arena.starts[cell] = chunk.starts[firstCell + cell]! + shift;
      arena.ends[cell] = chunk.ends[firstCell + cell]! + shift;
    }
    for (let row = 0; row <= chunk.rows; row++) arena.rowCells[row] = chunk.rowCells[row]! - firstCell;
    return {
      ...chunk,
      bytes: arena.bytes,
      starts: arena.starts,
      ends: arena.ends,
      rowCells: arena.rowCells,
      kinds: chunk.kinds?.subarray(firstCell) ?? null,
    };
  }

  /** Marks rows with bytes that are not UTF-8, or NUL. Most chunks are cleared as a whole. */
  #markUnsound({ bytes, starts, ends, rowCells, rows }: CellChunk): void {
    const isSound = (from: number, to: number) => {
      if (rowCells[from] === rowCells[to]) return true;
      const part = bytes.subarray(starts[rowCells[from]!], ends[rowCells[to]! - 1]);
      return isUtf8(part) && !part.includes(0);
    };
    if (isSound(0, rows)) return;
    for (let row = 0; row < rows; row++) {
      if (!isSound(row, row + 1)) this.#arena.bad[row] = Mark.row;
    }
  }
}

/** Whether no cell of a row holds anything. Cells of spaces are found by the checks of their columns. */
function isBlank({ starts, ends, rowCells }: CellChunk, row: number): boolean {
  const end = rowCells[row + 1]!;
  for (let cell = rowCells[row]!; cell < end; cell++) {
    if (starts[cell] !== ends[cell]) return false;
  }
  return true;
}
