/** From glyph runs to segments, and from the segments of a column to its lines. */
import { inReadingDirection } from "./bidi-line.ts";
import { CJK, HANGUL, type Line, median, RTL_LETTER, type Run, type Segment } from "./geometry.ts";

// All in font sizes.
const SAME_BASELINE = 0.45; // a superscript still stands on the line
const WORD_GAP = 1.0; // wider than any blank between words, narrower than the gutter between columns
const CELL_GAP = 1.5; // from here on two segments of a row are cells, not words
const BLANK = 0.12; // a gap from here on is a blank
const BLANK_BY_HANGUL = 0.23; // programs leave a fifth between Hangul and Latin letters or digits, blank or none
const OVERPRINT = 0.15; // the same text drawn again this near is a poor man's bold

const OVERPRINT_RUNS = 1_000; // so many runs back it is looked for: a whole line of single letters

const ALL_BOLD = 0.95; // share of a line's characters: a bold word that opens a paragraph makes no heading of it

const LONE_MARK = /^(?:[•▪◦‣·●○■□–—*-]|\(?[\p{L}\d]{1,3}[.)]|\d+(?:\.\d+)*\.?)$/u;

/** Joins runs that stand side by side. Runs come in the order they were drawn, which keeps neighbours together. */
export function toSegments(runs: readonly Run[]): Segment[] {
  const open: Segment[] = [];
  for (const run of runs) {
    const home = open.findLast((segment, index) => index >= open.length - 8 && adjoins(segment, run));
    if (!home) open.push({ runs: [run], u0: run.u0, u1: run.u1, v: run.v, size: run.size });
    else if (!isOverprint(home, run)) extend(home, run);
  }
  return mergeSegments(open);
}

function adjoins(segment: Segment, run: { u0: number; u1: number; v: number; size: number }): boolean {
  const size = Math.max(segment.size, run.size);
  if (Math.abs(segment.v - run.v) > size * SAME_BASELINE) return false;
  const gap = Math.max(run.u0 - segment.u1, segment.u0 - run.u1);
  return gap <= Math.min(segment.size, run.size) * WORD_GAP;
}

function isOverprint({ runs }: Segment, run: Run): boolean {
  return runs
    .slice(-OVERPRINT_RUNS)
    .some(
      ({ text, u0, v }) =>
        text === run.text && Math.abs(u0 - run.u0) < run.size * OVERPRINT && Math.abs(v - run.v) < run.size * OVERPRINT,
    );
}

function extend(segment: Segment, run: Run): void {
  segment.runs.push(run);
  segment.u0 = Math.min(segment.u0, run.u0);
  segment.u1 = Math.max(segment.u1, run.u1);
  if (run.size > segment.size) {
    segment.size = run.size;
    segment.v = run.v; // the larger text sets the baseline, not its superscript
  }
}

/** Joins segments that met only after both had grown, as words drawn out of order do. */
function mergeSegments(segments: Segment[]): Segment[] {
  const byPlace = [...segments].sort((a, b) => b.v - a.v || a.u0 - b.u0);
  const merged: Segment[] = [];
  for (const segment of byPlace) {
    const home = merged.findLast((other, index) => index >= merged.length - 8 && sameLine(other, segment));
    if (home) for (const run of segment.runs) extend(home, run);
    else merged.push(segment);
  }
  return merged;
}

function sameLine(a: Segment, b: Segment): boolean {
  return Math.abs(a.v - b.v) <= Math.min(a.size, b.size) * 0.1 && adjoins(a, b);
}

/** Lines of one column from top to bottom; segments far apart on one baseline become the cells of a table row. */
export function toLines(segments: readonly Segment[], column: number, page: number): Line[] {
  const left = Math.min(...segments.map(({ u0 }) => u0));
  const right = Math.max(...segments.map(({ u1 }) => u1));
  return toRows(segments).map((row) => toLine(row, { left, right, column, page }));
}

