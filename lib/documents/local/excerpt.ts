/** The stretch of text that is shown as a source: the best sentence, and as much of its passage as fits beside it. */
import type { Span } from "../types.ts";
import { cutBefore } from "../words.ts";
import type { Sentence } from "./document-model.ts";

export const EXCERPT_LIMIT = 300; // code units

/**
 * @param passage the sentences around `best`, `best` among them
 * @param hits positions of the question's words within the best sentence, for the case that it alone is too long
 * @returns a span of at most 300 code units; whole sentences where they fit, else cut between words
 */
export function excerptOf(text: string, best: Sentence, passage: readonly Sentence[], hits: readonly number[]): Span {
  if (best.end - best.start > EXCERPT_LIMIT) return densest(text, best, hits);
  let { start, end } = best;
  let before = passage.findLast((sentence) => sentence.end <= start);
  let after = passage.find((sentence) => sentence.start >= end);
  for (let grown = true; grown; ) {
    grown = false;
    if (after && after.end - start <= EXCERPT_LIMIT) {
      end = after.end;
      after = passage.find((sentence) => sentence.start >= end);
      grown = true;
    }
    if (before && end - before.start <= EXCERPT_LIMIT) {
      start = before.start;
      before = passage.findLast((sentence) => sentence.end <= start);
      grown = true;
    }
  }
  if (after) end = trimmedEnd(text, end, cutBefore(text, end, Math.min(after.end, start + EXCERPT_LIMIT)));
  return { start, end };
}

/** The window of a long sentence that holds most hits, the earliest of equals. */
function densest(text: string, { start, end }: Span, hits: readonly number[]): Span {
  let from = start;
  let most = 0;
  for (const [index, hit] of hits.entries()) {
    let count = 0;
    while (index + count < hits.length && hits[index + count]! - hit < EXCERPT_LIMIT - 60) count++;
    if (count > most) {
      most = count;
      from = hit;
    }
  }
  // A little of what stands before the first hit, from the beginning of a word on.
  const wanted = Math.max(start, Math.min(from - 40, end - EXCERPT_LIMIT));
  const begin = wanted === start ? start : wordStart(text, wanted, from);
  const limit = Math.min(end, begin + EXCERPT_LIMIT);
  return { start: begin, end: limit === end ? end : trimmedEnd(text, begin, cutBefore(text, begin, limit)) };
}

function wordStart(text: string, wanted: number, before: number): number {
  for (let at = wanted; at < before; at++) if (/\s/.test(text.charAt(at - 1))) return at;
  return before;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let to = end;
  while (to > start && /\s/.test(text.charAt(to - 1))) to--;
  return to;
}
