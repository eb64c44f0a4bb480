import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentences } from "../../../lib/documents/sentences.ts";

function split(text: string, language = "en"): string[] {
  return [...sentences(text, language)].map(({ start, end }) => text.slice(start, end));
}

describe("sentences", () => {
  it("does not end a sentence at titles, initials and short forms", () => {
    expect(split("Dr. Smith met J. R. Tolkien, e.g. Mr. Frodo. They spoke.")).toEqual([
      "Dr. Smith met J. R. Tolkien, e.g. Mr. Frodo.",
      "They spoke.",
    ]);
    expect(split("The U.S. Senate met. It was held in the U.S. The vote passed.")).toEqual([
      "The U.S. Senate met.",
      "It was held in the U.S.",
      "The vote passed.",
    ]);
  });

  it("keeps decimals, figure numbers and et al. whole", () => {
    expect(split("It rose by 3.14 percent (see Fig. 5). Smith et al. (2019) agree. Next.")).toEqual([
      "It rose by 3.14 percent (see Fig. 5).",
      "Smith et al. (2019) agree.",
      "Next.",
    ]);
    expect(split("He said no. Then he left.")).toEqual(["He said no.", "Then he left."]);
  });

  it("keeps a section number with its heading", () => {
    expect(split("1. Introduction\n\n2.1. Methods")).toEqual(["1. Introduction", "2.1. Methods"]);
  });

  it("keeps what is said after a quoted question in the same sentence", () => {
    expect(split("“Why now?” he asked. Nobody knew.")).toEqual(["“Why now?” he asked.", "Nobody knew."]);
  });

  it("reads over the line breaks of a fixed width, but not over list items and table rows", () => {
    expect(split("The lamps along the river were\nlit at dusk. The boats came in\nfrom the sea.")).toEqual([
      "The lamps along the river were\nlit at dusk.",
      "The boats came in\nfrom the sea.",
    ]);
    expect(split("- first thing\n- second thing\n- third thing")).toHaveLength(3);
    expect(split("Name\tAge\nAnna\t31")).toEqual(["Name\tAge", "Anna\t31"]);
  });

  it("ends Chinese, Japanese, Hindi and Arabic sentences at their own marks", () => {
    expect(split("他来了。她走了！为什么？", "zh")).toEqual(["他来了。", "她走了！", "为什么？"]);
    expect(split("「行こう。」と彼は言った。雨だ。", "ja").at(-1)).toBe("雨だ。");
    expect(split("第一。「第二。」第三！", "zh")).toEqual(["第一。", "「第二。」", "第三！"]);
    expect(split("वह आया। वह गया।", "hi")).toEqual(["वह आया।", "वह गया।"]);
    expect(split("هل جاء؟ نعم جاء.", "ar")).toEqual(["هل جاء؟", "نعم جاء."]);
  });

  it("keeps German ordinals and short forms whole", () => {
    expect(split("Am 3. Oktober kam Dr. Weber, d.h. Vater. Er blieb bis 1990. Danach ging er.", "de")).toEqual([
      "Am 3. Oktober kam Dr. Weber, d.h. Vater.",
      "Er blieb bis 1990.",
      "Danach ging er.",
    ]);
  });

  it("loses no letter and never overlaps, whatever the text", () => {
    const piece = fc.oneof(
      fc.constantFrom(". ", "\n", "\n\n", "! ", "Dr. ", "A. ", "。", "\t", "“", "”", "1. ", "et al. "),
      fc.string({ unit: "grapheme", maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        let end = 0;
        for (const span of sentences(text, "en")) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(end, span.start).trim()).toBe("");
          end = span.end;
        }
        expect(text.slice(end).trim()).toBe("");
      }),
    );
  });

  it("splits a paragraph of a million characters without a line break in time proportional to it", () => {
    const text = "The boats came in from the sea. ".repeat(31_250);
    expect([...sentences(text, "en")]).toHaveLength(31_250);
  });
});
