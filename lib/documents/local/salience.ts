/**
 * How much each sentence says about the whole: TextRank over cosine similarity, times what its place and its words
 * promise. Repeated sentences count once; captions, references and notices hardly count.
 */
import type { DocumentModel, Sentence } from "./document-model.ts";
import { pageRank } from "./power-iteration.ts";
import { cosine, similarityGraph, type Vector, vectorOf, vectorOfTerms } from "./sentence-vectors.ts";

/**
 * `score`: 0 to about 1, comparable within a document. `stands`: it can be read by itself, which a heading, a cell, an
 * item of a list and a pointer to another place cannot.
 */
export type Salient = { sentence: Sentence; vector: Vector; score: number; stands: boolean };

const MAX_GRAPH = 2_500; // sentences that are ranked against each other; of more, those closest to the centre are
const SHORT = 6; // words; shorter sentences rarely stand alone
const LONG = 60;

/** How much the priors weigh; set by hand on the tuning articles (quality/fixtures/summary/tuning). */
const PRIORS = {
  opening: 0.6,
  sectionStart: 0.25,
  paragraphStart: 0.15,
  title: 0.8,
  conclusion: 0.5,
  cue: 0.5,
  detail: 0.5,
};

const CONCLUSION =
  /\b(?:conclu|discussion|summary|abstract|zusammenfassung|fazit|résumé|resumen|conclusi)|结论|总结|摘要|まとめ|結論|вывод|заключение/iu;
const ABSTRACT_LIKE = /\b(?:introduction|background|overview|einleitung|introducción)|引言|概述|はじめに|введение/iu;
const METHODS =
  /\b(?:methods?|materials?|procedure|statistical analysis|participants|data collection|methodik|méthodes)\b|方法/iu;
const CUE =
  /\b(?:in (?:conclusion|summary|this (?:paper|study|article|work|report))|we (?:show|find|found|report|present|propose|demonstrate|conclude|investigated?|examined?|describe|argue)|our (?:results|findings|data|study|analysis)|these (?:results|findings|data)|this (?:paper|study|article|report)|(?:results|findings) (?:suggest|show|indicate|demonstrate)|the (?:aim|purpose|goal|objective) of|importantly|overall|therefore)\b/i;
