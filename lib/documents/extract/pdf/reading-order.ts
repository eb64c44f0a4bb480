/**
 * The order in which the columns of a page are read.
 *
 * A page is cut into bands from top to bottom; where a gutter parts a band into two sides of running text, the left
 * side is read before the right one. Three columns come from cutting a side again. Tables look much the same, but
 * their cells are short, and their rows stay together.
 */
import { median, RTL_LETTER, type Segment, UNSPACED } from "./geometry.ts";

const MIN_GUTTER = 0.6; // font sizes
const MIN_LINES = 3; // on each side, before a gutter is believed
const MIN_CHARACTERS = 14; // in the middling line of a column of running text
const MIN_FILL = 0.55; // share of its side's width that such a line takes up
const MAX_DEPTH = 3; // up to eight columns
const STEP = 3; // points; gutters nearer than this are one

/** Gutters seen on earlier pages: on those even a short last column is believed. */
export type KnownGutters = Set<number>;

const NO_GUTTERS: KnownGutters = new Set();

/** Columns of a page in reading order. */
export function readingOrder(segments: readonly Segment[], known: KnownGutters, depth = 0): Segment[][] {
  if (segments.length === 0) return [];
  const cut = depth < MAX_DEPTH ? bestCut(segments, known) : null;
  if (!cut) return [[...segments]];
  known.add(rounded(cut.gutter));
  const rtl = mostlyRightToLeft(segments);
  return cut.bands.flatMap((band) => {
    if (!band.parted) return [band.left];
    const sides = rtl ? [band.right, band.left] : [band.left, band.right];
    return sides.flatMap((side) => readingOrder(side, known, depth + 1));
  });
}

type Band = { parted: boolean; left: Segment[]; right: Segment[] }; // an unparted band has all in `left`
type Cut = { gutter: number; bands: Band[]; lines: number };

function bestCut(segments: readonly Segment[], known: KnownGutters): Cut | null {
  if (segments.length < MIN_LINES * 2) return null;
  const fromTop = [...segments].sort((a, b) => b.v - a.v || a.u0 - b.u0);
  let best: Cut | null = null;
  for (const gutter of candidates(segments)) {
    const bands = bandsAt(fromTop, gutter, known.has(rounded(gutter)));
    const lines = bands.reduce((sum, band) => sum + (band.parted ? band.left.length + band.right.length : 0), 0);
    if (lines > (best?.lines ?? 0)) best = { gutter, bands, lines };
  }
  return best;
}

/** Places just left of where segments begin, leaving out the outer edges. */
function candidates(segments: readonly Segment[]): number[] {
  const left = Math.min(...segments.map(({ u0 }) => u0));
  const right = Math.max(...segments.map(({ u1 }) => u1));
  const margin = (right - left) * 0.12;
  const counts = new Map<number, number>();
  for (const { u0 } of segments) {
    if (u0 > left + margin && u0 < right - margin) counts.set(rounded(u0), (counts.get(rounded(u0)) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 12)
    .map(([place]) => place - STEP);
}

function rounded(place: number): number {
  return Math.round(place / STEP) * STEP;
}

/** Bands from top to bottom: a segment across the gutter ends one and begins another. */
function bandsAt(fromTop: readonly Segment[], gutter: number, known: boolean): Band[] {
  const bands: Band[] = [];
  let across: Segment[] = [];
  let left: Segment[] = [];
  let right: Segment[] = [];
  const closeSides = () => {
    if (isParted(left, right, known)) {
      if (across.length > 0) bands.push({ parted: false, left: across, right: [] });
      bands.push({ parted: true, left, right });
      across = [];
    } else across.push(...left, ...right);
    left = [];
    right = [];
  };
  for (const segment of fromTop) {
    if (segment.u1 <= gutter + STEP) left.push(segment);
    else if (segment.u0 >= gutter - STEP) right.push(segment);
    else {
      closeSides();
      across.push(segment);
    }
  }
  closeSides();
  if (across.length > 0) bands.push({ parted: false, left: across, right: [] });
  return bands;
}

function isParted(left: readonly Segment[], right: readonly Segment[], known: boolean): boolean {
  const fewest = Math.min(left.length, right.length);
  if (fewest < (known ? 1 : MIN_LINES)) return false;
  const size = median(left.map((segment) => segment.size));
  const gap = Math.min(...right.map(({ u0 }) => u0)) - Math.max(...left.map(({ u1 }) => u1));
  if (gap < size * MIN_GUTTER) return false;
  // On a known gutter one side may be a figure, a listing or the last two lines of the text.
  if (known) return left.length + right.length >= MIN_LINES * 2 && (isRunningText(left) || isRunningText(right));
  return isColumnOrColumns(left) && isColumnOrColumns(right) && overlapInHeight(left, right);
}

/** A side of several columns is wider than any of its lines: then each of those columns must pass. */
function isColumnOrColumns(side: readonly Segment[]): boolean {
  return isRunningText(side) || bestCut(side, NO_GUTTERS) !== null;
}

function isRunningText(side: readonly Segment[]): boolean {
  const from = Math.min(...side.map(({ u0 }) => u0));
  const to = Math.max(...side.map(({ u1 }) => u1));
  const fill = median(side.map(({ u0, u1 }) => (u1 - u0) / (to - from)));
  return median(side.map(characters)) >= MIN_CHARACTERS && fill >= MIN_FILL;
}

/** A Chinese or Japanese character says as much as two letters. */
function characters({ runs }: Segment): number {
  return runs.reduce((sum, { text }) => sum + text.length * (UNSPACED.test(text) ? 2 : 1), 0);
}

function overlapInHeight(a: readonly Segment[], b: readonly Segment[]): boolean {
  const top = Math.min(Math.max(...a.map(({ v }) => v)), Math.max(...b.map(({ v }) => v)));
  const bottom = Math.max(Math.min(...a.map(({ v }) => v)), Math.min(...b.map(({ v }) => v)));
  return top > bottom;
}

function mostlyRightToLeft(segments: readonly Segment[]): boolean {
  const rtl = segments.filter(({ runs }) => runs.some(({ text }) => RTL_LETTER.test(text))).length;
  return rtl * 2 > segments.length;
}
