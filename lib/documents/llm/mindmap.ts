import { z } from "zod";
import { pageOf, readDocument } from "../local/document-model.ts";
import { mindmap, structureOf } from "../local/mindmap.ts";
import { type Branch, finishTree } from "../local/mindmap-tree.ts";
import { mindmapExports } from "../mindmap-exports.ts";
import type { MindmapOptions } from "../options.ts";
import type { MindmapResult } from "../results.ts";
import type { Extraction } from "../types.ts";
import { askJson } from "./ask-json.ts";
import { llmBase, outputLanguage } from "./base.ts";
import type { Chat } from "./chat.ts";
import { condense } from "./condense.ts";

/** A node is told with the row of its parent, for not every endpoint takes schemas that contain themselves. */
const Answer = z.object({
  topic: z.string(),
  nodes: z.array(z.object({ name: z.string(), parent: z.int(), importance: z.int() })),
});

const GROUPS: Record<MindmapOptions["group_by"], string> = {
  topic: "Group by subject.",
  structure: "Follow the order and the sections of the document.",
  timeline: "Group by years and dates, in their order.",
};

/**
 * Draws the tree that the model sees in a document. Keywords, numbers and exports are made as the local engine makes
 * them.
 *
 * @throws {FileFault} NO_TEXT
 * @throws {LlmFault}
 */
export async function mindmapByModel(
  chat: Chat,
  extraction: Extraction,
  options: MindmapOptions,
): Promise<MindmapResult> {
  const local = mindmap(extraction, options);
  const model = readDocument(extraction);
  const { language, instruction } = outputLanguage("auto", extraction.metadata.language);
  const { material, coverage, warnings } = await condense(chat, model);
  const answer = await askJson(chat, {
    purpose: "mindmap",
    instructions: [
      "You draw a mind map of the document in the block DOCUMENT: its text, or notes that were taken on its parts.",
      `topic: what the document is about. nodes: at most ${options.max_nodes - 1} short names of up to 8 words, each parent before its children.`,
      `parent: the place of the node's parent in the list, from 0, or -1 for a main branch. At most ${options.max_branches} main branches and ${options.max_depth} levels, the topic included.`,
      `importance: 1 to 100. ${GROUPS[options.group_by]} Say only what stands in the document. ${instruction}`,
    ].join("\n"),
    blocks: { DOCUMENT: material },
    name: "mindmap",
    schema: Answer,
  });
  const tree = treeOf(extraction.text, answer, options, (at) => pageOf(model, at));
  const root = tree.children.length > 0 || options.max_depth === 1 ? finishTree(tree, options) : local.mindmap;
  return {
    ...llmBase(chat, { language, coverage, warnings: [...warnings, ...local.warnings] }),
    mindmap: root,
    keywords: local.keywords,
    keyword_scores: local.keyword_scores,
    structure: structureOf(root),
    exports: mindmapExports(root),
  };
}

/** A node whose parent does not stand before it is left out, and so are main branches past their number. */
function treeOf(
  text: string,
  { topic, nodes }: z.output<typeof Answer>,
  { max_branches }: MindmapOptions,
  pageAt: (position: number) => number | null,
): Branch {
  const lower = text.toLowerCase();
  const branchOf = (name: string, weight: number): Branch => {
    // Lower case may be longer than the text itself; then its offsets mean nothing.
    const start = lower.length === text.length ? lower.indexOf(name.trim().toLowerCase()) : -1;
    const place = start < 0 ? { start: null, end: null, page: null } : placed(start, start + name.trim().length);
    return { name, weight, children: [], ...place };
  };
  const placed = (start: number, end: number) => ({ start, end, page: pageAt(start) });
  const root: Branch = { name: topic, weight: 1, children: [], start: 0, end: text.length, page: pageAt(0) };
  const branches: (Branch | null)[] = [];
  for (const [index, { name, parent, importance }] of nodes.entries()) {
    const above = parent === -1 ? root : parent < index ? branches[parent] : null;
    const isTooMany = above === root && root.children.length >= max_branches;
    const branch = above && !isTooMany && name.trim() !== "" ? branchOf(name, Math.max(1, importance)) : null;
    if (branch) above!.children.push(branch);
    branches.push(branch);
  }
  return root;
}
