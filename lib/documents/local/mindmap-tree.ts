/** From weighted branches to the tree that is shown: names in order, values in proportion, no more nodes than allowed. */
import type { MindmapOptions } from "../options.ts";
import type { MindmapNode } from "../results.ts";
import { cutBefore } from "../words.ts";

/** A node before it is finished. `weight` is compared among siblings alone; any scale will do. */
export type Branch = {
  name: string;
  weight: number;
  children: Branch[];
  start: number | null;
  end: number | null;
  page: number | null;
};

const MAX_NAME = 80; // code units

/** One line of at most 80 code units; longer names are cut between words and end in "…". */
export function nameOf(text: string): string {
  const line = text
    .slice(0, 500)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  if (line.length <= MAX_NAME) return line || "…";
  return `${line.slice(0, cutBefore(line, 0, MAX_NAME - 1)).trimEnd()}…`;
}

/** Cuts the tree to its levels and nodes (the upper and the weightier ones stay), and settles names, values, order. */
export function finishTree(
  root: Branch,
  { max_depth, max_nodes }: Pick<MindmapOptions, "max_depth" | "max_nodes">,
): MindmapNode {
  const kept = weightiest(root, max_depth, max_nodes);
  const finish = (branch: Branch, name: string, value: number): MindmapNode => {
    const children = branch.children.filter((child) => kept.has(child)).sort(heavier);
    const heaviest = children[0]?.weight || 1;
    const names = uniqueNames(children.map((child) => nameOf(child.name)));
    return {
      name,
      value,
      children: children.map((child, index) => {
        return finish(child, names[index]!, Math.max(1, Math.min(100, Math.round((100 * child.weight) / heaviest))));
      }),
      start: branch.start,
      end: branch.end,
      page: branch.page,
    };
  };
  return finish(root, nameOf(root.name), 100);
}

/** Level by level, the heavier first, as many as may be. */
function weightiest(root: Branch, maxDepth: number, maxNodes: number): Set<Branch> {
  const kept = new Set([root]);
  let level = [root];
  for (let depth = 1; depth < maxDepth && level.length > 0; depth++) {
    level = level
      .flatMap(({ children }) => children)
      .sort(heavier)
      .slice(0, maxNodes - kept.size);
    for (const branch of level) kept.add(branch);
  }
  return kept;
}

function heavier(a: Branch, b: Branch): number {
  return b.weight - a.weight || (a.start ?? 0) - (b.start ?? 0) || (a.name < b.name ? -1 : 1);
}

/** A name met before gets its number: "Results (2)". */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; taken.has(unique.toLowerCase()); count++) {
      const suffix = ` (${count})`;
      unique = name.slice(0, cutBefore(name, 0, Math.min(name.length, MAX_NAME - suffix.length))) + suffix;
    }
    taken.add(unique.toLowerCase());
    return unique;
  });
}
