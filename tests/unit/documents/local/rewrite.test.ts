import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMAL, PLAIN, VIVID } from "../../../../lib/documents/local/rewrite/lexicon.ts";
import { rewrite } from "../../../../lib/documents/local/rewrite.ts";
import { parseTaskOptions, type RewriteOptions } from "../../../../lib/documents/options.ts";
import { extractionOf } from "./extraction-of.ts";

const STYLES = ["academic", "casual", "formal", "creative", "concise"] as const;
const DOCUMENT = await extractionOf("# One\n\nWe don't buy stuff.\n\n# Two\n\nThe kids are gonna win.\n");

const rewritten = (text: string, rewrite_type: RewriteOptions["rewrite_type"], more: object = {}) =>
  rewrite(DOCUMENT, parseTaskOptions("rewrite", { text, rewrite_type, ...more }));

const SAMPLE =
  "Basically, we don't know why it failed. The team utilized numerous devices in order to obtain results, but it's a very big problem. " +
  'However, Dr. Ann Lee said "we can\'t utilize 42 of them" (Smith, 2019) at https://example.com/utilize on 5 May 2020. ' +
  "The kids of Acme Corp have purchased a lot of tickets [12], and the end result was `don't` and x = y + 1 for ann@example.com.";

describe("rewrite", () => {
  it("writes contractions out, by what follows them where they can mean two things", () => {
    expect(
      rewritten(
        "I'm sure it's done and he's been there; we'd better wait, they'd like it. Won't you? Let's go.",
        "formal",
      ).rewritten_text,
    ).toBe(
      "I am sure it is done and he has been there; we had better wait, they would like it. Will not you? Let us go.",
    );
  });

  it("forms contractions in casual writing, not where the verb carries the stress", () => {
    const { rewritten_text } = rewritten(
      "We do not know what it is. It is late and they will not come. I am sure.",
      "casual",
    );
    expect(rewritten_text).toBe("We don't know what it is. It's late and they won't come. I'm sure.");
  });

  it("replaces words in the form they stand in, with the right article and capital", () => {
    expect(rewritten("Purchasing an additional vehicle requires assistance.", "casual").rewritten_text).toBe(
      "Buying an extra car needs help.",
    );
    expect(rewritten("Kids got rid of a big old bike and found out why.", "formal").rewritten_text).toBe(
      "Children eliminated a large old bicycle and discovered why.",
    );
    expect(rewritten("It was an essential part of the attempt.", "casual").rewritten_text).toBe(
      "It was a key part of the attempt.",
    );
  });

  it("removes fillers with their commas, and leaves those that turn the meaning", () => {
    expect(
      rewritten("Obviously, the plan, of course, was really good. It was not very good.", "formal").rewritten_text,
    ).toBe("The plan was good. It was not very good.");
  });

  it("lets numbers, dates, quotations, addresses, code, formulas, citations and names stand in every style", () => {
    for (const style of STYLES.filter((name) => name !== "concise")) {
      const { rewritten_text } = rewritten(SAMPLE, style);
      for (const kept of [
        '"we can\'t utilize 42 of them"',
        "(Smith, 2019)",
        "https://example.com/utilize",
        "5 May 2020",
        "Acme Corp",
        "[12]",
        "`don't`",
        "x = y + 1",
        "ann@example.com",
        "Dr. Ann Lee",
      ]) {
        expect(rewritten_text, style).toContain(kept);
      }
    }
  });

  it("changes a sample with contractions, fillers and formal words in every style, and says how often", () => {
    for (const style of STYLES) {
      const result = rewritten(SAMPLE, style);
      expect(result.rewritten_text, style).not.toBe(SAMPLE);
      expect(result.improvements).toHaveLength(result.changes.length);
      expect(result.limited).toBe(true);
      for (const { count, examples } of result.changes) {
        expect(count).toBeGreaterThanOrEqual(examples.length);
        expect(examples.length).toBeLessThanOrEqual(5);
      }
    }
  });

  it("drops the least central sentences of a text that is to be shorter, and counts them", () => {
    const text =
      "The engine drives the pump. The pump feeds the engine with oil. A grey cat slept nearby today. The oil cools pump and engine.";
    const result = rewritten(text, "concise");
    expect(result.rewritten_text).toBe(
      "The engine drives the pump. The pump feeds the engine with oil. The oil cools pump and engine.",
    );
    expect(result.changes).toEqual([
      { rule: "sentences_dropped", count: 1, examples: [{ from: "A grey cat slept nearby today.", to: "" }] },
    ]);
    expect(result.rewritten_length).toBeLessThanOrEqual(result.original_length);
  });

  it("says what it cannot do", () => {
    const codes = (text: string, style: RewriteOptions["rewrite_type"], more: object) =>
      rewritten(text, style, more).warnings.map(({ code }) => code);
    expect(codes("We don't know it.", "formal", { length: "longer", tone: "warm" })).toEqual([
      "TONE_IGNORED",
      "LENGTH_NOT_REACHED",
    ]);
    expect(codes("The river is long.", "formal", {})).toEqual(["NO_CHANGE"]);
    expect(codes("Der Fluss ist sehr lang und breit.", "formal", {})).toEqual(["LANGUAGE_LIMITED", "NO_CHANGE"]);
    expect(codes("We don't know why the river is so long.", "formal", { language: "zh" })).toEqual([
      "LANGUAGE_LIMITED",
    ]);
    const same = rewritten("The river is long.", "formal");
    expect(same).toMatchObject({ rewritten_text: "The river is long.", improvements: [], changes: [] });
  });

  it("rewrites a section of the document and leaves its title", () => {
    const section = (index: number) =>
      rewrite(DOCUMENT, parseTaskOptions("rewrite", { section: index, rewrite_type: "formal" }));
    expect(section(1).rewritten_text).toBe("# Two\n\nThe children are going to win.");
    expect(() => section(2)).toThrow(expect.objectContaining({ code: "SECTION_INVALID" }));
  });

  it("offers at most two alternatives, all different", () => {
    const { alternatives, rewritten_text } = rewritten(SAMPLE, "academic");
    expect(alternatives).toHaveLength(2);
    expect(new Set([SAMPLE, rewritten_text, ...alternatives.map(({ text }) => text)]).size).toBe(4);
  });

  it("exchanges Chinese words of talk and of writing", () => {
    expect(rewritten("其实，我们现在很多人都不知道为什么孩子没有来，因为天气不好。", "formal").rewritten_text).toBe(
      "我们目前许多人都不知道为何儿童没有来，由于天气不好。",
    );
  });

  it("knows two hundred pairs of English words, none of which leads back to itself", () => {
    expect(new Set([...PLAIN, ...FORMAL, ...VIVID].map(({ from }) => from)).size).toBeGreaterThan(200);
    for (const { from, to } of [...PLAIN, ...FORMAL, ...VIVID]) expect(to).not.toBe(from);
  });

  it("gives the same again, never longer when concise, for any text", () => {
    const word = fc.constantFrom(
      "I",
      "don't",
      "utilize",
      "in order to",
      "very",
      "big",
      "kids",
      "3.5",
      "Paris",
      "basically,",
      "end result",
      "a",
      "it is",
      "—",
      "“x”",
      "\n\n",
    );
    const text = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => `${words.join(" ")}.`);
    fc.assert(
      fc.property(text, fc.constantFrom(...STYLES), (sample, style) => {
        const result = rewritten(sample, style);
        expect(JSON.stringify(rewritten(sample, style))).toBe(JSON.stringify(result));
        if (style === "concise") expect(result.rewritten_length).toBeLessThanOrEqual(result.original_length);
        expect(result.rewritten_text.split("3.5").length <= sample.split("3.5").length).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
