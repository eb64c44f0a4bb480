import { describe, expect, it } from "vitest";
import { extractDocument } from "../../../../../lib/documents/extract/extract-document.ts";
import { extractResult, INLINE_LIMIT, TEXT_LIMIT } from "../../../../../lib/documents/extract/finish.ts";

async function extract(text: string) {
  return extractDocument({ bytes: Buffer.from(text), fileType: "txt" });
}

async function headings(text: string) {
  const { sections, section_method } = await extract(text);
  return { method: section_method, found: sections.map(({ title, level }) => [title, level]) };
}

describe("text of a TXT", () => {
  it("is kept line by line, cleaned", async () => {
    const { text } = await extract("one\r\n  two\ttabs\r\n\r\nthree\0 infra-\r\nstructure");
    expect(text).toBe("one\n  two\ttabs\n\nthree infrastructure");
  });

  it("counts form feeds plus one as pages, and knows no pages without any", async () => {
    const { text, pages, metadata } = await extract("first page\fsecond\f");
    expect(text).toBe("first page\nsecond");
    expect(metadata.page_count).toBe(3);
    expect(pages).toEqual([
      { page: 1, start: 0, end: 11 },
      { page: 2, start: 11, end: 17 },
      { page: 3, start: 17, end: 17 },
    ]);
    expect((await extract("no feeds")).metadata.page_count).toBe(null);
  });

  it("counts words, sentences and characters, and knows the language", async () => {
    const { metadata } = await extract("The boats came in. It was late, and nobody saw them.");
    expect(metadata).toMatchObject({
      file_type: "txt",
      word_count: 11,
      sentence_count: 2,
      char_count: 52,
      language: "en",
      direction: "ltr",
      encoding: "UTF-8",
    });
  });

  it("is empty without sections for a file of white space", async () => {
    const { sections, metadata, warnings } = await extract(" \n\t\n");
    expect(sections).toEqual([]);
    expect(metadata).toMatchObject({ word_count: 0, language: "und", needs_ocr: false });
    expect(warnings).toEqual([]);
  });
});

describe("sections of a TXT", () => {
  it("come from number signs, but not inside fenced code", async () => {
    const text = "intro\n\n# One\n\ntext\n\n```\n# no heading\n```\n\n## Two ##\n\ntext";
    expect(await headings(text)).toEqual({
      method: "headings",
      found: [
        [null, 1],
        ["One", 1],
        ["Two", 2],
      ],
    });
  });

  it("come from underlines, and not from a rule or a table", async () => {
    const text = "One\n===\n\ntext\n\nTwo\n---\n\ntext above\na rule\n------\n\n-----\n";
    expect(await headings(text)).toEqual({
      method: "headings",
      found: [
        ["One", 1],
        ["Two", 2],
      ],
    });
  });

  it("come from numbered lines that stand alone, by the depth of the number", async () => {
    const text = "1. Scope\n\nSome text here.\n\n1.1 Terms\n\nMore text.\n\n2 Rules\n\nThe end.";
    expect(await headings(text)).toEqual({
      method: "heuristic",
      found: [
        ["1. Scope", 1],
        ["1.1 Terms", 2],
        ["2 Rules", 1],
      ],
    });
  });

  it("are not made of a numbered list, a sentence or a date", async () => {
    const text = "Intro.\n\n1. Apples\n\n2. Pears\n\n3. Plums\n\n4 People came to see it.\n\nThe end.";
    expect((await headings(text)).found).toEqual([[null, 1]]);
  });

  it("come from capital lines and chapter marks", async () => {
    const text =
      "THE HARBOUR\n\nText.\n\nChapter II. The flood\n\nText.\n\n第三章 河流\n\n文字。\n\nA NOTE IN THE MIDDLE\nof a paragraph";
    expect((await headings(text)).found).toEqual([
      ["THE HARBOUR", 1],
      ["Chapter II. The flood", 1],
      ["第三章 河流", 1],
    ]);
  });

  it("else are cuts of about a thousand words at paragraph ends", async () => {
    const paragraph = `${"word ".repeat(99)}end.`; // a hundred words
    const { text, sections, section_method } = await extract(Array.from({ length: 25 }, () => paragraph).join("\n\n"));
    expect(section_method).toBe("chunks");
    expect(sections.map(({ title, word_count }) => [title, word_count])).toEqual([
      [null, 1000],
      [null, 1000],
      [null, 500],
    ]);
    expect(sections.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
  });

  it("cut even a text that is one line without end", async () => {
    const { sections } = await extract("The boats came in. ".repeat(2_000));
    expect(sections.length).toBeGreaterThanOrEqual(7);
    expect(sections.reduce((sum, { word_count }) => sum + word_count, 0)).toBe(8_000);
  });
});

describe("limits", () => {
  it("keeps 20,000,000 code units, says so, and counts what was left out as unread", async () => {
    const { text, warnings, coverage } = await extract(" ".repeat(TEXT_LIMIT + TEXT_LIMIT / 4)); // blanks cost no time
    expect(text).toHaveLength(TEXT_LIMIT);
    expect(warnings.map(({ code }) => code)).toEqual(["TEXT_LIMIT"]);
    expect(coverage).toBe(0.8);
  });

  it("puts 500,000 code units of the text into the result", async () => {
    const extraction = await extract("The boats came in from sea. ".repeat(INLINE_LIMIT / 25));
    const result = extractResult(extraction);
    expect(result.text).toHaveLength(INLINE_LIMIT);
    expect(result.text_truncated).toBe(true);
    expect(result).toMatchObject({ provider: "local", model: null, engine: "local/3", language: "en", coverage: 1 });
    expect(extractResult(await extract("short")).text_truncated).toBe(false);
  });
});
