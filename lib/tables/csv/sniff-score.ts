import { CellLook, lookOf } from "./sniff-kinds.ts";
import type { SampleTable } from "./sniff-rows.ts";

/**
 * How much like a table a reading of the sample is: rows of one width, cells that look like something, columns whose
 * cells look alike. After van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type
 * patterns" (2019), with the columns' uniformity added.
 */
export type Score = { value: number; width: number };

export function scoreTable(table: SampleTable): Score {
  const rows = table.rows.filter((row) => !row.blank);
  if (rows.length === 0) return { value: 0, width: 1 };
  const width = commonWidth(rows.map((row) => row.cells.length));
  let first = rows.findIndex((row) => row.cells.length === width);
  let last = rows.length - 1;
  while (last > first && rows[last]!.cells.length !== width) last--;
  const spared = Math.max(2, rows.length * 0.3);
  if (first > spared) first = 0;
  if (rows.length - 1 - last > spared) last = rows.length - 1;
  const body = rows.slice(first, last + 1);
  const uniform = body.filter((row) => row.cells.length === width);

  const looks: number[][] = Array.from({ length: width }, () => new Array<number>(9).fill(0));
  for (const [at, row] of uniform.entries()) {
    for (let c = 0; c < width; c++) {
      const look = lookOf(row.cells[c]!.trim());
      const seen = look === CellLook.odd && c < 31 && row.quoted & (1 << c) ? CellLook.text : look;
      if (at > 0 || uniform.length === 1) looks[c]![seen]!++;
    }
  }
  let clean = 0;
  let pure = 0;
  for (const column of looks) {
    const filled = column.reduce((sum, n) => sum + n, 0) - column[CellLook.blank]!;
    if (filled === 0) {
      clean += 0.5;
      pure += 0.4;
      continue;
    }
    const odd = column[CellLook.odd]!;
    clean += (filled - odd) / filled;
    const numeric = column[CellLook.integer]! + column[CellLook.number]!;
    const typed = Math.max(numeric, column[CellLook.date]!, column[CellLook.time]!, column[CellLook.boolean]!);
    pure += Math.max(typed, (column[CellLook.text]! + column[CellLook.code]!) * 0.75, odd * 0.2) / filled;
  }
  const evenness = uniform.length / body.length;
  const gain = width === 1 ? 0.3 : 1 - 0.5 / width;
  const broken = 1 / (1 + table.unclosed);
  return { value: evenness ** 2 * (0.5 * (clean / width) + 0.5 * (pure / width)) * gain * broken, width };
}

function commonWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = 1;
  let most = 0;
  for (const [width, count] of counts) {
    const weight = count * (1 - 0.5 / width);
    if (weight > most) {
      best = width;
      most = weight;
    }
  }
  return best;
}
