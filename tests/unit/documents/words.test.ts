import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countWords, paragraphs, words } from "../../../lib/documents/words.ts";

describe("countWords", () => {
  it("counts word-like segments, numbers among them, punctuation not", () => {
    expect(countWords("It's 3.14 — not five-fold!", "en")).toBe(5);
    expect(countWords("", "en")).toBe(0);
    expect(countWords("… — !", "en")).toBe(0);
  });

  it("counts Chinese, Japanese and Thai words, which no blank divides", () => {
    expect(countWords("我喜欢学习。", "zh")).toBe(3);
    expect(countWords("私は学生です。", "ja")).toBe(4);
    expect(countWords("สวัสดีครับ", "th")).toBe(2);
  });

  it("counts the same for a language nobody knows as for English", () => {
    expect(countWords("one two three", "und")).toBe(3);
  });

  it("counts a paragraph far longer than the segmenter is given at once", () => {
    expect(countWords("word ".repeat(20_000), "en")).toBe(20_000);
  });
});

describe("words", () => {
  it("gives offsets into the whole text", () => {
    const text = "First one.\n\nSecond, 好的 two.";
    for (const { text: word, start, end } of words(text, "en")) expect(text.slice(start, end)).toBe(word);
    expect([...words(text, "en")].map(({ text: word }) => word)).toEqual(["First", "one", "Second", "好的", "two"]);
  });

  it("counts as many as it yields, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        expect([...words(text, "en")]).toHaveLength(countWords(text, "en"));
      }),
    );
  });
});

describe("paragraphs", () => {
  it("divides at blank lines, also those that hold white space, and keeps single line breaks", () => {
    const text = "\n one\ntwo \n \t\n\n three\n";
    expect([...paragraphs(text)].map(({ start, end }) => text.slice(start, end))).toEqual(["one\ntwo", "three"]);
  });
});
