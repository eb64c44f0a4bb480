import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer } from "../../../../lib/documents/local/answer.ts";
import { parseTaskOptions } from "../../../../lib/documents/options.ts";
import { extractionOf } from "./extraction-of.ts";

const LIGHTHOUSE = `# The lighthouse

The lighthouse of Norhaven was built in 1871 by the engineer Ada Brandt. It stands on a granite rock at the mouth of the
harbour. The tower is 43 metres high, and its light can be seen from 21 nautical miles.

The first keeper was Johan Lind, who served for thirty years. He kept a diary of the weather and of passing ships.
Storms damaged the gallery in 1893, because the iron railings had rusted through.

# The harbour

Fishing boats bring herring and cod to the quay every morning. The market opens at six o'clock and closes at noon.
In summer, sailing yachts from abroad fill the inner basin. A ferry crosses to the island of Senn four times a day.

The harbour master charges visitors twelve crowns a night. The money pays for dredging the channel.
`;

const ask = async (question: string, more: object = {}, text = LIGHTHOUSE) =>
  answer(await extractionOf(text), parseTaskOptions("qa", { question, ...more }));

describe("answer", () => {
  it("answers with the sentence that says it, and cites its place exactly", async () => {
    const extraction = await extractionOf(LIGHTHOUSE);
    const result = answer(extraction, parseTaskOptions("qa", { question: "Who built the lighthouse of Norhaven?" }));
    expect(result.answer).toBe("The lighthouse of Norhaven was built in 1871 by the engineer Ada Brandt.");
    expect(result).toMatchObject({ answerable: true, engine: "local/3", language: "en", warnings: [] });
    expect(result.confidence).toBeGreaterThanOrEqual(0.5);
    const [first] = result.sources;
    expect(first).toMatchObject({ section: "The lighthouse", page: null });
    expect(first?.excerpt).toContain("built in 1871 by the engineer Ada Brandt");
    for (const { excerpt, start, end } of result.sources) {
      expect(excerpt).toBe(extraction.text.slice(start, end));
      expect(excerpt.length).toBeLessThanOrEqual(300);
    }
  });

  it("says that it does not know what the document does not say", async () => {
    const result = await ask("How does photosynthesis produce oxygen?");
    expect(result).toMatchObject({
      answerable: false,
      answer: "The document does not seem to answer this question.",
      sources: [],
      confidence: 0,
    });
  });

  it("prefers the sentence that holds the kind of thing asked for", async () => {
    expect((await ask("Why was the gallery damaged?")).answer).toContain("because the iron railings had rusted");
    expect((await ask("How high is the tower?")).answer).toContain("43 metres");
    expect((await ask("What do visitors pay the harbour master?")).answer).toContain("twelve crowns a night");
  });

  it("finds a form of the verb that no suffix rule leads to", async () => {
    expect((await ask("Who kept a diary?")).answer).toContain("He kept a diary");
    expect(
      (
        await ask(
          "Which ships does the keeper write about?",
          {},
          `${LIGHTHOUSE}\nThe keeper wrote about whaling ships.`,
        )
      ).answer,
    ).toContain("wrote about whaling ships");
  });

  it("finds a name by a slip of the pen, and a German word within a compound", async () => {
    expect((await ask("Who was Johan Lindt?")).answer).toContain("Johan Lind,");
    const text =
      "Die Dampfmaschine stand im Keller und trieb die Pumpen an.\n\nDas Dach war mit Schiefer gedeckt und dicht.\n";
    expect((await ask("Wo stand die Maschine?", {}, text)).sources[0]!.excerpt).toContain("Dampfmaschine");
  });

  it("takes a paraphrase that questions are full of for the word itself", async () => {
    expect((await ask("When was the lighthouse erected?")).answer).toContain("built in 1871");
    expect((await ask("How large is the island that a boat goes to?")).answer).toContain("island of Senn");
  });

  it("puts what a sentence refers back to before it", async () => {
    expect((await ask("Where does it stand on a granite rock?")).answer).toMatch(
      /^The lighthouse of Norhaven .*harbour\.$/s,
    );
  });

  it("understands a follow-up by the history it leans on", async () => {
    const text = `${LIGHTHOUSE}\n# The church\n\nThe church was begun in 1650. Its bell weighs 900 kilograms.\n`;
    const history = [{ question: "Who built the lighthouse?", answer: "The engineer Ada Brandt." }];
    const bare = await ask("And in which year?", {}, text);
    const led = await ask("And in which year?", { history }, text);
    expect(bare.sources[0]?.excerpt ?? "").not.toContain("1871");
    expect(led.sources[0]?.excerpt).toContain("1871");
    expect(led.answerable).toBe(true);
  });

  it("gives at most top_k sources, best first, no two with the same text", async () => {
    const { sources } = await ask("harbour lighthouse keeper market ferry", { top_k: 2 });
    expect(sources).toHaveLength(2);
    expect(sources[0]!.score).toBeGreaterThanOrEqual(sources[1]!.score);
    expect(sources[0]!.end <= sources[1]!.start || sources[1]!.end <= sources[0]!.start).toBe(true);
  });

  it("cuts an excerpt out of a sentence longer than itself, around what was asked", async () => {
    const long = `The list names ${Array.from({ length: 80 }, (_, at) => `boat number ${at}`).join(", ")}, the brig Aurora under captain Sten, ${"and another vessel, ".repeat(40)}and no more. Nothing else is known of it. The rest was lost. Nobody minds.`;
    const [first] = (await ask("Who was captain of the brig Aurora?", {}, long)).sources;
    expect(first?.excerpt).toContain("the brig Aurora under captain Sten");
    expect(first?.excerpt.length).toBeLessThanOrEqual(300);
  });

  it("answers in Chinese from a Chinese text", async () => {
    const text =
      "长城是中国古代的军事防御工程。明朝修筑了大部分现存的长城。它全长超过两万公里，每年吸引数百万游客。\n\n故宫位于北京市中心，建于1420年。它是明清两代的皇家宫殿。今天那里是一座博物馆，收藏了许多艺术品。";
    const result = await ask("故宫建于哪一年？", {}, text);
    expect(result.answer).toContain("故宫位于北京市中心，建于1420年。");
    expect(result.answerable).toBe(true);
    expect((await ask("火星上有水吗？", {}, text)).answer).toBe("该文档似乎没有回答这个问题。");
  });

  it("warns of a question in another language than the document", async () => {
    expect((await ask("Кто построил этот маяк в городе?")).warnings.map(({ code }) => code)).toEqual([
      "LANGUAGE_MISMATCH",
    ]);
    expect((await ask("Wer hat diesen Leuchtturm im Hafen gebaut?")).warnings).toHaveLength(1);
  });

  it("suggests three to five questions, none of them the one asked", async () => {
    const first = await ask("What happened in 1871?");
    expect(first.suggested_questions.length).toBeGreaterThanOrEqual(3);
    expect(first.suggested_questions.length).toBeLessThanOrEqual(5);
    expect(first.suggested_questions).not.toContain("What happened in 1871?");
    expect(new Set(first.suggested_questions).size).toBe(first.suggested_questions.length);
  });

  it("refuses a document without text", async () => {
    await expect(ask("Why?", {}, " \n ")).rejects.toMatchObject({ code: "NO_TEXT" });
  });

  it("gives the same bytes again, and exact excerpts, whatever is asked of whatever text", async () => {
    const phrase = fc.stringMatching(/^[a-zа-я一-龥A-Z0-9 .,?!\n"'()-]{1,300}$/u);
    await fc.assert(
      fc.asyncProperty(phrase, phrase, async (text, question) => {
        fc.pre(/[\p{L}\p{N}]/u.test(text) && /[\p{L}\p{N}]/u.test(question));
        const extraction = await extractionOf(text);
        const request = parseTaskOptions("qa", { question });
        const result = answer(extraction, request);
        expect(JSON.stringify(answer(extraction, request))).toBe(JSON.stringify(result));
        for (const { excerpt, start, end } of result.sources) expect(excerpt).toBe(extraction.text.slice(start, end));
        expect(result.confidence >= 0 && result.confidence <= 1).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
