import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { mindmap } from "../../../../lib/documents/local/mindmap.ts";
import { parseTaskOptions } from "../../../../lib/documents/options.ts";
import type { MindmapNode } from "../../../../lib/documents/results.ts";
import { extractionOf } from "./extraction-of.ts";

const HANDBOOK = new URL("../../../../quality/fixtures/qa/held-out/debian-handbook.txt", import.meta.url);
const ARTICLE = await extractionOf((await readFile(HANDBOOK, "utf8")).slice(0, 40_000));
const GROUPS = ["topic", "structure", "timeline"] as const;

const nodes = (node: MindmapNode): MindmapNode[] => [node, ...node.children.flatMap(nodes)];
const levels = (node: MindmapNode): number => 1 + Math.max(0, ...node.children.map(levels));
const map = (options: object = {}, extraction = ARTICLE) => mindmap(extraction, parseTaskOptions("mindmap", options));

describe("mindmap", () => {
  for (const group_by of GROUPS) {
    for (const max_depth of [1, 2, 3, 4, 5]) {
      it(`keeps to ${max_depth} levels by ${group_by}, with names that are unique among siblings and sorted by value`, () => {
        const { mindmap: root, structure, exports } = map({ group_by, max_depth });
        const all = nodes(root);
        expect(levels(root)).toBeLessThanOrEqual(max_depth);
        expect(structure).toEqual({
          total_branches: root.children.length,
          total_nodes: all.length,
          max_depth: levels(root),
          main_topics: root.children.map(({ name }) => name),
        });
        if (max_depth >= 2) expect(root.children.length).toBeGreaterThanOrEqual(2);
        expect(root.children.length).toBeLessThanOrEqual(5);
        expect(all.length).toBeLessThanOrEqual(60);
        for (const { name, value, children } of all) {
          expect(name).toMatch(/^\S(?:.{0,78}\S)?$/u);
          expect(value >= 1 && value <= 100 && Number.isInteger(value)).toBe(true);
          expect(new Set(children.map((child) => child.name)).size).toBe(children.length);
          expect(children.map((child) => child.value)).toEqual(
            children.map((child) => child.value).sort((a, b) => b - a),
          );
        }
        expect(exports.markdown.match(/^(?:#| *-) /gm)).toHaveLength(all.length);
        expect(exports.mermaid.trim().split("\n")).toHaveLength(all.length + 1);
        expect(exports.opml.match(/<outline /g)).toHaveLength(all.length);
      });
    }
  }

  it("names keywords that stand in the text, best first, or none when none are wanted", () => {
    const { keywords, keyword_scores } = map();
    const text = ARTICLE.text.toLowerCase();
    expect(keywords.length).toBeGreaterThan(10);
    expect(keywords.length).toBeLessThanOrEqual(20);
    for (const keyword of keywords) expect(text).toContain(keyword.toLowerCase());
    expect(keyword_scores.map(({ keyword }) => keyword)).toEqual(keywords);
    expect(keyword_scores.map(({ score }) => score)).toEqual(
      keyword_scores.map(({ score }) => score).sort((a, b) => b - a),
    );
    expect(map({ include_keywords: false })).toMatchObject({ keywords: [], keyword_scores: [] });
  });

  it("keeps to the branches and nodes allowed", () => {
    const { structure } = map({ max_branches: 3, max_nodes: 9, max_depth: 5 });
    expect(structure).toMatchObject({ total_branches: 3, total_nodes: 9 });
  });

  it("follows the sections, repeated titles told apart", async () => {
    const body = "A sentence of some length stands here for the sake of words. ".repeat(8);
    const text = `# Plan\n\n## Costs\n\n${body}\n\n## Results\n\n${body}${body}\n\n## Results\n\n${body}\n\n## References\n\n${body}\n`;
    const { mindmap: root } = map({ group_by: "structure", max_depth: 2 }, await extractionOf(text));
    expect(root.name).toBe("Plan");
    expect(root.children.map(({ name }) => name)).toEqual(["Results", "Costs", "Results (2)"]);
    expect(root.children[0]).toMatchObject({ value: 100, start: text.indexOf("## Results") });
  });

  it("groups by years, and by decades when there are too many", async () => {
    const said = [1903, 1904, 1911, 1925, 1925, 1968, 1969, 1987].map(
      (year) => `In ${year} the bridge over the river was closed again.`,
    );
    const years = map({ group_by: "timeline", max_branches: 10, max_depth: 3 }, await extractionOf(said.join("\n\n")));
    expect(years.mindmap.children.map(({ name }) => name)).toEqual([
      "1925",
      "1903",
      "1904",
      "1911",
      "1968",
      "1969",
      "1987",
    ]);
    expect(years.mindmap.children[1]!.children[0]!.name).toBe("In 1903 the bridge over the river was closed again.");
    const decades = map({ group_by: "timeline", max_branches: 5, max_depth: 3 }, await extractionOf(said.join("\n\n")));
    expect(decades.mindmap.children.map(({ name }) => name)).toEqual([
      "1900–1909",
      "1920–1929",
      "1960–1969",
      "1910–1919",
      "1980–1989",
    ]);
  });

  it("shows the structure and says so where no dates are named", async () => {
    const body = "Nobody knows when this was or how long it lasted in the end. ".repeat(8);
    const result = map({ group_by: "timeline" }, await extractionOf(`# One\n\n${body}\n\n# Two\n\n${body}`));
    expect(result.warnings.map(({ code }) => code)).toEqual(["NO_DATES"]);
    expect(result.structure.main_topics).toEqual(["One", "Two"]);
  });

  it("carries no markup of a heading into any export", async () => {
    const title = 'A "b" <c> & [d] `e` *f*';
    const body = "Plain words about the matter stand in this section for a while. ".repeat(8);
    const text = `# ${title}\n\n${body}\n\n# 1. - ${title}\n\n${body}\n`;
    const { exports } = map({ group_by: "structure", max_depth: 2 }, await extractionOf(text));
    expect(exports.opml).toContain('<outline text="A &quot;b&quot; &lt;c&gt; &amp; [d] `e` *f*"/>');
    expect(exports.mermaid).toContain('["A #34;b#34; #60;c#62; #38; #91;d#93; #96;e#96; *f*"]');
    expect(exports.markdown).toContain('- A "b" &lt;c&gt; &amp; \\[d\\] \\`e\\` \\*f\\*\n');
    expect(exports.markdown).toContain("- 1\\. - A ");
  });

  it("gives the same bytes again", () => {
    for (const group_by of GROUPS) expect(JSON.stringify(map({ group_by }))).toBe(JSON.stringify(map({ group_by })));
  });
});
