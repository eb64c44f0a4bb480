import { Command, Option } from "commander";
import { exportResult } from "../../lib/documents/exports.ts";
import { mindmap as drawMindmap } from "../../lib/documents/local/mindmap.ts";
import type { MindmapNode, MindmapResult } from "../../lib/documents/results.ts";
import { jsonOption } from "../service-options.ts";
import { type OutputFlags, optionsFor, outOption, output, perform, readDocumentFile, whole } from "./document-file.ts";

type Flags = OutputFlags & { depth?: string; groupBy?: string; branches?: string; nodes?: string; format: string };

/** intake documents mindmap FILE: what a document is about, as a tree. */
export const mindmap = () =>
  new Command("mindmap")
    .description("what a document is about, as a tree")
    .argument("<file>", "PDF, DOCX or TXT; - reads text from standard input")
    .option("--depth <n>", "levels, the root included, 1 to 5")
    .option("--group-by <what>", "topic, structure or timeline")
    .option("--branches <n>", "main branches at most, 2 to 10")
    .option("--nodes <n>", "nodes at most, 5 to 200")
    .addOption(new Option("--format <format>").choices(["tree", "markdown", "mermaid", "opml"]).default("tree"))
    .addOption(jsonOption())
    .addOption(outOption())
    .action(async (file: string, flags: Flags) => {
      const options = optionsFor("mindmap", {
        max_depth: whole(flags.depth),
        group_by: flags.groupBy,
        max_branches: whole(flags.branches),
        max_nodes: whole(flags.nodes),
      });
      const extraction = await readDocumentFile(file);
      const result = perform(file, extraction, () => drawMindmap(extraction, options));
      await output(result, flags, () => drawn(result, flags.format));
    });

function drawn(result: MindmapResult, format: string): string {
  return format === "tree"
    ? `${treeLines(result.mindmap).join("\n")}\n`
    : exportResult("mindmap", result, format).content;
}

function treeLines({ name, children }: MindmapNode): string[] {
  return [
    name,
    ...children.flatMap((child, index) => {
      const last = index === children.length - 1;
      return treeLines(child).map((line, at) => `${at === 0 ? (last ? "└─ " : "├─ ") : last ? "   " : "│  "}${line}`);
    }),
  ];
}
