import { describe, expect, it } from "vitest";
import { mapAtOnce } from "../../../../lib/documents/llm/at-once.ts";
import { type ChatRequest, estimateTokens } from "../../../../lib/documents/llm/chat.ts";
import { chunksOf } from "../../../../lib/documents/llm/chunks.ts";
import { condense, fitted } from "../../../../lib/documents/llm/condense.ts";
import { readDocument } from "../../../../lib/documents/local/document-model.ts";
import { prose } from "../../../support/prose.ts";
import { extractionOf, makeChat } from "./make-chat.ts";

const notes = (...lines: string[]) => JSON.stringify({ notes: lines });
const model = (words: number) => readDocument(extractionOf(prose(words)));

describe("chunks", () => {
  it("are whole sentences, in order, without gap, none over the limit", () => {
    const document = model(3_000);
    const chunks = chunksOf(document, 500);
    expect(chunks.length).toBeGreaterThan(5);
    const texts = chunks.map(({ start, end }) => document.text.slice(start, end));
    for (const text of texts) {
      expect(text).toMatch(/^In the year .*\.$/s);
      expect(estimateTokens(text)).toBeLessThanOrEqual(510);
    }
    expect(texts.join(" ").replace(/\s+/g, " ")).toBe(document.text.trim().replace(/\s+/g, " "));
  });
});

describe("condensing a document", () => {
  it("leaves a short one as it is, without a call", async () => {
    const chat = makeChat(() => notes());
    const document = model(100);
    const { material, coverage } = await condense(chat, document);
    expect(material).toBe(document.text.trim());
    expect(coverage).toBe(1);
    expect(chat.asked).toEqual([]);
  });

  it("takes notes on each chunk of a long one, in the order of the text", async () => {
    const chat = makeChat((_request, n) => notes(`note ${n}`));
    const { material, warnings } = await condense(chat, model(10_000));
    expect(chat.asked.length).toBe(chunksOf(model(10_000), 3_000).length);
    expect(material.split("\n")).toEqual(chat.asked.map((_one, n) => `note ${n}`));
    expect(warnings).toEqual([]);
  });

  it("takes notes on the notes for as long as they do not fit, and keeps every request within the context", async () => {
    const contextTokens = 5_000;
    const chat = makeChat(({ purpose }) => notes((purpose === "map" ? "long note " : "short ").repeat(120)), {
      contextTokens,
    });
    const { material } = await condense(chat, model(20_000));
    const purposes = chat.asked.map(({ purpose }) => purpose);
    expect(purposes.filter((purpose) => purpose === "reduce").length).toBeGreaterThan(0);
    for (const { system, user } of chat.asked) {
      expect(estimateTokens(system) + estimateTokens(user) + 2_048).toBeLessThanOrEqual(contextTokens);
    }
    expect(estimateTokens(material)).toBeLessThanOrEqual(contextTokens - 2_048 - 1_000);
  });

  it("reads the parts that say most where the budget does not reach, and says so", async () => {
    const chat = makeChat(() => notes("a note"), { taskTokens: 60_000 });
    const { coverage, warnings } = await condense(chat, model(40_000));
    expect(chat.asked.length).toBe(Math.floor((60_000 - 32_768) / 4_300));
    expect(warnings).toMatchObject([{ code: "TOKEN_BUDGET_TRIMMED" }]);
    expect(coverage).toBeGreaterThan(0.05);
    expect(coverage).toBeLessThan(0.5);
  });

  it("says where a section begins, in whichever chunk it does", async () => {
    const document = model(6_000);
    const chat = makeChat(({ user }: ChatRequest) => notes(...(user.match(/\[section \d\]/g) ?? [])));
    const half = document.text.indexOf("In the year", document.text.length / 2);
    const sections = [
      { start: 0, end: half },
      { start: half, end: document.text.length },
    ];
    const { material } = await condense(chat, document, sections);
    expect([...new Set(material.split("\n"))]).toEqual(["[section 0]", "[section 1]"]);
  });
});

describe("a text that must fit", () => {
  it("is cut to its tokens, whatever its script", () => {
    expect(fitted("abcd".repeat(10), 5)).toHaveLength(19);
    expect(fitted("語".repeat(100), 5).length).toBeLessThanOrEqual(5);
    expect(fitted("short", 5)).toBe("short");
  });
});

describe("doing things at once", () => {
  it("keeps to the number and to the order, and waits for what is under way when one fails", async () => {
    let open = 0;
    let most = 0;
    const act = async (n: number) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5 + (n % 3)));
      open--;
      if (n === 7) throw new Error("seven");
      return n * n;
    };
    expect(await mapAtOnce([1, 2, 3, 4, 5], 2, act)).toEqual([1, 4, 9, 16, 25]);
    expect(most).toBe(2);
    await expect(mapAtOnce([6, 7, 8, 9, 10, 11], 3, act)).rejects.toThrow("seven");
    expect(open).toBe(0);
  });
});
