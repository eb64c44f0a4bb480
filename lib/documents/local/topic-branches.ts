/** Branches by topic: key phrases, gathered by how often they stand in the same sentences. */
import type { MindmapOptions } from "../options.ts";
import { type DocumentModel, pageOf } from "./document-model.ts";
import { type Keyword, keywordsOf } from "./keywords.ts";
import type { Branch } from "./mindmap-tree.ts";

const PER_BRANCH = 6; // phrases under a branch, for each level
const LOWER_BRANCHES = 4; // groups below the first level

export function topicBranches(
  model: DocumentModel,
  { max_depth, max_branches, max_nodes }: MindmapOptions,
  rootName: string,
): Branch[] {
  const levels = max_depth - 1;
  const wanted = levels === 1 ? max_branches : max_branches * (1 + PER_BRANCH * (levels - 1));
  const limit = Math.min(wanted, max_nodes - 1);
  const keywords = keywordsOf(model, limit + 1).filter(({ text }) => text !== rootName);
  return grouped(model, keywords.slice(0, limit), levels, max_branches);
}

/** Groups of phrases under their best one, and groups within groups as long as there are levels left. */
function grouped(model: DocumentModel, keywords: readonly Keyword[], levels: number, most: number): Branch[] {
  if (levels === 0 || keywords.length === 0) return [];
  if (levels === 1) return keywords.map((keyword) => leaf(model, keyword));
  return clusters(keywords, most).map(([best, ...others]) => ({
    ...leaf(model, best!),
    children: grouped(model, others, levels - 1, LOWER_BRANCHES),
  }));
}

/** A key phrase, at the first sentence that holds it. */
export function leaf(model: DocumentModel, { text, score, sentences }: Keyword): Branch {
  const { start, end } = model.sentences[sentences[0]!]!;
  return { name: text, weight: score, children: [], start, end, page: pageOf(model, start) };
}

/**
 * Agglomerative clustering by mean similarity, until at most `most` groups are left. No group may grow beyond twice
 * its fair share while others can still be joined. Phrases within a group stay in the order given, best first.
 */
function clusters(keywords: readonly Keyword[], most: number): Keyword[][] {
  const similarity = keywords.map((a) => keywords.map((b) => (a === b ? 0 : together(a, b))));
  const groups = keywords.map((_, index) => [index]);
  const limit = Math.ceil((2 * keywords.length) / most);
  while (groups.length > most) {
    let best = { one: 0, other: groups.length - 1, value: -1 };
    for (let one = 0; one < groups.length; one++) {
      for (let other = one + 1; other < groups.length; other++) {
        const value = meanSimilarity(similarity, groups[one]!, groups[other]!, limit);
        if (value > best.value) best = { one, other, value };
      }
    }
    groups[best.one]!.push(...groups[best.other]!);
    groups.splice(best.other, 1);
  }
  return groups.map((group) => group.sort((a, b) => a - b).map((index) => keywords[index]!));
}

function meanSimilarity(
  similarity: readonly (readonly number[])[],
  one: readonly number[],
  other: readonly number[],
  limit: number,
): number {
  const size = one.length + other.length;
  if (size > limit) return -size; // only when nothing else is left, and then the smallest
  let sum = 0;
  for (const a of one) for (const b of other) sum += similarity[a]![b]!;
  return sum / (one.length * other.length);
}

/** Cosine of the sentences two phrases stand in. */
function together({ sentences: a }: Keyword, { sentences: b }: Keyword): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i]! < b[j]!) i++;
    else j++;
  }
  return shared / Math.sqrt(a.length * b.length);
}
