/** Parts and copies of cell chunks, for those who hold rows back: the reader's own chunk is overwritten by its next. */
import type { CellChunk } from "./cells.ts";

/** The rows `from` … `to` of a chunk, over the same arrays. */
export function sliceRows(chunk: CellChunk, from: number, to: number): CellChunk {
  const isInside = (row: number) => row >= from && row < to;
  return {
    ...chunk,
    rows: to - from,
    rowCells: chunk.rowCells.subarray(from, to + 1),
    lost: chunk.lost.filter(({ row }) => isInside(row)).map((lost) => ({ ...lost, row: lost.row - from })),
    gaps: chunk.gaps.filter(isInside).map((row) => row - from),
  };
}

/** The same, with arrays of its own that hold these rows and nothing else. */
export function copyRows(chunk: CellChunk, from: number, to: number): CellChunk {
  const firstCell = chunk.rowCells[from]!;
  const lastCell = chunk.rowCells[to]!;
  const starts = chunk.starts.slice(firstCell, lastCell);
  const ends = chunk.ends.slice(firstCell, lastCell);
  let firstByte = Number.POSITIVE_INFINITY;
  let lastByte = 0;
  for (let cell = 0; cell < starts.length; cell++) {
    firstByte = Math.min(firstByte, starts[cell]!);
    lastByte = Math.max(lastByte, ends[cell]!);
  }
  if (starts.length === 0) firstByte = 0;
  for (let cell = 0; cell < starts.length; cell++) {
    starts[cell]! -= firstByte;
    ends[cell]! -= firstByte;
  }
  const part = sliceRows(chunk, from, to);
  return {
    ...part,
    bytes: Buffer.from(chunk.bytes.subarray(firstByte, lastByte)),
    starts,
    ends,
    kinds: chunk.kinds?.slice(firstCell, lastCell) ?? null,
    rowCells: part.rowCells.map((cell) => cell - firstCell),
  };
}

/** Filled cells: those that hold more than spaces. */
export function countFilled(chunk: CellChunk, row: number): number {
  let filled = 0;
  for (let cell = chunk.rowCells[row]!; cell < chunk.rowCells[row + 1]!; cell++) {
    if (isFilled(chunk, cell)) filled++;
  }
  return filled;
}

/** Whether a cell holds more than spaces. */
export function isFilled(chunk: CellChunk, cell: number): boolean {
  const { bytes } = chunk;
  const end = chunk.ends[cell]!;
  for (let at = chunk.starts[cell]!; at < end; at++) {
    if (bytes[at]! > 0x20) return true;
  }
  return false;
}
