/**
 * How probable it is that the first source answers the question: a logistic curve over what the search measured.
 *
 * Fitted once, on the tuning questions and on the same questions put to the wrong documents (quality/fixtures/qa): the
 * constants are part of the engine's version.
 */
import type { Question } from "./question.ts";
import type { Ranked } from "./rank.ts";

/** Below this an answer is not offered. */
export const ANSWERABLE = 0.25;

const CURVE = { bias: -7.66, score: 5.1, margin: 3.37, unknown: -3.9 };

export type Signals = {
  score: number; // of the best sentence
  margin: number; // by which it leads over the best sentence of any other passage
  unknown: number; // share of the question's weight in words that the document has in no form
};

/** @param ranked best first, not empty */
export function signalsOf(ranked: readonly Ranked[], { terms, match }: Question): Signals {
  const best = ranked[0]!;
  const rival = ranked.find(({ passage }) => passage !== best.passage);
  const held = new Set([...match.values()].map(({ place }) => place));
  const weightOf = (some: typeof terms) => some.reduce((sum, { weight, idf }) => sum + weight * idf, 0);
  const total = weightOf(terms.filter(({ asked }) => asked));
  const lacking = weightOf(terms.filter(({ asked }, place) => asked && !held.has(place)));
  return {
    score: best.score,
    margin: best.score - (rival?.score ?? 0),
    unknown: total > 0 ? lacking / total : 1,
  };
}

/** 0 to 1, 2 decimals. */
export function confidenceOf({ score, margin, unknown }: Signals): number {
  const sum = CURVE.bias + CURVE.score * score + CURVE.margin * margin + CURVE.unknown * unknown;
  return Math.round(100 / (1 + Math.exp(-sum))) / 100;
}
