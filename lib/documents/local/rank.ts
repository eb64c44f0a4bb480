/**
 * The search: which sentence most likely answers a question.
 *
 * BM25 over passages finds the neighbourhood; within it, sentences are compared by the share of the question they
 * cover (rare terms count more), by pairs of terms that stand together, by what their neighbours and the section's
 * title cover, and by whether they hold the kind of thing that is asked for. Every feature lies between 0 and 1, so
 * that scores of different questions can be compared (confidence.ts relies on it).
 */
import { type AnswerType, holdsAnswer } from "./answer-types.ts";
import type { DocumentModel, Sentence } from "./document-model.ts";
import { type Passage, passagesOf } from "./passages.ts";
import { joined, NOWHERE, placesOf } from "./places.ts";
import type { Question } from "./question.ts";
import { type TermMatch, withoutMatches } from "./term-match.ts";

export type Ranked = {
  sentence: Sentence;
  passage: Passage;
  score: number;
  features: Features;
};

export type Features = {
  coverage: number; // share of the question's weight in the sentence itself
  neighbours: number; // what else the sentences beside it cover
  paragraph: number; // what else their paragraph covers
  title: number; // what else the section's title covers
  pairs: number; // share of the question's pairs that stand together in the sentence
  bm25: number; // of its passage, relative to the best passage
  density: number; // share of the sentence's own content that the question names
  type: number; // 1 when it holds what is asked for, or nothing special is
  support: number; // share of what history and context add in the sentence, beside it and above it
};

/** Found by coordinate search over the tuning questions (quality/fixtures/qa/tuning), then rounded. */
export const WEIGHTS: Record<keyof Features, number> = {
  coverage: 1,
  neighbours: 0.15,
  paragraph: 0.4,
  title: 0.25,
  pairs: 0.2,
  bm25: 0.5,
  density: 0.8,
  type: 0.25,
  support: 0.3,
};

const K1 = 1.2;
const B = 0.75;
const NEAR = 4; // terms between which two still stand together
const CANDIDATES = 400; // sentences whose answer type is looked at

/**
 * Sentences that share a content word with the question, best first; equal ones in the order of the text.
 */
export function rank(model: DocumentModel, question: Question, weights = WEIGHTS): Ranked[] {
  const { match } = question;
  if (match.size === 0) return [];
  const asked = shareOf(question, true);
  const support = shareOf(question, false);
  const found = new Map<number, Map<number, number>>();
  for (const sentence of model.sentences) {
    const places = placesOf(sentence.terms, match);
    if (places.size > 0) found.set(sentence.index, places);
  }
  const paragraphs = paragraphPlaces(model, found);
  const passages = passagesOf(model);
  const scores = passageScores(passages, question, match);
  const bestScore = scores.reduce((best, score) => Math.max(best, score), 0);
  const titles = titlePlaces(model, match);

  const ranked = new Map<number, Ranked>();
  for (const [at, passage] of passages.entries()) {
    const bm25 = bestScore > 0 ? scores[at]! / bestScore : 0;
    for (const sentence of passage.sentences) {
      const own = found.get(sentence.index);
      if (!own) continue;
      const known = ranked.get(sentence.index);
      if (known && known.features.bm25 >= bm25) continue;
      const beside = joined(
        passage.sentences.map(({ index }) => found.get(index)),
        own,
      );
      const near = joined([own, beside], NOWHERE);
      const further = joined([paragraphs.get(sentence.paragraph)], near);
      const around = joined([near, further], NOWHERE);
      const above = joined([titles.get(passage.section)], around);
      const features: Features = {
        coverage: asked(own),
        neighbours: asked(beside),
        paragraph: asked(further),
        title: asked(above),
        pairs: pairShare(question, match, sentence.terms),
        bm25,
        density: density(model, sentence, match),
        type: 0,
        support: support(around) + support(above),
      };
      ranked.set(sentence.index, { sentence, passage, score: scoreOf(features, weights), features });
    }
  }
  const best = [...ranked.values()].sort(better);
  const looked = best.slice(0, CANDIDATES);
  for (const candidate of looked) {
    candidate.features.type = typeAgreement(model, question, match, candidate.sentence);
    candidate.score = scoreOf(candidate.features, weights);
  }
  return [...looked.sort(better), ...best.slice(CANDIDATES)];
}

