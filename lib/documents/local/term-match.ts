/**
 * Which words of a document stand for a word of the question: the very word, a paraphrase, one of its family, one it is
 * a part of, and where the document has none of these, the word it is probably a misspelling of.
 */
import type { DocumentModel, Sentence } from "./document-model.ts";
import { paraphrasesOf } from "./paraphrases.ts";
import { isOneSlip } from "./spelling.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** By term of the document: which of the question's terms it stands for, and how well (1: it is the very term). */
export type TermMatch = ReadonlyMap<number, { place: number; weight: number }>;

const WEIGHT = {
  paraphrase: 0.5, // another word for the same ("purchase" for "buy")
  kin: 0.6, // a word of the same family ("colony" for "colonial")
  compound: 0.5, // a word that is written together with others ("Dampfmaschine" for "Maschine")
  misspelt: 0.7,
};
/** Languages that write nouns together. */
const COMPOUNDING = new Set(["de", "nl", "sv", "da", "no", "fi", "hu"]);
const SHORTEST_PART = 5; // letters of a word within a compound; shorter ones stand in too many by chance
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,2}|[\p{L}\p{M}\p{N}]+(?:[.,:]\p{N}+)*/gu;

/** @param asked the question's terms, by place; what is only context is matched as it stands */
export function matchTerms(
  { vocabulary, sentenceFrequency }: DocumentModel,
  asked: readonly { term: number; asked: boolean }[],
): TermMatch {
  const match = new Map<number, { place: number; weight: number }>();
  const isThere = (term: number) => (sentenceFrequency[term] ?? 0) > 0;
  const add = (place: number, weight: number, others: Iterable<number>): boolean => {
    let found = false;
    for (const other of others) {
      if (match.has(other) || !isThere(other)) continue;
      match.set(other, { place, weight });
      found = true;
    }
    return found;
  };
  const alike = (stem: string, test: (a: string, b: string) => boolean) =>
    isAlphabetic(stem)
      ? vocabulary.stems.flatMap((other, term) => (isThere(term) && test(stem, other) ? [term] : []))
      : [];
  for (const [place, { term }] of asked.entries()) add(place, 1, [term]);
  for (const [place, { term, asked: isAsked }] of asked.entries()) {
    if (!isAsked) continue;
    const stem = vocabulary.stems[term] ?? "";
    let found = isThere(term);
    found = add(place, WEIGHT.paraphrase, paraphrasesOf(vocabulary, stem)) || found;
    found = add(place, WEIGHT.kin, alike(stem, areKin)) || found;
    if (COMPOUNDING.has(vocabulary.language)) found = add(place, WEIGHT.compound, alike(stem, areCompounded)) || found;
    if (!found && !vocabulary.isStop(term)) add(place, WEIGHT.misspelt, alike(stem, isOneSlip));
  }
  return match;
}

function isAlphabetic(stem: string): boolean {
  return stem.length >= 4 && /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(stem);
}

/** Two stems of five letters or more that begin alike and differ only towards their ends. */
function areKin(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter < 5 || Math.max(a.length, b.length) - shorter > 4) return false;
  let common = 0;
  while (common < shorter && a.charCodeAt(common) === b.charCodeAt(common)) common++;
  return common >= 5 && common >= shorter - 1;
}

/** One word begins or ends with the other. */
function areCompounded(a: string, b: string): boolean {
  const [part, whole] = a.length < b.length ? [a, b] : [b, a];
  return part.length >= SHORTEST_PART && (whole.startsWith(part) || whole.endsWith(part));
}

/** Offsets of the words of a sentence that the question names. */
export function hitsIn({ text, vocabulary }: DocumentModel, { start, end }: Sentence, match: TermMatch): number[] {
  return [...text.slice(start, end).matchAll(WORD)]
    .filter(([word]) => isNamed(vocabulary, word, match))
    .map(({ index }) => start + index);
}

/** The sentence with the question's words blanked out, so that they do not pass for the answer. */
export function withoutMatches(
  { text, vocabulary }: DocumentModel,
  { start, end }: Sentence,
  match: TermMatch,
): string {
  return text.slice(start, end).replace(WORD, (word) => (isNamed(vocabulary, word, match) ? "·" : word));
}

/** Whether a word, or a pair of Chinese or Japanese characters, is one of the question's. */
function isNamed(vocabulary: Vocabulary, word: string, match: TermMatch): boolean {
  if (match.has(vocabulary.termOf(word))) return true;
  return /[-.,:'’]/.test(word) && vocabulary.read(word).some((term) => match.has(term));
}
