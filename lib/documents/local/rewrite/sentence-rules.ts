/** Rules for whole sentences: long ones are parted, and of a text that is to be shorter the least central ones go. */
import { sentences } from "../../sentences.ts";
import type { Extraction } from "../../types.ts";
import { countWords } from "../../words.ts";
import { readDocument } from "../document-model.ts";
import { salienceOf } from "../salience.ts";
import { capitalized, type Draft } from "./draft.ts";

const LONG = 28; // words; shorter sentences stay whole
const PART = 6; // words either part must have
const KEPT = 0.8; // of the words, in a text that is to be shorter
const FEWEST = 3; // sentences; of fewer none is dropped

/** Parts long sentences at a semicolon, or before "and", "but" and "so" when a clause of its own follows. */
export function splitSentences(draft: Draft, language: string): void {
  const long = [...sentences(draft.text, language)].filter(
    ({ start, end }) => countWords(draft.text.slice(start, end), language) >= LONG,
  );
  const joint =
    /;\s+(\p{L}+)|,\s+(and|but|so)\s+(?=(?:I|we|you|they|he|she|it|this|these|those|there|the|our|their|its)\s)(\p{L}+)/giu;
  let lastCut = -1;
  draft.apply("sentences_split", joint, ({ match }) => {
    const sentence = long.find(({ start, end }) => start < match.index && match.index < end);
    if (!sentence) return null;
    const from = Math.max(sentence.start, lastCut);
    const before = countWords(draft.text.slice(from, match.index), language);
    const after = countWords(draft.text.slice(match.index + 1, sentence.end), language) - 1;
    if (before < PART || after < PART) return null;
    lastCut = match.index;
    const [, afterSemicolon, conjunction, afterComma = ""] = match;
    if (afterSemicolon) return `. ${capitalized(afterSemicolon)}`;
    return /^and$/i.test(conjunction ?? "")
      ? `. ${capitalized(afterComma)}`
      : `. ${capitalized(conjunction ?? "")} ${afterComma}`;
  });
}

/** Drops the least central sentences until four fifths of the original's words are left, or two sentences. */
export function dropSentences(draft: Draft, extraction: Extraction, originalWords: number, titleEnd: number): void {
  const model = readDocument(extraction);
  const body = model.sentences.filter(({ start }) => start >= titleEnd);
  if (body.length < FEWEST) return;
  const scores = new Map(salienceOf(model, body).map(({ sentence, score }) => [sentence.index, score]));
  const weakest = [...body].sort(
    (a, b) => (scores.get(a.index) ?? 0) - (scores.get(b.index) ?? 0) || b.start - a.start,
  );
  let words = countWords(draft.text, model.language);
  const dropped = new Set<number>();
  for (const { index, words: length } of weakest) {
    if (words <= originalWords * KEPT || dropped.size >= body.length - 2) break;
    dropped.add(index);
    words -= length;
  }
  let text = draft.text;
  for (const { index, start, end } of [...body].reverse()) {
    if (!dropped.has(index)) continue;
    const content = text.slice(start, end);
    const gap = /^[^\S\n]*/.exec(text.slice(end))![0].length;
    text = text.slice(0, start) + text.slice(end + gap);
    draft.count("sentences_dropped", content, "");
  }
  draft.text = text.replace(/\n{3,}/g, "\n\n").trim();
}
