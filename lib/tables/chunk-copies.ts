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

/**
 * The same, with arrays of its own that hold these rows and nothing else: cell by cell, for a sheet's cells may point
 * anywhere into all the texts of its workbook.
 */
export function copyRows(chunk: CellChunk, from: number, to: number): CellChunk {
  const firstCell = chunk.rowCells[from]!;
  const cells = chunk.rowCells[to]! - firstCell;
  const starts = new Int32Array(cells);
  const ends = new Int32Array(cells);
  let length = 0;
  for (let cell = 0; cell < cells; cell++) {
    starts[cell] = length;
    length += chunk.ends[firstCell + cell]! - chunk.starts[firstCell + cell]!;
    ends[cell] = length;
  }
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let cell = 0; cell < cells; cell++) {
    chunk.bytes.copy(bytes, starts[cell], chunk.starts[firstCell + cell], chunk.ends[firstCell + cell]);
  }
  const part = sliceRows(chunk, from, to);
  return {
    ...part,
    bytes,
    starts,
    ends,
    kinds: chunk.kinds?.slice(firstCell, firstCell + cells) ?? null,
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
