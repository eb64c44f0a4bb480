/**
 * From the lines of all pages to paragraphs.
 *
 * A line goes on in the next when it is full, that is when the next line's first word would not have fitted on it, and
 * nothing else speaks against it: style, distance, indent, a list mark.
 */
import { CJK, type Line, UNSPACED } from "./geometry.ts";

/** Lines that belong together, and the text they make; `breaks` tell where in it a new page begins. */
export type Paragraph = {
  text: string;
  lines: Line[];
  breaks: { page: number; offset: number }[];
  close: boolean; // follows the one before without a blank line: list items, rows of a table
};

const LIST_MARK = /^(?:[•▪◦‣·●○■□–—*-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}[.)])\s/;
const SENTENCE_END = /[.!?:;…。！？：；؟।](?:["'”’»)\]」』）]|\s)*$/u;
const HYPHEN_END = /\p{L}[-\u2010\u00ad]$/u;

/** How far apart the lines of a paragraph stand, in font sizes, by font size. */
export type Leading = Map<number, number>;

/** The commonest distance between neighbouring lines of a column, for each font size. */
export function usualLeading(pages: readonly Line[][]): Leading {
  const counts = new Map<number, Map<number, number>>();
  for (const lines of pages) {
    for (const [index, line] of lines.entries()) {
      const next = lines[index + 1];
      if (!next || next.column !== line.column || next.size !== line.size || !isFull(line, next)) continue;
      const distance = Math.round(((line.v - next.v) / line.size) * 20) / 20;
      if (distance < 0.8 || distance > 3) continue;
      const bySize = counts.get(line.size) ?? new Map<number, number>();
      bySize.set(distance, (bySize.get(distance) ?? 0) + 1);
      counts.set(line.size, bySize);
    }
  }
  const leading: Leading = new Map();
  for (const [size, distances] of counts) {
    const [best] = [...distances].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    if (best) leading.set(size, best[0]);
  }
  return leading;
}

export function toParagraphs(pages: readonly Line[][], leading: Leading, bodySize: number): Paragraph[] {
  const compounds = hyphenatedWords(pages);
  const paragraphs: Paragraph[] = [];
  let open: Paragraph | null = null;
  let before: Line | null = null;
  for (const line of pages.flat()) {
    if (open && before && goesOn(open, before, line, leading, bodySize)) append(open, before, line, compounds);
    else {
      open = { text: line.text, lines: [line], breaks: [], close: before !== null && standsClose(open, before, line) };
      paragraphs.push(open);
    }
    before = line;
  }
  return paragraphs;
}

function goesOn(open: Paragraph, before: Line, line: Line, leading: Leading, bodySize: number): boolean {
  if (before.table || line.table || before.tag !== line.tag) return false;
  if (Math.abs(before.size - line.size) > Math.max(0.5, before.size * 0.06)) return false;
  if (before.bold !== line.bold && !isMidSentence(before, line)) return false;
  if (before.page !== line.page || before.column !== line.column) return goesOnElsewhere(before, line, bodySize);
  const distance = (before.v - line.v) / line.size;
  if (distance < 0.4 || distance > (leading.get(line.size) ?? 1.3) * 1.22 + 0.05) return false;
  if (LIST_MARK.test(line.text) && !isHangingText(open, line)) return false;
  const display = line.size > bodySize * 1.15 || line.tag !== null; // headings are broken by taste, not by width
  if (display) return open.lines.length < 4;
  return isFull(before, line) && indentGoesOn(open, before, line);
}

/** A bold stretch may fill a line in the middle of a paragraph. */
function isMidSentence(before: Line, line: Line): boolean {
  return /^\p{Ll}/u.test(line.text) && !SENTENCE_END.test(before.text) && isFull(before, line);
}

/** A number at a line's start may be part of the sentence: only when the paragraph's own lines stand no further left. */
function isHangingText(open: Paragraph, line: Line): boolean {
  return !LIST_MARK.test(open.text) && /^\d/.test(line.text) && !SENTENCE_END.test(open.text.slice(-5)) && !line.rtl;
}

/** Whether the next line's first word would not have fitted on this one, so that the break was forced. */
function isFull(line: Line, next: Line): boolean {
  const rest = line.rtl ? line.u0 - line.left : line.right - line.u1;
  const characterWidth = (next.u1 - next.u0) / Math.max(1, next.text.length);
  return rest < (firstWordLength(next.text) + 1) * characterWidth * 1.1;
}

/** Chinese and Japanese break anywhere; where words are not parted by blanks the first one is a guess. */
function firstWordLength(text: string): number {
  if (CJK.test(text.charAt(0))) return 2;
  return UNSPACED.test(text.charAt(0)) ? 12 : text.split(/\s/, 1)[0]!.length;
}

function indentGoesOn(open: Paragraph, before: Line, line: Line): boolean {
  const inset = ({ u0, u1, left, right, rtl }: Line) => (rtl ? right - u1 : u0 - left);
  const change = (inset(line) - inset(before)) / line.size;
  if (change > 0.8) return LIST_MARK.test(open.text) && open.lines.length === 1;
  return change > -0.8 || open.lines.length === 1;
}

/** Over a column or page end: an unfinished, full line of body text goes on with anything but a new start. */
function goesOnElsewhere(before: Line, line: Line, bodySize: number): boolean {
  const body = Math.abs(line.size - bodySize) <= 0.6 && line.tag === null && !line.bold;
  if (!body || LIST_MARK.test(line.text) || SENTENCE_END.test(before.text)) return false;
  return isFull(before, line) || /^\p{Ll}/u.test(line.text);
}

function append(open: Paragraph, before: Line, line: Line, compounds: ReadonlySet<string>): void {
  const hyphenated = HYPHEN_END.test(open.text) && /^\p{Ll}/u.test(line.text);
  if (hyphenated) {
    if (!compounds.has(wordAcross(open.text, line.text))) open.text = open.text.slice(0, -1);
  } else if (!joinsWithoutBlank(open.text, line.text)) open.text += " ";
  if (line.page !== before.page) open.breaks.push({ page: line.page, offset: open.text.length });
  open.text += line.text;
  open.lines.push(line);
}

/** Words that have a hyphen wherever they stand: "mixed-mode" keeps it at a line end too. */
function hyphenatedWords(pages: readonly Line[][]): Set<string> {
  const found = new Set<string>();
  for (const { text } of pages.flat()) {
    for (const [word] of text.matchAll(/\p{L}+(?:[-\u2010]\p{L}+)+/gu)) found.add(word.toLowerCase());
  }
  return found;
}

function wordAcross(before: string, after: string): string {
  const start = /[\p{L}\u2010-]+$/u.exec(before)?.[0] ?? "";
  const end = /^[\p{L}\u2010-]+/u.exec(after)?.[0] ?? "";
  return (start + end).toLowerCase();
}

function joinsWithoutBlank(before: string, after: string): boolean {
  return UNSPACED.test(before.slice(-1)) || UNSPACED.test(after.charAt(0)) || /[\u00ad—]$/.test(before);
}

function standsClose(open: Paragraph | null, before: Line, line: Line): boolean {
  if (before.table && line.table) return true;
  return open !== null && LIST_MARK.test(open.text) && LIST_MARK.test(line.text);
}
