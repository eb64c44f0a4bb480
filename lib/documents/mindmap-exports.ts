/** A mind map as Markdown, Mermaid and OPML 2.0. Names are text: whatever marks they hold, none acts as markup. */
import type { MindmapNode } from "./results.ts";

export function mindmapExports(root: MindmapNode): { markdown: string; mermaid: string; opml: string } {
  return { markdown: toMarkdown(root), mermaid: toMermaid(root), opml: toOpml(root) };
}

/** One heading, and the rest as a nested list. */
function toMarkdown(root: MindmapNode): string {
  const items = [...descendants(root)].map(
    ({ node, level }) => `${"  ".repeat(level - 1)}- ${escapeMarkdown(node.name)}`,
  );
  return `${[`# ${escapeMarkdown(root.name)}`, "", ...items].join("\n").trimEnd()}\n`;
}

/** The `mindmap` diagram of Mermaid; indentation is the tree. */
function toMermaid(root: MindmapNode): string {
  const nodes = [...descendants(root)].map(
    ({ node, level }, index) => `${"  ".repeat(level + 1)}n${index + 1}["${escapeMermaid(node.name)}"]`,
  );
  return `${["mindmap", `  root["${escapeMermaid(root.name)}"]`, ...nodes].join("\n")}\n`;
}

function toOpml(root: MindmapNode): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    `  <head><title>${escapeXml(root.name)}</title></head>`,
    "  <body>",
    ...outline(root, "    "),
    "  </body>",
    "</opml>",
    "",
  ].join("\n");
}

function outline({ name, children }: MindmapNode, indent: string): string[] {
  const text = `<outline text="${escapeXml(name)}"`;
  if (children.length === 0) return [`${indent}${text}/>`];
  return [`${indent}${text}>`, ...children.flatMap((child) => outline(child, `${indent}  `)), `${indent}</outline>`];
}

function* descendants(node: MindmapNode, level = 1): Generator<{ node: MindmapNode; level: number }> {
  for (const child of node.children) {
    yield { node: child, level };
    yield* descendants(child, level + 1);
  }
}

/** Backslashes before every mark that CommonMark reads as one where it stands, entities for what HTML may. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]~|]/g, "\\$&")
    .replace(/^(\s*)([#+=-])/gm, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/gm, "$1\\$2")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Mermaid's own entities (`#quot;`, `#35;`) for every mark it gives a meaning to inside a quoted text. */
function escapeMermaid(text: string): string {
  return text.replace(/["#<>&`[\](){}\\%;:|]/g, (mark) => `#${mark.charCodeAt(0)};`);
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}