function toRows(segments: readonly Segment[]): Segment[][] {
  const rows: Segment[][] = [];
  let baseline = Number.POSITIVE_INFINITY;
  let height = 0;
  for (const segment of [...segments].sort((a, b) => b.v - a.v || a.u0 - b.u0)) {
    const row = rows.at(-1);
    const tolerance = Math.max(height, segment.size) * SAME_BASELINE;
    if (row && baseline - segment.v <= tolerance && !overlapsAny(row, segment)) {
      row.push(segment);
      height = Math.max(height, segment.size);
    } else {
      rows.push([segment]);
      baseline = segment.v;
      height = segment.size;
    }
  }
  return rows;
}

function overlapsAny(row: readonly Segment[], { u0, u1, size }: Segment): boolean {
  return row.some((other) => Math.min(other.u1, u1) - Math.max(other.u0, u0) > size * 0.5);
}

type Place = Pick<Line, "left" | "right" | "column" | "page">;

function toLine(row: readonly Segment[], place: Place): Line {
  const runs = row.flatMap((segment) => segment.runs);
  const rtl = isRightToLeft(runs);
  const cells = [...row].sort((a, b) => (rtl ? b.u1 - a.u1 : a.u0 - b.u0));
  let text = "";
  let table = false;
  for (const [index, cell] of cells.entries()) {
    const before = cells[index - 1];
    if (before) {
      const gap = rtl ? before.u0 - cell.u1 : cell.u0 - before.u1;
      const isCell = gap > cell.size * CELL_GAP && !(index === 1 && LONE_MARK.test(text));
      table ||= isCell;
      text += isCell ? "\t" : " ";
    }
    text += joinRuns(inReadingDirection(cell.runs, rtl));
  }
  const bold = charactersWhere(runs, (run) => run.bold) >= charactersWhere(runs, () => true) * ALL_BOLD;
  const tags = runs.map(({ tag }) => tag);
  return {
    text,
    u0: Math.min(...runs.map(({ u0 }) => u0)),
    u1: Math.max(...runs.map(({ u1 }) => u1)),
    v: median(runs.map(({ v }) => v)),
    size: mainSize(runs),
    bold,
    tag: tags.includes(null) ? null : Math.min(...tags.map((tag) => tag ?? 1)),
    table,
    rtl,
    ...place,
  };
}

/** Text of runs in reading order, with a blank where the gap between two is one. */
function joinRuns(runs: readonly Run[]): string {
  let text = "";
  let before: Run | undefined;
  for (const run of runs) {
    if (before && isBlankBetween(before, run)) text += " ";
    text += run.text;
    before = run;
  }
  return text.replaceAll(/ {2,}/g, " ");
}

function isBlankBetween(before: Run, run: Run): boolean {
  const last = before.text.slice(-1);
  const first = run.text.charAt(0);
  if (CJK.test(last) || CJK.test(first)) return false;
  const gap = Math.max(run.u0 - before.u1, before.u0 - run.u1);
  const mixed = HANGUL.test(last) !== HANGUL.test(first);
  return gap > Math.min(before.size, run.size) * (mixed ? BLANK_BY_HANGUL : BLANK);
}

function isRightToLeft(runs: readonly Run[]): boolean {
  let rtl = 0;
  let ltr = 0;
  for (const { text } of runs) {
    for (const character of text) {
      if (RTL_LETTER.test(character)) rtl++;
      else if (/\p{L}/u.test(character)) ltr++;
    }
  }
  return rtl > ltr;
}

function charactersWhere(runs: readonly Run[], accept: (run: Run) => boolean): number {
  return runs.reduce((sum, run) => sum + (accept(run) ? run.text.length : 0), 0);
}

/** The size most characters have, to half a point. */
function mainSize(runs: readonly Run[]): number {
  const characters = new Map<number, number>();
  for (const { size, text } of runs) {
    const rounded = Math.round(size * 2) / 2;
    characters.set(rounded, (characters.get(rounded) ?? 0) + text.length);
  }
  return [...characters].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
