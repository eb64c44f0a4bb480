/** Sentences as TF-IDF vectors of length 1, and how alike they are (cosine). */
import { contentTerms, type DocumentModel, inverseFrequency, type Sentence } from "./document-model.ts";
import type { Graph } from "./power-iteration.ts";

/** By term: its weight. Empty for a sentence of stop words alone. */
export type Vector = ReadonlyMap<number, number>;

const WEAK_EDGE = 0.03; // cosine below which two sentences have nothing to do with each other
const COMMON = 0.2; // a term in more than this share of the sentences joins none of them …
const MANY = 200; // … once there are this many sentences

export function vectorOf(model: DocumentModel, sentence: Sentence): Vector {
  return vectorOfTerms(model, contentTerms(model, sentence));
}

export function vectorOfTerms(model: DocumentModel, terms: readonly number[]): Vector {
  const counts = new Map<number, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  let squares = 0;
  for (const [term, count] of counts) {
    const weight = (1 + Math.log(count)) * inverseFrequency(model, term);
    counts.set(term, weight);
    squares += weight * weight;
  }
  const length = Math.sqrt(squares);
  if (length > 0) for (const [term, weight] of counts) counts.set(term, weight / length);
  return counts;
}

export function cosine(a: Vector, b: Vector): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0);
  return sum;
}

/** Edges between sentences that share a term, weighted by their cosine. Sparse: built over the terms, not the pairs. */
export function similarityGraph(vectors: readonly Vector[]): Graph {
  const holders = new Map<number, number[]>();
  for (const [node, vector] of vectors.entries()) {
    for (const term of vector.keys()) {
      const known = holders.get(term);
      if (known) known.push(node);
      else holders.set(term, [node]);
    }
  }
  const limit = vectors.length >= MANY ? vectors.length * COMMON : vectors.length;
  const sums = new Float64Array(vectors.length);
  return vectors.map((vector, node) => {
    const touched: number[] = [];
    for (const [term, weight] of vector) {
      const nodes = holders.get(term)!;
      if (nodes.length > limit) continue;
      for (const other of nodes) {
        if (other === node) continue;
        if (sums[other] === 0) touched.push(other);
        sums[other]! += weight * vectors[other]!.get(term)!;
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
