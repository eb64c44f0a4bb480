/** Branches by structure: the document's sections as they stand inside each other, with key phrases where levels are left. */
import type { MindmapOptions } from "../options.ts";
import type { Section } from "../types.ts";
import type { DocumentModel } from "./document-model.ts";
import { keywordsOf } from "./keywords.ts";
import type { Branch } from "./mindmap-tree.ts";
import { isBackMatter } from "./noise.ts";
import { leaf } from "./topic-branches.ts";

const PHRASES = 4; // under a section that has no sections of its own
const DESCRIBED = 40; // sections, the longest, that get phrases: more would never be shown

type Placed = { section: Section; inside: Placed[]; words: number };

export function structureBranches(model: DocumentModel, { max_depth, max_branches }: MindmapOptions): Branch[] {
  const top = unwrapped(nested(model.extraction.sections));
  const chosen = top.toSorted((a, b) => b.words - a.words || a.section.index - b.section.index).slice(0, max_branches);
  const described = longest(chosen, max_depth);
  const bySection = Map.groupBy(model.sentences, ({ section }) => section);
  const branchOf = (placed: Placed, levels: number): Branch => {
    const { section, inside, words } = placed;
    const phrases = described.has(placed) ? keywordsOf(model, PHRASES + 1, bySection.get(section.index) ?? []) : [];
    const name = section.title ?? phrases[0]?.text ?? model.text.slice(section.start, section.end).trim();
    const sections = inside.map((child) => branchOf(child, levels - 1));
    const others = phrases.filter(({ text }) => text !== name).slice(0, PHRASES);
    return {
      name,
      weight: words,
      children: sections.length > 0 || levels === 1 ? sections : others.map((phrase) => leaf(model, phrase)),
      start: section.start,
      end: section.end,
      page: section.page_start,
    };
  };
  return chosen.map((placed) => branchOf(placed, max_depth - 1));
}

/** Sections inside the nearest one before them that stands higher. References, contents and the like are left out. */
function nested(sections: readonly Section[]): Placed[] {
  const top: Placed[] = [];
  const open: Placed[] = [];
  for (const section of sections) {
    if (isBackMatter(section.title ?? "")) continue;
    while (open.length > 0 && open.at(-1)!.section.level >= section.level) open.pop();
    const placed: Placed = { section, inside: [], words: 0 };
    (open.at(-1)?.inside ?? top).push(placed);
    open.push(placed);
    for (const above of open) above.words += section.word_count;
  }
  return top;
}

/** Without the one section that holds all others: that is the document itself. */
function unwrapped(top: readonly Placed[]): readonly Placed[] {
  const titled = top.filter(({ section }) => section.title !== null);
  const [only] = titled;
  return titled.length === 1 && only!.inside.length > 1 ? unwrapped(only!.inside) : top;
}

/** The longest sections that have none inside or no name of their own. */
function longest(chosen: readonly Placed[], maxDepth: number): Set<Placed> {
  const all: Placed[] = [];
  const walk = (placed: Placed, level: number): void => {
    if (level > maxDepth) return;
    if (placed.inside.length === 0 || placed.section.title === null) all.push(placed);
    for (const child of placed.inside) walk(child, level + 1);
  };
  for (const placed of chosen) walk(placed, 2);
  return new Set(all.sort((a, b) => b.words - a.words || a.section.index - b.section.index).slice(0, DESCRIBED));
}
