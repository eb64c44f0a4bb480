/**
 * How probable it is that the best sentence answers the question: a logistic curve over what the search measured.
 *
 * Fitted once on the tuning questions (quality/qa.ts prints the fit); the constants are part of the engine's version.
 */
import type { Question } from "./question.ts";
import type { Ranked } from "./rank.ts";

/** Below this an answer is not offered. */
export const ANSWERABLE = 0.25;

export const CURVE = { bias: -4, coverage: 5, score: 1.5, margin: 2, unknown: -2 };

export type Signals = { coverage: number; score: number; margin: number; unknown: number };

/** @param ranked best first, not empty */
export function signalsOf(ranked: readonly Ranked[], { terms }: Question): Signals {
  const best = ranked[0]!;
  const rival = ranked.find(({ passage }) => passage !== best.passage);
  const asked = terms.filter((term) => term.asked);
  const weight = asked.reduce((sum, term) => sum + term.weight * term.idf, 0);
  const lacking = asked.filter(({ known }) => !known).reduce((sum, term) => sum + term.weight * term.idf, 0);
  return {
    coverage: best.features.coverage + best.features.neighbours + best.features.title,
    score: best.score,
    margin: best.score - (rival?.score ?? 0),
    unknown: weight > 0 ? lacking / weight : 1,
  };
}

/** 0 to 1, 2 decimals. */
export function confidenceOf(signals: Signals): number {
  const { bias, ...slopes } = CURVE;
  const sum = (Object.keys(slopes) as (keyof Signals)[]).reduce((at, key) => at + slopes[key] * signals[key], bias);
  return Math.round(100 / (1 + Math.exp(-sum))) / 100;
}
