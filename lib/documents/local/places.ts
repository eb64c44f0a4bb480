/** Places: which of a question's terms some stretch of the document holds, and how well. */
import type { TermMatch } from "./term-match.ts";

/** By place of a term in the question: 1 where the very term stands, less for what only stands for it. */
export type Places = ReadonlyMap<number, number>;

export const NOWHERE: Places = new Map();

/** The places that a sequence of terms holds. */
export function placesOf(terms: readonly number[], match: TermMatch): Map<number, number> {
  const places = new Map<number, number>();
  for (const term of terms) {
    const found = match.get(term);
    if (found && found.weight > (places.get(found.place) ?? 0)) places.set(found.place, found.weight);
  }
  return places;
}

/** The union of several finds, without what `except` has already. */
export function joined(finds: readonly (Places | undefined)[], except: Places): Map<number, number> {
  const union = new Map<number, number>();
  for (const places of finds) {
    for (const [place, share] of places ?? []) {
      const more = share - (except.get(place) ?? 0);
      if (more > (union.get(place) ?? 0)) union.set(place, more);
    }
  }
  return union;
}
