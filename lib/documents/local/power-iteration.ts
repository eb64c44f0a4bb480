/** PageRank over a weighted, undirected graph, as TextRank uses it (Mihalcea and Tarau 2004). */

/** By node: its neighbours and the weight of the edge to each. Every edge stands at both of its ends. */
export type Graph = readonly (readonly { to: number; weight: number }[])[];

const DAMPING = 0.85;
const ROUNDS = 50;
const STILL = 1e-6; // largest change after which another round says nothing new

/**
 * Rank of each node; they sum to 1. A node without edges keeps what the random jump gives it.
 *
 * @param preference where the random jump leads, not negative; everywhere alike when left out or all 0
 */
export function pageRank(graph: Graph, preference?: readonly number[]): number[] {
  const count = graph.length;
  const total = preference?.reduce((sum, value) => sum + value, 0) ?? 0;
  const jump = graph.map((_, node) => (total > 0 ? preference![node]! / total : 1 / count));
  const strength = graph.map((edges) => edges.reduce((sum, { weight }) => sum + weight, 0));
  let ranks = jump;
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Array<number>(count).fill(0);
    let lost = 0;
    for (let node = 0; node < count; node++) {
      const flow = strength[node]! > 0 ? ranks[node]! / strength[node]! : 0;
      if (flow === 0) lost += ranks[node]!;
      for (const { to, weight } of graph[node]!) next[to]! += flow * weight;
    }
    let change = 0;
    for (let node = 0; node < count; node++) {
      next[node] = DAMPING * (next[node]! + lost * jump[node]!) + (1 - DAMPING) * jump[node]!;
      change = Math.max(change, Math.abs(next[node]! - ranks[node]!));
    }
    ranks = next;
    if (change < STILL) break;
  }
  return ranks;
}
