import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summarize } from "../../../../lib/documents/local/summarize.ts";
import { parseTaskOptions } from "../../../../lib/documents/options.ts";
import { sentences } from "../../../../lib/documents/sentences.ts";
import { countWords } from "../../../../lib/documents/words.ts";
import { extractionOf } from "./extraction-of.ts";

const ARTICLE = await readFile(
  new URL("../../../../quality/fixtures/summary/tuning/pone.0008519.txt", import.meta.url),
  "utf8",
);
const BUDGETS = {
  brief: { short: 60, medium: 120, long: 200 },
  detailed: { short: 250, medium: 500, long: 900 },
  custom: { short: 120, medium: 240, long: 400 },
} as const;
const POINTS = { brief: [3, 5], detailed: [5, 10], custom: [3, 8] } as const;

const flat = (text: string) => text.replace(/\s+/g, " ");
const summaryOf = async (text: string, options: object = {}) =>
  summarize(await extractionOf(text), parseTaskOptions("summarize", options));

describe("summarize", () => {
  for (const summary_type of ["brief", "detailed", "custom"] as const) {
    for (const length of ["short", "medium", "long"] as const) {
      it(`keeps to the words and key points of ${summary_type} ${length}, every sentence verbatim and in order`, async () => {
        const result = await summaryOf(ARTICLE, { summary_type, length, focus_areas: ["patients"] });
        const { summary, key_points, statistics } = result;
        expect(countWords(summary, "en")).toBe(statistics.summary_length);
        expect(statistics.summary_length).toBeLessThanOrEqual(BUDGETS[summary_type][length]);
        expect(statistics.summary_length * 2).toBeLessThanOrEqual(statistics.original_length);
        expect(statistics.compression_ratio).toBe(
          Math.round((statistics.summary_length / statistics.original_length) * 10_000) / 10_000,
        );
        const [least, most] = POINTS[summary_type];
        expect(key_points.length).toBeGreaterThanOrEqual(least);
        expect(key_points.length).toBeLessThanOrEqual(most);
        const text = flat(ARTICLE);
        const places = [...sentences(summary, "en")].map(({ start, end }) => text.indexOf(summary.slice(start, end)));
        expect(places).not.toContain(-1);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(new Set(places).size).toBe(places.length);
        for (const point of key_points) expect(text).toContain(point);
      });
    }
  }

  it("leaves out pointers, rows of tables and items of lists where there are sentences enough", async () => {
    const fragments = [
      "See: Harbour cranes",
      "Crane\tTons\tYear",
      "Old quay, new quay",
      "See also the harbour crane map.",
    ];
    const body = Array.from(
      { length: 24 },
      (_, at) => `Crane number ${at + 1} of the harbour lifted ${at * 7 + 3} tons of stone in its year.`,
    );
    const text = body.map((sentence, at) => `${fragments[at % fragments.length]}\n\n${sentence}`).join("\n\n");
    for (const length of ["short", "medium", "long"] as const) {
      const { summary, key_points } = await summaryOf(text, { length });
      const chosen = [...sentences(summary, "en")].map(({ start, end }) => summary.slice(start, end).trim());
      expect(body).toEqual(expect.arrayContaining([...chosen, ...key_points]));
    }
    expect((await summaryOf(`${fragments.join("\n\n")}\n\nA quay\n\nA wall`)).summary).not.toBe("");
  });

  it("gives back a document of three sentences whole", async () => {
    const result = await summaryOf("The ship sank at dawn. Nobody was hurt.\nA tug saved the cargo.");
    expect(result.summary).toBe("The ship sank at dawn. Nobody was hurt. A tug saved the cargo.");
    expect(result.warnings.map(({ code }) => code)).toEqual(["DOCUMENT_SHORT"]);
    expect(result.statistics).toEqual({ original_length: 13, summary_length: 13, compression_ratio: 1, unit: "words" });
  });

  it("summarizes the sections of a detailed summary, their places included", async () => {
    const extraction = await extractionOf(ARTICLE);
    const { sections_summary } = summarize(extraction, parseTaskOptions("summarize", { summary_type: "detailed" }));
    const expected = extraction.sections.filter(({ word_count, level }) => word_count >= 50 && level <= 2);
    expect(sections_summary.map(({ start, end }) => [start, end])).toEqual(
      expected.map(({ start, end }) => [start, end]),
    );
    for (const { summary, start, end } of sections_summary) {
      for (const span of sentences(summary, "en")) {
        expect(flat(extraction.text.slice(start, end))).toContain(summary.slice(span.start, span.end));
      }
    }
    expect((await summaryOf(ARTICLE)).sections_summary).toEqual([]);
  });

  it("tells which areas of interest the document speaks of, and speaks of those", async () => {
    const focus_areas = ["prostate cancer", "deep sea mining"];
    const result = await summaryOf(ARTICLE, { summary_type: "custom", length: "short", focus_areas });
    expect(result.focus).toEqual([
      { area: "prostate cancer", matched: true, sentences: expect.any(Number) },
      { area: "deep sea mining", matched: false, sentences: 0 },
    ]);
    expect(result.focus[0]!.sentences).toBeGreaterThan(0);
    expect(result.summary.toLowerCase()).toContain("prostate cancer");
  });

  it("keeps the document's own language and says so", async () => {
    const result = await summaryOf(ARTICLE, { language: "zh" });
    expect(result).toMatchObject({ language: "en", warnings: [{ code: "LANGUAGE_LIMITED" }] });
    expect((await summaryOf(ARTICLE, { language: "en" })).warnings).toEqual([]);
  });

  it("takes the shortest sentence where none fits the budget", async () => {
    const long = (word: string) => `${`${word} `.repeat(90).trim()}.`;
    const text = [long("Alpha"), long("Beta"), long("Gamma"), `${"Delta ".repeat(70).trim()}.`].join(" ");
    const { summary, statistics } = await summaryOf(text, { length: "short" });
    expect(summary.startsWith("Delta Delta")).toBe(true);
    expect(statistics.summary_length).toBe(70);
  });

  it("says once what the text says many times", async () => {
    const { summary } = await summaryOf("The same line stands here again.\n\n".repeat(2_000));
    expect(summary).toBe("The same line stands here again.");
  });

  it("writes Chinese sentences one after the other without blanks", async () => {
    const text =
      "长城是中国古代的军事防御工程。明朝修筑了大部分现存的长城。它全长超过两万公里。每年有数百万游客前来参观。许多段落正在修缮之中。政府为此投入了大量资金。专家们担心游客过多。";
    const { summary, language } = await summaryOf(text, { length: "short" });
    expect(language).toBe("zh");
    expect(summary).toMatch(/^[^\s]+。$/);
  });

  it("gives the same bytes again for any text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z A-Z0-9.,\n一-龥。]{1,400}$/u), async (text) => {
        fc.pre(/[\p{L}\p{N}]/u.test(text));
        expect(JSON.stringify(await summaryOf(text))).toBe(JSON.stringify(await summaryOf(text)));
      }),
      { numRuns: 50 },
    );
  });
});
