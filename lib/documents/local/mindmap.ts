import { mindmapExports } from "../mindmap-exports.ts";
import type { MindmapOptions } from "../options.ts";
import { localBase, type MindmapNode, type MindmapResult } from "../results.ts";
import type { Extraction, Warning } from "../types.ts";
import { type DocumentModel, pageOf, readDocument } from "./document-model.ts";
import { keywordsOf } from "./keywords.ts";
import { type Branch, finishTree, nameOf } from "./mindmap-tree.ts";
import { requireText } from "./require-text.ts";
import { structureBranches } from "./structure-branches.ts";
import { timelineBranches } from "./timeline-branches.ts";
import { topicBranches } from "./topic-branches.ts";

const KEYWORDS = 20;

/**
 * Draws what a document is about as a tree.
 *
 * @throws {FileFault} NO_TEXT
 */
export function mindmap(extraction: Extraction, options: MindmapOptions): MindmapResult {
  requireText(extraction);
  const model = readDocument(extraction);
  const keywords = keywordsOf(model, KEYWORDS);
  const warnings: Warning[] = [];
  const name = nameOf(extraction.metadata.title ?? keywords[0]?.text ?? extraction.text);
  const branches = branchesFor(model, options, name, warnings);
  const whole = { start: 0, end: extraction.text.length, page: pageOf(model, 0) };
  const root: MindmapNode = finishTree({ name, weight: 1, children: branches, ...whole }, options);
  const shown = options.include_keywords ? keywords : [];
  return {
    ...localBase(extraction),
    warnings,
    mindmap: root,
    keywords: shown.map(({ text }) => text),
    keyword_scores: shown.map(({ text, score, count }) => ({ keyword: text, score, count })),
    structure: structureOf(root),
    exports: mindmapExports(root),
  };
}

function branchesFor(model: DocumentModel, options: MindmapOptions, name: string, warnings: Warning[]): Branch[] {
  if (options.max_depth === 1) return [];
  if (options.group_by === "topic") return topicBranches(model, options, name);
  if (options.group_by === "timeline") {
    const dated = timelineBranches(model, options);
    if (dated.length > 0) return dated;
    const message = "The document names no years or dates; its sections are shown instead.";
    warnings.push({ code: "NO_DATES", message });
  }
  const sections = structureBranches(model, options);
  return sections.length > 1 ? sections : topicBranches(model, options, name);
}

export function structureOf(root: MindmapNode): MindmapResult["structure"] {
  const levels = (node: MindmapNode): number => 1 + Math.max(0, ...node.children.map(levels));
  const nodes = (node: MindmapNode): number => node.children.reduce((sum, child) => sum + nodes(child), 1);
  return {
    total_branches: root.children.length,
    total_nodes: nodes(root),
    max_depth: levels(root),
    main_topics: root.children.map(({ name }) => name),
  };
}
