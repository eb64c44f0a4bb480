/**
 * The memory in which a table is scanned and checked, and the compiled loops that work on it (kernel.assembly).
 *
 * All addresses are places in `bytes`. The memory is reserved, not used: the system gives pages as they are touched,
 * so a worker that reads usual rows keeps a few MiB of it.
 */
import { readFileSync } from "node:fs";
import { MAX_ROW_BYTES } from "../cells.ts";

/** Bytes between two scans for marks: both the bytes and their marks stay in the first-level cache. */
export const MARK_BLOCK = 16 * 1024;

/** Cells in a chunk. */
export const MAX_CHUNK_CELLS = 512 * 1024;

/** Rows in a chunk. */
export const MAX_CHUNK_ROWS = 10_000;

/** Bytes of the file that are held at once: no row can be longer. */
export const WINDOW_BYTES = MAX_ROW_BYTES;

/** Null words, booleans and tables of first bytes, all columns together. */
const PARAMETER_BYTES = 4 * 1024 * 1024;

/** Loads of 16 bytes reach past the last cell. */
const PADDING = 64;

/** What is to be examined of a row: nothing, the cells marked, all of it. The kernel writes `cells`. */
export const Mark = { none: 0, cells: 1, row: 2 } as const;

export type Kernel = {
  findMarks(from: number, to: number, out: number, a: number, b: number, c: number, d: number): number;
  splitRows(
    from: number,
    to: number,
    delimiter: number,
    quote: number,
    backslash: number,
    rowsBefore: number,
    maxRows: number,
    maxCells: number,
    maxRowCells: number,
    maxBytes: number,
  ): number;
  splitEnd(): number;
  useArrays(rowCells: number, starts: number, ends: number, bad: number, badCells: number): void;
  useRows(rowCells: number, rows: number, width: number): void;
  useNulls(words: number, count: number): void;
  checkText(column: number, blankIsGood: boolean, maxBytes: number, firstBytes: number, longestNull: number): void;
  checkIntegers(column: number, blankIsGood: boolean): void;
  checkNumbers(column: number, blankIsGood: boolean, point: number): void;
  checkWords(column: number, blankIsGood: boolean, words: number, count: number): void;
  checkDates(
    column: number,
    blankIsGood: boolean,
    separator: number,
    separators: number,
    yearAt: number,
    monthAt: number,
    dayAt: number,
  ): void;
  checkDateTimes(column: number, blankIsGood: boolean): void;
};

export type Arena = {
  kernel: Kernel;
  bytes: Buffer;
  marks: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
  rowCells: Int32Array;
  /** For a row: 0 when it is good, else what of it is to be examined, see `Mark`. */
  bad: Uint8Array;
  /** 1 for a cell that is to be examined, in a row of `Mark.cells`. */
  badCells: Uint8Array;
  /** Where the window of the file starts and ends. */
  windowStart: number;
  windowEnd: number;
  /** Keeps some bytes for the kernel until `forget`. @returns their address, a multiple of 8 */
  keep(bytes: Uint8Array): number;
  /** Lets go of what was kept, so that another table can be read here. */
  forget(): void;
};

let compiled: WebAssembly.Module | undefined;

export function createArena(): Arena {
  compiled ??= new WebAssembly.Module(readFileSync(new URL("./kernel.wasm", import.meta.url)));
  let used = 1024; // address 0 stays free
  const take = (size: number) => {
    const at = used;
    used += Math.ceil(size / 64) * 64;
    return at;
  };
  const marksAt = take(MARK_BLOCK * 4);
  const startsAt = take(MAX_CHUNK_CELLS * 4);
  const endsAt = take(MAX_CHUNK_CELLS * 4);
  const rowCellsAt = take((MAX_CHUNK_ROWS + 1) * 4);
  const badAt = take(MAX_CHUNK_ROWS);
  const badCellsAt = take(MAX_CHUNK_CELLS);
  const parametersAt = take(PARAMETER_BYTES);
  const windowStart = take(WINDOW_BYTES);
  const pages = Math.ceil((used + PADDING) / 65_536);

  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const bytes = Buffer.from(memory.buffer);
  const kernel = exports as unknown as Kernel;
  kernel.useArrays(rowCellsAt, startsAt, endsAt, badAt, badCellsAt);
  let kept = parametersAt;
  return {
    kernel,
    bytes,
    marks: new Int32Array(memory.buffer, marksAt, MARK_BLOCK),
    starts: new Int32Array(memory.buffer, startsAt, MAX_CHUNK_CELLS),
    ends: new Int32Array(memory.buffer, endsAt, MAX_CHUNK_CELLS),
    rowCells: new Int32Array(memory.buffer, rowCellsAt, MAX_CHUNK_ROWS + 1),
    bad: new Uint8Array(memory.buffer, badAt, MAX_CHUNK_ROWS),
    badCells: new Uint8Array(memory.buffer, badCellsAt, MAX_CHUNK_CELLS),
    windowStart,
    windowEnd: windowStart + WINDOW_BYTES,
    keep(some) {
      const at = kept;
      kept += Math.ceil(some.length / 8) * 8;
      if (kept > parametersAt + PARAMETER_BYTES) throw new RangeError("the arena has no room for more parameters");
      bytes.set(some, at);
      return at;
    },
    forget() {
      kept = parametersAt;
    },
  };
}
