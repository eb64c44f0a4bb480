/**
 * Sentences of a text in any script: `Intl.Segmenter` on one paragraph at a time, with repairs for what the Unicode
 * rules cannot know (abbreviations, initials, ordinals, list numbers, and lines that a fixed width has broken).
 */
import { BEFORE_ANYTHING, BEFORE_NUMBER, GERMAN_ORDINAL_NOUNS, SENTENCE_OPENERS } from "./abbreviations.ts";
import type { Span } from "./types.ts";
import { paragraphs, segmenter, trimmed } from "./words.ts";

const WINDOW = 8_000; // code units handed to the segmenter at once
const LIST_MARK = /^\s*(?:[-*•‣◦▪·–—]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)/i;
const LAST_TOKEN = /([\p{L}\p{N}][\p{L}\p{N}.\p{M}'’-]*|\p{L})\.$/u;
const OPENING_MARKS = /[\p{Ps}\p{Pi}]+$/u;
const FIRST_WORD = /^[^\p{L}\p{N}]*([\p{L}\p{N}\p{M}]+)/u;

/** Sentences in order, without the white space around them. Every letter and digit of the text is in one of them. */
export function* sentences(text: string, language: string): Generator<Span> {
  for (const paragraph of paragraphs(text)) {
    for (const flow of flows(text, paragraph)) yield* sentencesOfFlow(text, flow, language);
  }
}

export function countSentences(text: string, language: string): number {
  let count = 0;
  for (const _ of sentences(text, language)) count++;
  return count;
}

/**
 * Splits a paragraph where a line break means something: at list items, table rows, and after lines that end well
 * short of the paragraph's width (verses, addresses, headings). Other line breaks are only a fixed width.
 */
function* flows(text: string, paragraph: Span): Generator<Span> {
  const lines: Span[] = [];
  let width = 0;
  for (let start = paragraph.start; start <= paragraph.end; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 || found > paragraph.end ? paragraph.end : found;
    lines.push({ start, end });
    width = Math.max(width, end - start);
    start = end + 1;
  }
  let open: Span | null = null;
  let previousLength = 0;
  for (const line of lines) {
    const content = text.slice(line.start, Math.min(line.end, line.start + 200));
    const goesOn =
      open !== null && previousLength >= width * 0.6 && !LIST_MARK.test(content) && !content.includes("\t");
    if (open && goesOn) open.end = line.end;
    else {
      if (open) yield open;
      open = { ...line };
    }
    previousLength = content.includes("\t") ? 0 : line.end - line.start;
  }
  if (open) yield open;
}

function* sentencesOfFlow(text: string, flow: Span, language: string): Generator<Span> {
  let pending: Span | null = null;
  for (const candidate of candidates(text, flow, language)) {
    for (const span of trimmed(text, candidate.start, candidate.end)) {
      if (pending && belongTogether(text, pending, span, language)) pending = { start: pending.start, end: span.end };
      else {
        if (pending) yield pending;
        pending = span;
      }
    }
  }
  if (pending) yield pending;
}

/** The segmenter's own sentences, window by window; the last of a window is begun anew in the next. */
function* candidates(text: string, flow: Span, language: string): Generator<Span> {
  const segments = segmenter(language, "sentence");
  let from = flow.start;
  while (from < flow.end) {
    const to = Math.min(flow.end, from + WINDOW);
    // A line break always ends a sentence for the segmenter; here it is only white space.
    const content = text.slice(from, to).replaceAll("\n", " ");
    let next = from;
    for (const { segment, index } of segments.segment(content)) {
      const end = from + index + segment.length;
      if (end === to && to < flow.end && next > from) break;
      // Without a blank before it, as in Chinese, an opening quote counts as the end of the sentence before.
      const opening = end < to ? (OPENING_MARKS.exec(segment)?.[0].length ?? 0) : 0;
      yield { start: next, end: end - opening };
      next = end - opening;
    }
    from = next;
  }
}

function belongTogether(text: string, before: Span, after: Span, language: string): boolean {
  const next = text.slice(after.start, Math.min(after.end, after.start + 60));
  const previous = text.slice(Math.max(before.start, before.end - 60), before.end);
  if (!/[\p{L}\p{N}]/u.test(text.slice(after.start, after.end))) return true; // a closing quote or bracket left alone
  if (/^\p{Ll}/u.test(next)) return !/[。！？]$/u.test(previous); // “Why?” he asked
  if (!previous.endsWith(".")) return false;

  const whole = text.slice(before.start, before.end);
  if (whole.length <= 8 && /^\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,5}|[a-zA-Z])\.$/.test(whole)) return true; // "1. Scope"

  const token = LAST_TOKEN.exec(previous)?.[1] ?? "";
  const word = FIRST_WORD.exec(next)?.[1]?.toLowerCase() ?? "";
  const key = token.toLowerCase();
  if (BEFORE_ANYTHING.has(key)) return true;
  if (BEFORE_NUMBER.has(key)) return /^[(["“]?\d/.test(next);
  if (language === "de" && /^\d{1,2}$/.test(token)) return GERMAN_ORDINAL_NOUNS.has(word);
  const initial = /^(?:\p{Lu}\.?-?)*\p{Lu}$/u.test(token) && (token.length === 1 || token.includes("."));
  return initial && !SENTENCE_OPENERS.has(word);
}
