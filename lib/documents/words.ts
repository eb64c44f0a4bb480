/**
 * Words and paragraphs of a text in any script.
 *
 * A word is a word-like segment of `Intl.Segmenter` (Unicode UAX #29, with dictionaries for Chinese, Japanese, Thai
 * and their like). The segmenter is given one paragraph at a time, long ones in pieces: its time and memory can grow
 * with the square of its input.
 */
import type { Span } from "./types.ts";

export type Word = Span & { text: string };

const MAX_PIECE = 4_000; // code units handed to the segmenter at once
const CUT_AFTER = /[\s。！？；，、．]/u;

const segmenters = new Map<string, Intl.Segmenter>();

/** The segmenter of a language, made once. An unknown one reads as English, never as the machine's own locale. */
export function segmenter(language: string, granularity: "word" | "sentence"): Intl.Segmenter {
  const key = `${granularity} ${language}`;
  let found = segmenters.get(key);
  if (!found) {
    const known = language !== "und" && Intl.Segmenter.supportedLocalesOf([language]).length > 0;
    found = new Intl.Segmenter(known ? language : "en", { granularity });
    segmenters.set(key, found);
  }
  return found;
}

/** Paragraphs of a text: stretches between blank lines, without the white space around them. In order, none empty. */
export function* paragraphs(text: string): Generator<Span> {
  const gap = /\n[^\S\n]*\n\s*/g;
  let start = 0;
  for (const match of text.matchAll(gap)) {
    yield* trimmed(text, start, match.index);
    start = match.index + match[0].length;
  }
  yield* trimmed(text, start, text.length);
}

/** Words of a text with their offsets, in order. */
export function* words(text: string, language: string): Generator<Word> {
  const segments = segmenter(language, "word");
  for (const piece of pieces(text)) {
    for (const { segment, index, isWordLike } of segments.segment(text.slice(piece.start, piece.end))) {
      if (!isWordLike) continue;
      const start = piece.start + index;
      yield { text: segment, start, end: start + segment.length };
    }
  }
}

/** Number of words: the unit of every length a caller sees. */
export function countWords(text: string, language: string): number {
  const segments = segmenter(language, "word");
  let count = 0;
  for (const piece of pieces(text)) {
    for (const { isWordLike } of segments.segment(text.slice(piece.start, piece.end))) {
      if (isWordLike) count++;
    }
  }
  return count;
}

/** The span without white space at its ends; nothing when nothing is left. */
export function* trimmed(text: string, start: number, end: number): Generator<Span> {
  let from = start;
  let to = end;
  while (from < to && isSpace(text, from)) from++;
  while (to > from && isSpace(text, to - 1)) to--;
  if (to > from) yield { start: from, end: to };
}

function isSpace(text: string, index: number): boolean {
  return text.charAt(index).trim() === "";
}

function* pieces(text: string): Generator<Span> {
  for (const { start, end } of paragraphs(text)) {
    let from = start;
    while (end - from > MAX_PIECE) {
      const to = cutBefore(text, from, from + MAX_PIECE);
      yield { start: from, end: to };
      from = to;
    }
    yield { start: from, end };
  }
}

/** The last place up to `limit` where no word goes on: after white space or punctuation, else between characters. */
export function cutBefore(text: string, start: number, limit: number): number {
  for (let at = limit; at > start + 1; at--) {
    if (CUT_AFTER.test(text.charAt(at - 1))) return at;
  }
  const code = text.charCodeAt(limit);
  const splitsPair = code >= 0xdc00 && code <= 0xdfff;
  return splitsPair ? limit - 1 : limit;
}
