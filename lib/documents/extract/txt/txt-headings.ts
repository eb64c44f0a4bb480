/**
 * Headings of plain text: marked ones (`#`, underlines), else what stands alone between blank lines and is numbered or
 * in capitals.
 */
import type { SectionMethod, Span } from "../../types.ts";
import type { Heading } from "../sections.ts";

const MAX_LENGTH = 120;
const MAX_CAPITALS = 80;

const HASHES = /^(#{1,6})[ \t]+(\S.*?)[ \t]*#*$/;
const UNDERLINE = /^([=\-~^*"])\1{2,}[ \t]*$/;
const UNDERLINE_LEVELS: Record<string, number> = { "=": 1, "-": 2, "~": 3, "^": 3, "*": 3, '"': 4 };
const FENCE = /^(?:```|~~~)/;
const CHAPTER =
  /^(?:(?:chapter|part|book|section|appendix|kapitel|teil|chapitre|partie|capítulo|parte|capitolo|глава|часть|раздел)\s+(?:\d+|[ivxlc]+)\b|第[一二三四五六七八九十百千\d]{1,5}[章节節部回編编篇])/iu;
const NUMBERED = /^(\d{1,3}(?:\.\d{1,3})*)[.)]?[ \t]+(?=["“(]?[\p{Lu}\p{Lo}])/u;
const ENDS_LIKE_SENTENCE = /[.,;:!?。，；：！？]$/u;

export function txtHeadings(text: string): { headings: Heading[]; method: SectionMethod } {
  const marked: Heading[] = [];
  const guessed: (Heading & { depth: number | null })[] = [];
  let fenced = false;
  let before = ""; // trimmed text of the line before
  for (const [line, next] of linesWithNext(text)) {
    const content = text.slice(line.start, Math.min(line.end, line.start + MAX_LENGTH * 4)).trimEnd();
    if (FENCE.test(content)) fenced = !fenced;
    const heading = fenced ? null : (hashed(content) ?? underlined(content, before, text.slice(next.start, next.end)));
    if (heading) marked.push({ start: line.start, ...heading });
    else if (!fenced && before === "" && standsAlone(content, text.slice(next.start, next.end))) {
      const found = numberedOrCapital(content.trim());
      if (found) guessed.push({ start: line.start, ...found });
    }
    before = content.trim();
  }
  if (marked.length >= 2) return { headings: marked, method: "headings" };
  const kept = guessed.filter(({ depth }, index) => depth === null || !isListItem(text, guessed, index));
  const headings = [...marked, ...kept].sort((a, b) => a.start - b.start);
  return {
    headings: headings.map(({ start, level, title }) => ({ start, level, title })),
    method: marked.length > 0 ? "headings" : "heuristic",
  };
}

/** Each line with the one after it, which is empty past the end. */
function* linesWithNext(text: string): Generator<[line: Span, next: Span]> {
  let line = lineAt(text, 0);
  while (line) {
    const next: Span | null = lineAt(text, line.end + 1);
    yield [line, next ?? { start: text.length, end: text.length }];
    line = next;
  }
}

function lineAt(text: string, start: number): Span | null {
  if (start > text.length) return null;
  const end = text.indexOf("\n", start);
  return { start, end: end < 0 ? text.length : end };
}

type Found = { level: number; title: string };

function hashed(content: string): Found | null {
  const match = content.startsWith("#") ? HASHES.exec(content) : null;
  return match ? { level: match[1]!.length, title: match[2]! } : null;
}

function underlined(content: string, before: string, next: string): Found | null {
  const title = content.trim();
  if (before !== "" || title === "" || title.length > MAX_LENGTH || UNDERLINE.test(title)) return null;
  const mark = UNDERLINE.exec(next)?.[1];
  if (mark === undefined || next.trimEnd().length * 2 < title.length) return null;
  return { level: UNDERLINE_LEVELS[mark] ?? 3, title };
}

function standsAlone(content: string, next: string): boolean {
  return content !== "" && content.length <= MAX_LENGTH && next.trim() === "";
}

function numberedOrCapital(content: string): (Found & { depth: number | null }) | null {
  if (CHAPTER.test(content)) return { level: 1, title: content, depth: null };
  if (ENDS_LIKE_SENTENCE.test(content)) return null;
  const number = NUMBERED.exec(content)?.[1];
  if (number !== undefined) {
    const depth = number.split(".").length;
    return { level: Math.min(6, depth), title: content, depth };
  }
  return isCapitals(content) ? { level: 1, title: content, depth: null } : null;
}

function isCapitals(content: string): boolean {
  if (content.length > MAX_CAPITALS) return false;
  const upper = content.match(/\p{Lu}/gu)?.length ?? 0;
  return upper >= 4 && !/\p{Ll}/u.test(content);
}

/** Numbered lines with nothing but blank lines between them are a list. */
function isListItem(text: string, all: readonly (Heading & { depth: number | null })[], index: number): boolean {
  const own = all[index]!;
  const isNeighbour = (other: Heading & { depth: number | null }, from: Heading, to: Heading) =>
    other.depth === own.depth && text.slice(from.start + from.title.length, to.start).trim() === "";
  const next = all[index + 1];
  const last = all[index - 1];
  return (next !== undefined && isNeighbour(next, own, next)) || (last !== undefined && isNeighbour(last, last, own));
}