/** Which share of the weight of the asked terms, or of the others, some finds hold. */
function shareOf({ terms }: Question, asked: boolean): (places: ReadonlyMap<number, number>) => number {
  const values = terms.map((term) => (term.asked === asked ? term.weight * term.idf : 0));
  const total = values.reduce((sum, value) => sum + value, 0);
  return (places) => {
    let sum = 0;
    for (const [place, share] of places) sum += values[place]! * share;
    return total > 0 ? sum / total : 0;
  };
}

function better(a: Ranked, b: Ranked): number {
  return b.score - a.score || a.sentence.start - b.sentence.start;
}

function scoreOf(features: Features, weights: Record<keyof Features, number>): number {
  let score = 0;
  for (const key of Object.keys(weights) as (keyof Features)[]) score += weights[key] * features[key];
  return score;
}

/** What the sentences of a paragraph cover together. */
function paragraphPlaces(
  { sentences }: DocumentModel,
  found: ReadonlyMap<number, ReadonlyMap<number, number>>,
): Map<number, Map<number, number>> {
  const paragraphs = new Map<number, Map<number, number>>();
  for (const [index, places] of found) {
    const { paragraph } = sentences[index]!;
    paragraphs.set(paragraph, joined([paragraphs.get(paragraph), places], NOWHERE));
  }
  return paragraphs;
}

/** What the titles of a section and of those above it cover. */
function titlePlaces({ extraction, vocabulary }: DocumentModel, match: TermMatch): Map<number, Map<number, number>> {
  const found = new Map<number, Map<number, number>>();
  const open: { level: number; places: Map<number, number> }[] = [];
  for (const { index, title, level } of extraction.sections) {
    while (open.length > 0 && open.at(-1)!.level >= level) open.pop();
    const own = title === null ? new Map<number, number>() : placesOf(vocabulary.read(title), match);
    const above = open.at(-1)?.places;
    const places = above && above.size > 0 ? new Map([...above, ...own]) : own;
    open.push({ level, places });
    if (places.size > 0) found.set(index, places);
  }
  return found;
}

function passageScores(passages: readonly Passage[], question: Question, match: TermMatch): number[] {
  const average = passages.reduce((sum, { words }) => sum + words, 0) / Math.max(1, passages.length);
  return passages.map(({ sentences, words }) => {
    const counts = new Map<number, number>();
    for (const { terms } of sentences) {
      for (const term of terms) {
        const found = match.get(term);
        if (found) counts.set(found.place, (counts.get(found.place) ?? 0) + found.weight);
      }
    }
    let score = 0;
    for (const [place, count] of counts) {
      const { weight, idf } = question.terms[place]!;
      score += (weight * idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * words) / Math.max(1, average)));
    }
    return score;
  });
}

/** Share of the question's neighbouring terms that stand close together, in the same order, in the sentence. */
function pairShare({ pairs, terms: asked }: Question, match: TermMatch, terms: readonly number[]): number {
  if (pairs.length === 0) return 0;
  const positions = new Map<number, number[]>();
  for (const [position, term] of terms.entries()) {
    const place = match.get(term)?.place;
    if (place === undefined) continue;
    const own = asked[place]!.term;
    const known = positions.get(own);
    if (known) known.push(position);
    else positions.set(own, [position]);
  }
  const together = pairs.filter(([first, second]) =>
    positions.get(first)?.some((at) => positions.get(second)?.some((next) => next > at && next - at <= NEAR)),
  );
  return together.length / pairs.length;
}

function density({ vocabulary }: DocumentModel, { terms }: Sentence, match: TermMatch): number {
  let content = 0;
  let named = 0;
  for (const term of new Set(terms)) {
    if (vocabulary.isStop(term)) continue;
    content++;
    if (match.has(term)) named++;
  }
  return named / (content + 6); // as if six more words stood there: a heading-like scrap of a sentence is no answer
}

function typeAgreement(model: DocumentModel, { types }: Question, match: TermMatch, sentence: Sentence): number {
  if (types.length === 0) return 1;
  const rest = withoutMatches(model, sentence, match);
  const text = model.text.slice(sentence.start, sentence.end);
  const agreeing = types.filter((type: AnswerType) => holdsAnswer(type, type === "definition" ? text : rest));
  return agreeing.length / types.length;
}
