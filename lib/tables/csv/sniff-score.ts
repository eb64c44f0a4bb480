import { CellLook, LOOKS, lookOf } from "./sniff-kinds.ts";
import type { Cut, SampleRow, SampleTable } from "./sniff-rows.ts";

export type Score = {
  /** 0 to 1. */
  value: number;
  /** Cells of most rows. */
  width: number;
  /** Rows of that width. */
  rows: number;
  /** Whether some column holds numbers, dates, times or booleans throughout. */
  typed: boolean;
};

/** What one more column is worth falls off: of readings equally clean the wider wins, but not by much. */
const gainOf = (width: number) => (width === 1 ? 0.3 : 1 - 0.5 / width);

/** A column of text is less of a sign than one of numbers or dates; one that looks cut wrongly is hardly any. */
const TEXT_WORTH = 0.75;
const ODD_WORTH = 0.2;

/** Share of a column's filled cells that makes its type. */
const TYPED_SHARE = 0.8;

/**
 * How much like a table a reading of the sample is: rows of one width, cells that look like something, columns whose
 * cells look alike, quotes that stand around fields.
 *
 * After van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns" (2019), who
 * multiply a pattern score by a type score; that columns should be alike in themselves is García, "Table Uniformity"
 * (2024).
 *
 * @param quotes how often the cut's quote occurs in the text; where the cut has none, how often double quotes do
 */
export function scoreTable(table: SampleTable, cut: Cut, quotes: number): Score {
  const rows = tableRows(table.rows);
  if (rows.length === 0) return { value: 0, width: 1, rows: 0, typed: false };
  const width = commonWidth(rows);
  const uniform = rows.filter((row) => row.cells.length === width);
  const { likeness, typed } = columnLikeness(uniform, width);
  const intact = 1 / (1 + table.unclosed);
  const value = evenness(rows, uniform) ** 2 * likeness * gainOf(width) * intact * quoting(table, cut, quotes);
  return { value, width, rows: uniform.length, typed };
}

/** Rows that count: blank lines do not, nor comments if anything else is there. */
function tableRows(rows: readonly SampleRow[]): SampleRow[] {
  const written = rows.filter((row) => !row.blank);
  const bare = written.filter((row) => !row.cells[0]!.startsWith("#"));
  return bare.length > 0 ? bare : written;
}

function commonWidth(rows: readonly SampleRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
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

/** Share of the rows that have the width. Other rows above and below the table, up to three in ten, count half. */
function evenness(rows: readonly SampleRow[], uniform: readonly SampleRow[]): number {
  const above = rows.indexOf(uniform[0]!);
  const below = rows.length - 1 - rows.lastIndexOf(uniform.at(-1)!);
  const spared = Math.min(above + below, Math.max(2, rows.length * 0.3));
  return uniform.length / (rows.length - spared / 2);
}

/** The mean over the columns of how clean their cells are and how much of one look; the first row may be a header. */
function columnLikeness(rows: readonly SampleRow[], width: number): { likeness: number; typed: boolean } {
  const body = rows.length === 1 ? rows : rows.slice(1);
  let sum = 0;
  let typed = false;
  for (let c = 0; c < width; c++) {
    const counts = countLooks(body, c);
    const filled = body.length - counts[CellLook.blank]!;
    if (filled === 0) {
      sum += 0.45;
      continue;
    }
    const numbers = counts[CellLook.integer]! + counts[CellLook.number]!;
    const most = Math.max(numbers, counts[CellLook.date]!, counts[CellLook.time]!, counts[CellLook.boolean]!);
    const texts = counts[CellLook.text]! + counts[CellLook.code]!;
    const odd = counts[CellLook.odd]!;
    if (most >= filled * TYPED_SHARE) typed = true;
    const clean = (filled - odd) / filled;
    const pure = Math.max(most, texts * TEXT_WORTH, odd * ODD_WORTH) / filled;
    sum += (clean + pure) / 2;
  }
  return { likeness: sum / width, typed };
}

function countLooks(rows: readonly SampleRow[], column: number): number[] {
  const counts = new Array<number>(LOOKS).fill(0);
  for (const { cells, quoted } of rows) {
    const look = lookOf(cells[column]!.trim());
    const wasQuoted = column < 31 && (quoted & (1 << column)) !== 0;
    counts[look === CellLook.odd && wasQuoted ? CellLook.text : look]!++;
  }
  return counts;
}

/** Quotes stand around fields more often than for themselves: the fewer of them a reading explains, the worse. */
function quoting(table: SampleTable, cut: Cut, quotes: number): number {
  if (quotes === 0) return 1;
  const marks = Math.max(1, quotes - 2 * table.doubledQuotes - table.escapedQuotes);
  const explained = cut.quote === null ? 0 : Math.min(1, (2 * table.quotedCells) / marks);
  return 0.75 + 0.25 * explained;
}
