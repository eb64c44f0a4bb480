import { rowTexts } from "../../../../lib/tables/cells.ts";
import type { Dialect } from "../../../../lib/tables/csv/dialect.ts";
import { CsvReader } from "../../../../lib/tables/csv/scan.ts";
import { createArena } from "../../../../lib/tables/kernel/arena.ts";

export type Syntax = Pick<Dialect, "delimiter" | "quote" | "escape" | "skip_rows">;

export const PLAIN: Syntax = { delimiter: ",", quote: '"', escape: null, skip_rows: 0 };

// One for all tests of a file: each takes half a second to be given its memory.
const arena = createArena();

export type ReadRows = {
  /** Texts of each row; null for one that was lost. */
  rows: (string[] | null)[];
  lost: { row: number; message: string; rawValue: string }[];
  /** Rows that follow an empty line, from 0. */
  gaps: number[];
};

/** Reads CSV that comes in the given pieces, a few rows at a time. */
export async function readCsv(pieces: Iterable<Uint8Array>, syntax: Syntax = PLAIN, maxRows = 7): Promise<ReadRows> {
  const source = (async function* () {
    yield* pieces;
  })();
  const reader = new CsvReader(arena, source, syntax);
  const read: ReadRows = { rows: [], lost: [], gaps: [] };
  for (let chunk = await reader.read(maxRows); chunk !== null; chunk = await reader.read(maxRows)) {
    const before = read.rows.length;
    const lostRows = new Set(chunk.lost.map(({ row }) => row));
    for (const lost of chunk.lost) read.lost.push({ ...lost, row: before + lost.row });
    for (const row of chunk.gaps) read.gaps.push(before + row);
    for (let row = 0; row < chunk.rows; row++) read.rows.push(lostRows.has(row) ? null : rowTexts(chunk, row));
  }
  return read;
}

/** The text in pieces of `size` bytes. */
export function* pieces(text: string | Uint8Array, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
