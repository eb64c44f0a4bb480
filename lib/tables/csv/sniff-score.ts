import { CellLook, lookOf } from "./sniff-kinds.ts";
import type { Cut, SampleRow, SampleTable } from "./sniff-rows.ts";

/**
 * How much like a table a reading of the sample is: rows of one width, cells that look like something, columns whose
 * cells look alike. After van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type
 * patterns" (2019), with the columns' uniformity added.
 */
export type Score = {
  value: number;
  width: number;
  /** Rows of that width. */
  rows: number;
  /** Whether some column holds numbers, dates, times or booleans throughout. */
  typed: boolean;
};

/** @param quotes double quotes in the text that was read */
export function scoreTable(table: SampleTable, cut: Cut, quotes: number): Score {
  const rows = tableRows(table.rows);
  if (rows.length === 0) return { value: 0, width: 1, rows: 0, typed: false };
  const width = commonWidth(rows.map((row) => row.cells.length));
  const uniform = rows.filter((row) => row.cells.length === width);
  const first = rows.indexOf(uniform[0]!);
  const last = rows.indexOf(uniform.at(-1)!);
  const around = Math.min(rows.length - 1 - last + first, Math.max(2, rows.length * 0.3));
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
  let typedColumns = 0;
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
    if (typed >= filled * 0.8) typedColumns++;
    pure += Math.max(typed, (column[CellLook.text]! + column[CellLook.code]!) * 0.75, odd * 0.2) / filled;
  }
  const evenness = uniform.length / (rows.length - around * 0.5);
  const gain = width === 1 ? 0.3 : 1 - 0.5 / width;
  const broken = 1 / (1 + table.unclosed);
  const used =
    cut.quote === '"' ? Math.min(1, (2 * table.quotedCells) / Math.max(1, quotes - 2 * table.doubledQuotes)) : 0;
  const quoting = quotes === 0 ? 1 : 0.75 + 0.25 * used;
  const likeness = 0.5 * (clean / width) + 0.5 * (pure / width);
  return {
    value: evenness ** 2 * likeness * gain * broken * quoting,
    width,
    rows: uniform.length,
    typed: typedColumns > 0,
  };
}

/** Rows that count: blank lines do not, nor comments if anything else is there. */
function tableRows(rows: readonly SampleRow[]): SampleRow[] {
  const written = rows.filter((row) => !row.blank);
  const bare = written.filter((row) => !row.cells[0]!.startsWith("#"));
  return bare.length > 0 ? bare : written;
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
