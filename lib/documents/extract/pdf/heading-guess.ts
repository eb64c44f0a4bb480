/**
 * Headings of a PDF: by its structure tags where it has them, else by what sets a paragraph off from the body
 * (size, weight, numbering).
 */
import type { SectionMethod } from "../../types.ts";
import type { Line } from "./geometry.ts";
import type { Paragraph } from "./paragraphs.ts";

export type GuessedHeading = { paragraph: number; level: number }; // index into the paragraphs

const MAX_LENGTH = 160;
const MAX_LINES = 4;
const LARGER = 1.12; // than the body
const NUMBERED =
  /^(?:(?:chapter|section|part|appendix|kapitel|chapitre|capítulo|глава|раздел)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?=\.)|[IVX]{1,5}(?=\.))[.)]?\s+(?=\S)/iu;
const CJK_NUMBERED = /^第[一二三四五六七八九十百\d]{1,4}[章节節部分编編篇条]/u;
const LOWEST_LETTERS = 2;

/** The font size of most characters: the body's. */
export function bodySizeOf(pages: readonly Line[][]): number {
  const characters = new Map<number, number>();
  for (const { size, text } of pages.flat()) characters.set(size, (characters.get(size) ?? 0) + text.length);
  return [...characters].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}

export function guessHeadings(
  paragraphs: readonly Paragraph[],
  bodySize: number,
): { headings: GuessedHeading[]; method: SectionMethod } {
  const tagged = paragraphs.flatMap(({ lines }, paragraph) => {
    const level = lines[0]?.tag ?? null;
    return level === null ? [] : [{ paragraph, level }];
  });
  if (tagged.length > 0) return { headings: tagged, method: "headings" };
  return { headings: bySetting(paragraphs, bodySize), method: "heuristic" };
}

type Style = { size: number; bold: boolean };

function bySetting(paragraphs: readonly Paragraph[], bodySize: number): GuessedHeading[] {
  const boldBody = isMostlyBold(paragraphs);
  const candidates = paragraphs.flatMap((paragraph, index) => {
    const first = paragraph.lines[0];
    if (!first || !couldBeHeading(paragraph)) return [];
    const larger = first.size >= bodySize * LARGER;
    const bold = first.bold && !boldBody && first.size >= bodySize * 0.95;
    return larger || bold ? [{ index, style: { size: first.size, bold: first.bold }, text: paragraph.text }] : [];
  });
  const ranks = rankStyles(candidates.map(({ style }) => style));
  const headings = candidates
    .filter(({ index }) => !isLastOfMany(paragraphs, index))
    .map(({ index, style, text }) => ({
      paragraph: index,
      size: style.size,
      depth: numberDepth(text),
      rank: ranks.get(keyOf(style)) ?? 1,
    }));
  const below = hasTitle(headings) ? 1 : 0;
  return withoutSkippedLevels(
    headings.map(({ paragraph, depth, rank }) => ({ paragraph, level: depth === null ? rank : depth + below })),
  );
}

type Candidate = { size: number; depth: number | null };

/** A first heading without number, larger than every numbered one, is the title that all of those stand under. */
function hasTitle(headings: readonly Candidate[]): boolean {
  const [first] = headings;
  const numbered = headings.filter(({ depth }) => depth !== null);
  return first !== undefined && first.depth === null && numbered.every(({ size }) => size < first.size);
}

function couldBeHeading({ text, lines }: Paragraph): boolean {
  if (text.length > MAX_LENGTH || lines.length > MAX_LINES || lines.some(({ table }) => table)) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < LOWEST_LETTERS || letters * 2 < text.replaceAll(/\s/g, "").length) return false;
  if (/^[•▪◦‣·●○–—*-]\s/.test(text)) return false;
  return !/[,;:]$/.test(text) && (!/[.。]$/u.test(text) || NUMBERED.test(text) || /\b\p{Lu}\.$/u.test(text));
}

/** A heading has a body somewhere below: the very last paragraph is a signature, not a heading. */
function isLastOfMany(paragraphs: readonly Paragraph[], index: number): boolean {
  return index === paragraphs.length - 1 && paragraphs.length > 1;
}

function isMostlyBold(paragraphs: readonly Paragraph[]): boolean {
  let bold = 0;
  let all = 0;
  for (const { lines } of paragraphs) {
    for (const line of lines) {
      all += line.text.length;
      if (line.bold) bold += line.text.length;
    }
  }
  return bold * 3 > all;
}

function keyOf({ size, bold }: Style): string {
  return `${size} ${bold}`;
}

/** Levels by size, the largest first; at one size bold stands above plain. At most six. */
function rankStyles(styles: readonly Style[]): Map<string, number> {
  const distinct = [...new Map(styles.map((style) => [keyOf(style), style])).values()];
  distinct.sort((a, b) => b.size - a.size || Number(b.bold) - Number(a.bold));
  return new Map(distinct.map((style, index) => [keyOf(style), Math.min(6, index + 1)]));
}

function numberDepth(text: string): number | null {
  if (CJK_NUMBERED.test(text)) return 1;
  const match = NUMBERED.exec(text);
  if (!match) return null;
  return Math.min(6, (match[0].match(/\d+/g)?.length ?? 1) || 1);
}

/** Levels in the same order, but without gaps: 1, 3, 4 become 1, 2, 3. At most six. */
function withoutSkippedLevels(headings: readonly GuessedHeading[]): GuessedHeading[] {
  const levels = [...new Set(headings.map(({ level }) => level))].sort((a, b) => a - b);
  return headings.map(({ paragraph, level }) => ({ paragraph, level: Math.min(6, levels.indexOf(level) + 1) }));
}
