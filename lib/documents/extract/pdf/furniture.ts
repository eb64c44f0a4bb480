/**
 * Running heads, footers and page numbers: lines that repeat at the top or bottom of at least half of the pages.
 *
 * Numbers are masked, so that "Page 3 of 12" repeats on page 4. A repeating line is left alone when it looks like body
 * text that merely begins the same way on many pages: larger than the body, or full width and close to what follows.
 */
import type { Line } from "./geometry.ts";

const MIN_PAGES = 4;
const EDGE_LINES = 4; // looked at from each end of a page
const SET_OFF = 1.6; // gap to the body, in font sizes, that sets a line off
const SHORT = 0.7; // share of the text's width

/** The pages without their furniture. */
export function withoutFurniture(pages: readonly Line[][], bodySize: number): Line[][] {
  const withText = pages.filter((lines) => lines.length > 0).length;
  if (withText < MIN_PAGES) return [...pages];
  const edges = pages.map((lines) => edgeLines(lines, bodySize));
  const counts = new Map<string, number>();
  for (const edge of edges) {
    for (const key of new Set(edge.map((line) => keyOf(line)))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const furniture = edges.map((edge) => new Set(edge.filter((line) => (counts.get(keyOf(line)) ?? 0) * 2 >= withText)));
  const left = pages.map((lines, index) => lines.filter((line) => !furniture[index]!.has(line)));
  const emptied = left.filter((lines, index) => lines.length === 0 && pages[index]!.length > 0).length;
  // Pages of one line each, all alike, are the document and not its furniture.
  return emptied * 2 > withText ? [...pages] : left;
}

function keyOf({ text }: Line): string {
  const masked = text
    .toLowerCase()
    .replaceAll(/\p{N}+/gu, "#")
    .replaceAll(/\s+/g, " ");
  return /^[ivxlc]+$/.test(masked) ? "#" : masked;
}

/** Lines near the top and bottom that could be furniture, each set off from the body or set off by those beyond it. */
function edgeLines(lines: readonly Line[], bodySize: number): Line[] {
  const fromTop = [...lines].sort((a, b) => b.v - a.v);
  const width = Math.max(...lines.map(({ u1 }) => u1)) - Math.min(...lines.map(({ u0 }) => u0));
  return [...plausible(fromTop, bodySize, width), ...plausible([...fromTop].reverse(), bodySize, width)];
}

function plausible(fromEdge: readonly Line[], bodySize: number, width: number): Line[] {
  const found: Line[] = [];
  for (const [index, line] of fromEdge.slice(0, EDGE_LINES).entries()) {
    if (line.size > bodySize * 1.15 || line.tag !== null) continue;
    const inner = fromEdge[index + 1];
    const setOff =
      !inner || Math.abs(line.v - inner.v) > line.size * SET_OFF || Math.abs(line.size - inner.size) >= 0.5;
    if (setOff || line.u1 - line.u0 < width * SHORT) found.push(line);
  }
  return found;
}
