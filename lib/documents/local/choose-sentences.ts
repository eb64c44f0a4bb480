/** Choosing sentences that say much and do not repeat each other (maximal marginal relevance, Carbonell and Goldstein 1998). */
import type { Salient } from "./salience.ts";
import { cosine } from "./sentence-vectors.ts";

export type Limits = {
  words: number; // budget; whole sentences that fit
  sentences: number;
};

const RELEVANCE = 0.7; // against novelty
const CONSIDERED = 600; // the best ones; what lies below is never chosen

/**
 * @param first taken before any other, as far as they fit
 * @returns chosen sentences in the order of the text; at least one: the best that fits, else the shortest of all
 */
export function chooseSentences(
  salient: readonly Salient[],
  limits: Limits,
  first: readonly Salient[] = [],
): Salient[] {
  const chosen: Salient[] = [];
  let left = limits.words;
  const take = (choice: Salient) => {
    chosen.push(choice);
    left -= choice.sentence.words;
  };
  for (const wanted of first) {
    if (!chosen.includes(wanted) && wanted.sentence.words <= left && chosen.length < limits.sentences) take(wanted);
  }
  const rest = standing(salient, limits).sort(better).slice(0, CONSIDERED);
  const nearest = rest.map((candidate) => closest(candidate, chosen));
  const best = rest[0]?.score || 1;
  while (chosen.length < limits.sentences) {
    let pick = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const [index, { sentence, score }] of rest.entries()) {
      if (sentence.words > left || chosen.includes(rest[index]!)) continue;
      const value = RELEVANCE * (score / best) - (1 - RELEVANCE) * nearest[index]!;
      if (value > most) {
        most = value;
        pick = index;
      }
    }
    if (pick < 0) break;
    const choice = rest[pick]!;
    take(choice);
    for (const [index, { vector }] of rest.entries())
      nearest[index] = Math.max(nearest[index]!, cosine(vector, choice.vector));
  }
  if (chosen.length === 0 && salient.length > 0) chosen.push(shortest(salient));
  return chosen.sort((a, b) => a.sentence.start - b.sentence.start);
}

/** Fragments are chosen only where there are too few whole sentences: a list of points, slides, verse. */
function standing(salient: readonly Salient[], { words, sentences }: Limits): Salient[] {
  const whole = salient.filter(({ stands }) => stands);
  const enough = whole.length >= sentences || wordsOf(whole) * 2 >= words;
  return enough ? whole : [...salient];
}

const wordsOf = (salient: readonly Salient[]): number => salient.reduce((sum, { sentence }) => sum + sentence.words, 0);

export function better(a: Salient, b: Salient): number {
  return b.score - a.score || a.sentence.start - b.sentence.start;
}

function closest({ vector }: Salient, chosen: readonly Salient[]): number {
  return chosen.reduce((most, other) => Math.max(most, cosine(vector, other.vector)), 0);
}

function shortest(salient: readonly Salient[]): Salient {
  return salient.reduce((least, other) => (other.sentence.words < least.sentence.words ? other : least));
}
