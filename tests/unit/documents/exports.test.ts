import { describe, expect, it } from "vitest";
import { exportResult } from "../../../lib/documents/exports.ts";
import { extractResult } from "../../../lib/documents/extract/finish.ts";
import { answer } from "../../../lib/documents/local/answer.ts";
import { mindmap } from "../../../lib/documents/local/mindmap.ts";
import { rewrite } from "../../../lib/documents/local/rewrite.ts";
import { summarize } from "../../../lib/documents/local/summarize.ts";
import { parseTaskOptions } from "../../../lib/documents/options.ts";
import { extractionOf } from "./local/extraction-of.ts";

const EXTRACTION = await extractionOf(
  "# A_1 *note*\n\nThe ship sank at dawn. Nobody <b>was</b> hurt.\n- A tug saved the cargo.",
);

describe("exportResult", () => {
  it("gives the bare result as JSON", () => {
    const result = summarize(EXTRACTION, parseTaskOptions("summarize", {}));
    const { content, mediaType, extension } = exportResult("summarize", result, "json");
    expect(JSON.parse(content)).toEqual(result);
    expect([mediaType, extension]).toEqual(["application/json; charset=utf-8", "json"]);
  });

  it("writes a summary as Markdown in which no mark of the text acts", () => {
    const result = summarize(EXTRACTION, parseTaskOptions("summarize", { focus_areas: ["tug", "gold"] }));
    expect(exportResult("summarize", result).content).toBe(`# Summary

The ship sank at dawn. Nobody &lt;b&gt;was&lt;/b&gt; hurt. - A tug saved the cargo.

## Key points

- The ship sank at dawn.
- Nobody &lt;b&gt;was&lt;/b&gt; hurt.
- \\- A tug saved the cargo.

## Areas of interest

- tug: 1 sentence
- gold: not in the document

15 of 17 words.
`);
  });

  it("lists the sources of an answer with their places", () => {
    const result = answer(EXTRACTION, parseTaskOptions("qa", { question: "When did the ship sink?" }));
    expect(exportResult("qa", result).content).toContain("## Sources\n\n1. A\\_1 \\*note\\*: The ship sank at dawn.");
  });

  it("gives the other types their own formats, the first unless told", () => {
    expect(exportResult("extract", extractResult(EXTRACTION))).toMatchObject({
      content: EXTRACTION.text,
      extension: "txt",
    });
    const drawn = mindmap(EXTRACTION, parseTaskOptions("mindmap", {}));
    expect(exportResult("mindmap", drawn).content).toBe(drawn.exports.markdown);
    expect(exportResult("mindmap", drawn, "opml")).toMatchObject({ content: drawn.exports.opml, extension: "opml" });
    expect(exportResult("mindmap", drawn, "mermaid").content).toBe(drawn.exports.mermaid);
    const formal = rewrite(EXTRACTION, parseTaskOptions("rewrite", { text: "We don't know.", rewrite_type: "formal" }));
    expect(exportResult("rewrite", formal).content).toBe(
      "# Rewritten (formal)\n\nWe do not know.\n\n## Changes\n\n- Wrote out 1 contraction (“don't” → “do not”).\n",
    );
  });

  it("refuses a format that the type of result does not have", () => {
    const result = summarize(EXTRACTION, parseTaskOptions("summarize", {}));
    expect(() => exportResult("summarize", result, "opml")).toThrow(
      expect.objectContaining({ code: "VALIDATION_ERROR" }),
    );
  });
});
