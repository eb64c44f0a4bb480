/** Sentences as TF-IDF vectors of length 1, and how alike they are (cosine). */
import { contentTerms, type DocumentModel, inverseFrequency, type Sentence } from "./document-model.ts";
import type { Graph } from "./power-iteration.ts";

/** By term: its weight. Empty for a sentence of stop words alone. */
export type Vector = ReadonlyMap<number, number>;

const WEAK_EDGE = 0.03; // cosine below which two sentences have nothing to do with each other
const COMMON = 0.2; // a term in more than this share of the sentences joins none of them …
const MANY = 200; // … once there are this many sentences
const MAX_TERMS = 100; // of a vector, the weightiest; longer "sentences" are lists and data

export function vectorOf(model: DocumentModel, sentence: Sentence): Vector {
  return vectorOfTerms(model, contentTerms(model, sentence));
}

export function vectorOfTerms(model: DocumentModel, terms: readonly number[]): Vector {
  const counts = new Map<number, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const weights = [...counts].map(([term, count]) => {
    return [term, (1 + Math.log(count)) * inverseFrequency(model, model.sentenceFrequency[term] ?? 0)] as const;
  });
  if (weights.length > MAX_TERMS) weights.sort((a, b) => b[1] - a[1] || a[0] - b[0]).splice(MAX_TERMS);
  const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0));
  return new Map(weights.map(([term, weight]) => [term, length > 0 ? weight / length : 0]));
}

export function cosine(a: Vector, b: Vector): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0);
  return sum;
}

/** Edges between sentences that share a term, weighted by their cosine. Sparse: built over the terms, not the pairs. */
export function similarityGraph(vectors: readonly Vector[]): Graph {
  const holders = new Map<number, { nodes: number[]; weights: number[] }>();
  for (const [node, vector] of vectors.entries()) {
    for (const [term, weight] of vector) {
      let holder = holders.get(term);
      if (!holder) {
        holder = { nodes: [], weights: [] };
        holders.set(term, holder);
      }
      holder.nodes.push(node);
      holder.weights.push(weight);
    }
  }
  const limit = vectors.length >= MANY ? vectors.length * COMMON : vectors.length;
  const sums = new Float64Array(vectors.length);
  return vectors.map((vector, node) => {
    const touched: number[] = [];
    for (const [term, weight] of vector) {
      const { nodes, weights } = holders.get(term)!;
      if (nodes.length > limit) continue;
      for (let at = 0; at < nodes.length; at++) {
        const other = nodes[at]!;
        if (other === node) continue;
        if (sums[other] === 0) touched.push(other);
        sums[other]! += weight * weights[at]!;
      }
    }
    const edges: { to: number; weight: number }[] = [];
    for (const other of touched) {
      const weight = sums[other]!;
      if (weight >= WEAK_EDGE) edges.push({ to: other, weight });
      sums[other] = 0;
    }
    return edges;
  });
}
