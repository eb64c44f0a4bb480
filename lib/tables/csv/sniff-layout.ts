/**
 * Where in the sample the table starts, and which of its rows are header.
 *
 * Columns of numbers, dates, times or booleans show where the data starts: with the first row that has such a cell.
 * What stands above it is title, notes and header. A table of text alone is told by how full its rows are.
 */
import { CellLook, isTyped, kindred, lookOf } from "./sniff-kinds.ts";
import type { SampleRow } from "./sniff-rows.ts";

export type Layout = {
  /** Index, among the sample's rows, of the first that belongs to the table; 0 when there is none. */
  first: number;
  headerRows: number;
};

/** Rows among which title, notes and header are looked for. */
const LONGEST_TOP = 60;

/** Share of a column's cells that must look alike for the column to have a type; one of a few may be another. */
const TYPED_SHARE = 0.8;

/** Share of the rows that must have such a cell. */
const PRESENT_SHARE = 0.5;

/** Names of units as they stand below column names. */
const UNIT =
  /^(?:\(.*\)|\[.*\]|%|°[CFK]?|[kKmcµu]?(?:g|m|s|l|L|A|V|W|Hz|Pa|bar|J|Wh|mol|eV)|min|hr?|d|K|C|F|[mk]?m\/s|km\/h|deg|rad|USD|EUR|GBP)$/;

type Row = {
  index: number;
  cells: string[];
  looks: CellLook[];
  filled: number;
  lastFilled: number;
  comment: boolean;
  /** Whether a blank line stands directly above. */
  afterBlank: boolean;
};

/**
 * @param rows of the sample, blank lines among them
 * @param hasTitles whether titles and notes may stand above the table; if not, it starts with the first row
 */
export function findLayout(
  rows: readonly SampleRow[],
  width: number,
  header: boolean | "auto",
  hasTitles: boolean,
): Layout {
  const written = describe(rows);
  if (written.length === 0) return { first: 0, headerRows: 0 };
  const types = columnTypes(written, width);
  const start = hasTitles ? tableStart(written, width, types, header !== false) : 0;
  const [top, ...below] = written.slice(start);
  const { index: first } = top!;
  if (header === false || (header === "auto" && !isHeader(top!, below, types))) return { first, headerRows: 0 };
  return { first, headerRows: headerLength(top!, below, types) };
}

function describe(rows: readonly SampleRow[]): Row[] {
  const described: Row[] = [];
  for (const [index, row] of rows.entries()) {
    if (row.blank) continue;
    const cells = row.cells.map((cell) => cell.trim());
    described.push({
      index,
      cells,
      looks: cells.map(lookOf),
      filled: cells.filter((cell) => cell !== "").length,
      lastFilled: cells.findLastIndex((cell) => cell !== ""),
      comment: cells[0]!.startsWith("#"),
      afterBlank: index > 0 && rows[index - 1]!.blank,
    });
  }
  return described;
}

/** The look that most filled cells of a column share, null for text. The first row that has the width is not asked. */
function columnTypes(rows: readonly Row[], width: number): (CellLook | null)[] {
  const whole = rows.filter((row) => row.cells.length === width);
  const body = whole.length === 1 ? whole : whole.slice(1);
  return Array.from({ length: width }, (_, c) => {
    const counts = new Map<CellLook, number>();
    let filled = 0;
    for (const { looks } of body) {
      if (looks[c] === CellLook.blank) continue;
      filled++;
      const look = kindred(looks[c]!);
      counts.set(look, (counts.get(look) ?? 0) + 1);
    }
    for (const [look, count] of counts) {
      const others = filled - count;
      const isMost = others <= filled * (1 - TYPED_SHARE) || (others === 1 && count > 1);
      if (isTyped(look) && isMost && count >= body.length * PRESENT_SHARE) return look;
    }
    return null;
  });
}

const fits = (row: Row, types: readonly (CellLook | null)[]) =>
  row.looks.some((look, c) => types[c] !== null && types[c] === kindred(look));

/** Index in `rows` of the header, or of the first row where there is none. */
function tableStart(rows: readonly Row[], width: number, types: readonly (CellLook | null)[], named: boolean): number {
  const bare = Math.max(
    0,
    rows.findIndex((row) => !row.comment),
  );
  if (width === 1) return bare;
  const top = rows.slice(0, LONGEST_TOP);
  const data = top.findIndex(
    (row, at) => row.cells.length === width && row.filled > 1 && fits(row, types) && !areYearsOver(row, rows[at + 1]),
  );
  const end = data === -1 ? top.length : data;
  if (named) {
    const header = headerAmong(top.slice(bare, end), width, data !== -1);
    if (header !== undefined) return withSpanningRow(rows, rows.indexOf(header));
    const last = rows[bare - 1]; // `#id,name` is a header if nothing else is
    if (last !== undefined && last.cells.length === width) return bare - 1;
    if (data > bare && !top[data]!.afterBlank) return data - 1; // a header shorter than its rows
  }
  const first = top.findIndex((row, at) => at >= bare && at <= end && row.filled > 1 && row.cells.length >= width / 2);
  return first === -1 ? bare : first;
}

