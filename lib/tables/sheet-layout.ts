import type { CellChunk } from "./cells.ts";
import { rowTexts } from "./cells.ts";
import { findLayout } from "./csv/sniff-layout.ts";
import type { SampleRow } from "./csv/sniff-rows.ts";
import type { TableOptions } from "./options.ts";

/** Share of the sampled rows in which a column without a name must be filled to be one. */
const FILLED_SHARE = 0.5;

export type SheetLayout = {
  /** Rows above the table that are titles and notes. */
  skipRows: number;
  headerRows: number;
  /** Columns of the table; what lies to the right of them is none of it. */
  width: number;
};

/**
 * Where in a sheet the table lies, told from its first rows. Rows are those that the sheet has cells for.
 *
 * @param hasTitles whether titles and notes may stand above the table; if not, it starts with the first row
 */
export function findSheetLayout(
  head: readonly CellChunk[],
  header: TableOptions["header"],
  hasTitles: boolean,
): SheetLayout {
  const rows = head.flatMap((chunk) =>
    Array.from({ length: chunk.rows }, (_, row) => ({
      cells: rowTexts(chunk, row).map((text) => text.trim()),
      isAfterGap: chunk.gaps.includes(row),
    })),
  );
  const written = rows.map(({ cells }) => cells.findLastIndex((cell) => cell !== "") + 1);
  const { index, sample } = sampleOf(rows);
  const layout = findLayout(sample, mode(written), header, hasTitles);
  const first = hasTitles ? (index[layout.first] ?? 0) : 0;
  const headerRows = header === true ? Math.max(1, layout.headerRows) : layout.headerRows;
  const table = rows.slice(first);
  const named = Math.max(0, ...written.slice(first, first + headerRows));
  return {
    skipRows: first,
    headerRows: Math.min(headerRows, table.length),
    width: Math.max(named, filledWidth(table.slice(headerRows).map(({ cells }) => cells))),
  };
}

/** The rows as the sniffer has them, an empty line where rows of the sheet are absent. */
function sampleOf(rows: readonly { cells: string[]; isAfterGap: boolean }[]) {
  const sample: SampleRow[] = [];
  const index: number[] = [];
  for (const [row, { cells, isAfterGap }] of rows.entries()) {
    if (isAfterGap) {
      sample.push({ cells: [""], quoted: 0, start: 0, blank: true });
      index.push(row);
    }
    sample.push({ cells, quoted: 0, start: 0, blank: cells.every((cell) => cell === "") });
    index.push(row);
  }
  return { sample, index };
}

/** The last column that is filled in most rows. */
function filledWidth(rows: readonly (readonly string[])[]): number {
  const filled: number[] = [];
  for (const cells of rows) {
    for (const [c, cell] of cells.entries()) if (cell !== "") filled[c] = (filled[c] ?? 0) + 1;
  }
  return filled.findLastIndex((count) => count !== undefined && count >= rows.length * FILLED_SHARE) + 1;
}

/** The most frequent value, the greatest of several; 0 of none. */
export function mode(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = 0;
  for (const [value, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && value > best)) best = value;
  }
  return best;
}
