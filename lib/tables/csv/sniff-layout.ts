import { CellLook, lookOf } from "./sniff-kinds.ts";
import type { SampleRow } from "./sniff-rows.ts";

/** Where the table starts and how many of its rows are header. */
export type Layout = { /** Index of the first row of the table. */ first: number; headerRows: number };

/** @param rows of the sample, blank lines among them */
export function findLayout(rows: readonly SampleRow[], width: number, header: boolean | "auto"): Layout {
  const first = firstTableRow(rows, width);
  if (header === false) return { first, headerRows: 0 };
  const body = rows.slice(first).filter((row) => !row.blank);
  if (header === "auto" && !startsWithHeader(body, width)) return { first, headerRows: 0 };
  return { first, headerRows: body.length === 0 ? 0 : headerLength(body) };
}

function filledCells(row: SampleRow): number {
  return row.cells.filter((cell) => cell.trim() !== "").length;
}

const isNamed = (row: SampleRow) =>
  row.cells.every((cell) => {
    const look = lookOf(cell.trim());
    return look !== CellLook.integer && look !== CellLook.number && look !== CellLook.date && look !== CellLook.time;
  });

function firstTableRow(rows: readonly SampleRow[], width: number): number {
  const start = rows.findIndex((row) => !row.blank);
  if (start === -1 || width === 1) return Math.max(start, 0);
  for (let at = start; at < Math.min(rows.length, 60); at++) {
    const row = rows[at]!;
    if (row.blank) continue;
    const filled = filledCells(row);
    const comment = row.cells[0]!.startsWith("#") && row.cells.length < width;
    if (filled <= 1 || comment) continue;
    if (row.cells.length < width && filled <= width / 2) continue;
    if (at === start || isNamed(row) || rows[at - 1]!.blank) return at;
    return start;
  }
  return start;
}

function startsWithHeader(body: readonly SampleRow[], width: number): boolean {
  const [top, ...data] = body;
  if (top === undefined || !isNamed(top)) return false;
  if (data.length === 0) return true;
  const named = new Set(top.cells.map((cell) => cell.trim()));
  return named.size === top.cells.length || width === 1;
}

function headerLength(body: readonly SampleRow[]): number {
  const top = body[0]!.cells.join("\u0000");
  let count = 1;
  while (count < body.length - 1 && body[count]!.cells.join("\u0000") === top) count++;
  return count;
}