const ENDED = /[.!?…。！？।؟։]["'”’»」』)\]]*\s*$/u;
const ANAPHOR =
  /^(?:this|that|these|those|it|they|he|she|such|however|but|also|moreover|furthermore|for example|for instance|in addition|similarly)\b/i;

/**
 * @param focus terms that the summary is to be about: they draw the ranking towards themselves
 * @returns sentences that a summary may hold, in the order of the text
 */
export function salienceOf(
  model: DocumentModel,
  sentences: readonly Sentence[],
  focus: readonly (readonly number[])[] = [],
): Salient[] {
  const different = withoutRepeats(
    model,
    sentences.filter(({ heading }) => !heading),
  );
  const within = different.length > MAX_GRAPH ? closestToCentre(model, different) : different;
  const kept = within.map((sentence) => ({ sentence, vector: vectorOf(model, sentence) }));
  const attention = kept.map(({ sentence }) => focusShare(sentence, focus));
  const ranks = pageRank(
    similarityGraph(kept.map(({ vector }) => vector)),
    focus.length > 0 ? attention.map((share) => share + 0.01) : kept.map(({ sentence }) => sentence.prose),
  );
  const highest = ranks.reduce((most, rank) => Math.max(most, rank), 0) || 1;
  const prior = priorOf(model, different);
  return kept.map(({ sentence, vector }, node) => ({
    sentence,
    vector,
    score: (ranks[node]! / highest) * prior(sentence, vector) * (1 + 2 * attention[node]!),
    stands: standsAlone(model, sentence),
  }));
}

function standsAlone({ text }: DocumentModel, { start, end, words, prose, backMatter }: Sentence): boolean {
  const content = text.slice(start, end);
  return ENDED.test(content) && !content.includes("\t") && words >= SHORT && prose >= 0.5 && !backMatter;
}

/** The largest share of one focus area's terms that a sentence holds. */
export function focusShare({ terms }: Sentence, focus: readonly (readonly number[])[]): number {
  const held = new Set(terms);
  return focus.reduce((most, area) => {
    const share = area.filter((term) => held.has(term)).length / Math.max(1, area.length);
    return Math.max(most, share);
  }, 0);
}

function withoutRepeats(model: DocumentModel, sentences: readonly Sentence[]): Sentence[] {
  const seen = new Set<string>();
  return sentences.filter((sentence) => {
    const key = sentence.terms.length > 0 ? sentence.terms.join(" ") : model.text.slice(sentence.start, sentence.end);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The sentences closest to the sum of all, in the order of the text. No vector is kept: there may be a million. */
function closestToCentre(model: DocumentModel, sentences: readonly Sentence[]): Sentence[] {
  const centre = new Map<number, number>();
  for (const sentence of sentences) {
    for (const [term, weight] of vectorOf(model, sentence)) {
      centre.set(term, (centre.get(term) ?? 0) + weight * sentence.prose);
    }
  }
  return sentences
    .map((sentence) => ({ sentence, closeness: cosine(vectorOf(model, sentence), centre) * sentence.prose }))
    .sort((a, b) => b.closeness - a.closeness || a.sentence.start - b.sentence.start)
    .slice(0, MAX_GRAPH)
    .map(({ sentence }) => sentence)
    .sort((a, b) => a.start - b.start);
}

/** What a sentence's place and words promise, around 1. */
function priorOf(model: DocumentModel, sentences: readonly Sentence[]): (sentence: Sentence, vector: Vector) => number {
  const { text, extraction, vocabulary } = model;
  const titleTerms = vocabulary.read(titleOf(model)).filter((term) => !vocabulary.isStop(term));
  const title = vectorOfTerms(model, titleTerms);
  const places = sentencePlaces(sentences);
  const count = Math.max(1, sentences.length);
  return (sentence, vector) => {
    const { section, paragraph } = places.get(sentence.index)!;
    const heading = extraction.sections[sentence.section]?.title ?? "";
    const content = text.slice(sentence.start, sentence.end);
    let prior = 1;
    prior += PRIORS.opening * Math.max(0, 1 - section.inDocument / Math.min(count, 12));
    if (section.at === 0) prior += PRIORS.sectionStart;
    if (paragraph === 0) prior += PRIORS.paragraphStart;
    prior += PRIORS.title * cosine(vector, title);
    if (CONCLUSION.test(heading) || ABSTRACT_LIKE.test(heading)) prior += PRIORS.conclusion;
    if (METHODS.test(heading)) prior *= 1 - PRIORS.detail;
    if (CUE.test(content)) prior += PRIORS.cue;
    if (ANAPHOR.test(content)) prior *= 0.9;
    if (!ENDED.test(content)) prior *= 0.2; // a title, an item of a list, a cell
    if (sentence.words < SHORT) prior *= 0.3;
    if (sentence.words > LONG) prior *= 0.6;
    if (sentence.backMatter) prior *= 0.05;
    return prior * sentence.prose;
  };
}

type Place = { section: { at: number; inDocument: number }; paragraph: number };

/** Where each sentence stands: how many come before it in its section, in its paragraph, in the document. */
function sentencePlaces(sentences: readonly Sentence[]): Map<number, Place> {
  const places = new Map<number, Place>();
  let at = 0;
  let paragraph = 0;
  for (const [index, sentence] of sentences.entries()) {
    const before = sentences[index - 1];
    at = before && before.section === sentence.section ? at + 1 : 0;
    paragraph = before && before.paragraph === sentence.paragraph ? paragraph + 1 : 0;
    places.set(sentence.index, { section: { at, inDocument: index }, paragraph });
  }
  return places;
}

/** The document's title; where it has none, its first line. */
function titleOf({ extraction, text }: DocumentModel): string {
  return extraction.metadata.title ?? text.trimStart().split("\n", 1)[0]!.slice(0, 200);
}

/** Terms of an area of interest; all of them when every one is a stop word. */
export function areaTerms({ vocabulary }: DocumentModel, area: string): number[] {
  const all = [...new Set(vocabulary.readWords(area))];
  const content = all.filter((term) => !vocabulary.isStop(term));
  return content.length > 0 ? content : all;
}
