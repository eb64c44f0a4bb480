/** Passages: what the search ranks. Three sentences, overlapping by one, at most 120 words, never across sections. */
import type { DocumentModel, Sentence } from "./document-model.ts";

export type Passage = {
  id: string; // "p0", "p1" … in the order of the text
  section: number;
  sentences: Sentence[]; // 1 to 3, neighbours
  words: number;
};

const SENTENCES = 3;
const OVERLAP = 1;
const MAX_WORDS = 120;

export function passagesOf({ sentences }: DocumentModel): Passage[] {
  const passages: Passage[] = [];
  for (const group of bySection(sentences)) {
    const prose = group.filter(({ heading }) => !heading);
    const members = prose.length > 0 ? prose : group; // a section that is nothing but its title
    for (let from = 0; from < members.length; ) {
      const to = endOfPassage(members, from);
      const within = members.slice(from, to);
      const words = within.reduce((sum, sentence) => sum + sentence.words, 0);
      passages.push({ id: `p${passages.length}`, section: within[0]!.section, sentences: within, words });
      if (to === members.length) break;
      from = Math.max(from + 1, to - OVERLAP);
    }
  }
  return passages;
}

function endOfPassage(members: readonly Sentence[], from: number): number {
  let words = 0;
  let to = from;
  while (to < members.length && to - from < SENTENCES) {
    words += members[to]!.words;
    if (words > MAX_WORDS && to > from) break;
    to++;
  }
  return to;
}

function* bySection(sentences: readonly Sentence[]): Generator<Sentence[]> {
  let group: Sentence[] = [];
  for (const sentence of sentences) {
    if (group.length > 0 && group[0]!.section !== sentence.section) {
      yield group;
      group = [];
    }
    group.push(sentence);
  }
  if (group.length > 0) yield group;
}
