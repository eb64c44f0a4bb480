import { describe, expect, it } from "vitest";
import { answer } from "../../../../lib/documents/local/answer.ts";
import { mindmap } from "../../../../lib/documents/local/mindmap.ts";
import { rewrite } from "../../../../lib/documents/local/rewrite.ts";
import { summarize } from "../../../../lib/documents/local/summarize.ts";
import { parseTaskOptions } from "../../../../lib/documents/options.ts";
import { extractionOf } from "./extraction-of.ts";

const han = (length: number) =>
  Array.from({ length }, (_, at) => String.fromCharCode(0x4e00 + ((at * at) % 3_000))).join("");

/** Texts on which anything that grows with the square of its input would run for minutes. */
const TEXTS: Record<string, string> = {
  "one sentence of a megabyte": Array.from({ length: 180_000 }, (_, at) => `w${(at * 31) % 4_999}`).join(" "),
  "a hundred thousand equal lines": "The quick brown fox jumps over the lazy dog.\n".repeat(100_000),
  "a megabyte without a blank": "abcdefghij".repeat(100_000),
  "Chinese without a stop": han(200_000),
  "ten thousand headings": Array.from(
    { length: 10_000 },
    (_, at) => `# Heading ${at}\n\nText of number ${at} stands here.\n\n`,
  ).join(""),
  "nothing but open quotes": `${'"('.repeat(100_000)} x`,
};

describe("the local engine", () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    it(`gets through ${name}`, async () => {
      const extraction = await extractionOf(text);
      const summary = summarize(extraction, parseTaskOptions("summarize", { summary_type: "detailed" }));
      expect(summary.statistics.summary_length).toBeLessThanOrEqual(Math.max(500, extraction.metadata.word_count));
      const { sources } = answer(extraction, parseTaskOptions("qa", { question: "Does the fox jump over heading 7?" }));
      for (const { excerpt } of sources) expect(excerpt.length).toBeLessThanOrEqual(300);
      for (const group_by of ["topic", "structure"]) {
        expect(
          mindmap(extraction, parseTaskOptions("mindmap", { group_by, max_depth: 5 })).structure.total_nodes,
        ).toBeLessThanOrEqual(60);
      }
      const options = parseTaskOptions("rewrite", { text: text.slice(0, 20_000), rewrite_type: "concise" });
      const { original_length, rewritten_length } = rewrite(extraction, options);
      expect(rewritten_length).toBeLessThanOrEqual(original_length);
    }, 60_000);
  }
});