/**
 * The row that names the columns: the first that is about as full as any, after the last blank line if there is one.
 *
 * @param isAboveData whether these are the rows above the first data, or the first rows of a table of text
 */
function headerAmong(rows: readonly Row[], width: number, isAboveData: boolean): Row | undefined {
  const able = rows.filter((row) => row.filled > 1 && !row.comment && row.cells.length <= width);
  const filled = able.map((row) => row.filled).sort((a, b) => b - a);
  const full = (isAboveData ? filled[0] : filled[filled.length >> 1]) ?? 0;
  const names = able.filter((row) => row.filled >= full * 0.75 && row.filled > width / 3);
  const lastBlock = isAboveData ? rows.findLastIndex((row) => row.afterBlank) : 0;
  return names.find((row) => rows.indexOf(row) >= lastBlock) ?? names[0];
}

/** Takes in rows of group names over the header: `,2023,,2024,` over `Region,Q1,Q2,Q1,Q2`. */
function withSpanningRow(rows: readonly Row[], header: number): number {
  const over = rows[header - 1];
  if (over === undefined || rows[header]!.afterBlank || over.comment) return header;
  const spans = over.filled >= 2 && over.lastFilled >= 2 && over.filled < rows[header]!.filled;
  return spans ? withSpanningRow(rows, header - 1) : header;
}

/**
 * Whether the top row names columns: it differs in look from typed columns below it. Years in a row are names.
 * Where nothing is typed, names are all there, all different, and not met again below.
 */
function isHeader(top: Row, below: readonly Row[], types: readonly (CellLook | null)[]): boolean {
  let votes = 0;
  let same = 0;
  let other = 0;
  const years = areYearsOver(top, below[0]);
  for (const [c, type] of types.entries()) {
    const look = top.looks[c];
    if (type === null || look === undefined || look === CellLook.blank) continue;
    const isName = years || !isTyped(look) || look === CellLook.boolean; // `n`, `t`, `y` are names over numbers
    const isSame = kindred(look) === type && !years;
    if (isSame) same++;
    else if (!isName) other++;
    votes += isSame ? -1 : isName ? 1 : -0.5;
  }
  if (same === 0 && other > 1) return true; // numbers over truth values or dates, column by column
  if (votes !== 0) return votes > 0;
  const names = top.cells.filter((cell) => cell !== "");
  if (
    names.length === 0 ||
    top.looks.some((look) => isTyped(look) && look !== CellLook.boolean) ||
    new Set(names).size < names.length
  )
    return false;
  const met = (cell: string, c: number) => below.filter((row) => row.cells[c] === cell).length;
  return !top.cells.some((cell, c) => cell !== "" && met(cell, c) > below.length * 0.1);
}

/** `Country,1990,1991,1992`: two or more years, each a step from the one before. */
function areYears(row: Row): boolean {
  const years = row.cells.filter((_, c) => row.looks[c] === CellLook.integer).map(Number);
  return (
    years.length >= 2 && years.every((year, at) => year >= 1800 && year <= 2200 && (at === 0 || year !== years[at - 1]))
  );
}

/** Years that name columns: data would have years in the next row too. */
function areYearsOver(row: Row, next: Row | undefined): boolean {
  return areYears(row) && !(next !== undefined && areYears(next));
}

/** The header goes on with rows that repeat it, name columns it left blank, or give units. */
function headerLength(top: Row, below: readonly Row[], types: readonly (CellLook | null)[]): number {
  const hasTypes = types.some((type) => type !== null);
  const named = new Set(filledColumns(top));
  const name = top.cells.join("\u0000");
  let count = 1;
  for (; count < below.length; count++) {
    const row = below[count - 1]!;
    const columns = filledColumns(row);
    const isRepeated = row.cells.join("\u0000") === name;
    const fillsGaps =
      hasTypes && !row.afterBlank && row.filled > 1 && columns.some((c) => !named.has(c) && c < types.length);
    if (!isRepeated && (!fillsGaps || fits(row, types)) && !areUnits(row, types)) break;
    for (const c of columns) named.add(c);
  }
  return count;
}

const filledColumns = (row: Row): number[] => [...row.cells.keys()].filter((c) => row.cells[c] !== "");

function areUnits(row: Row, types: readonly (CellLook | null)[]): boolean {
  const units = row.cells.filter((cell, c) => types[c] !== null && cell !== "");
  return units.length > 0 && units.every((cell) => UNIT.test(cell)) && !fits(row, types);
}
