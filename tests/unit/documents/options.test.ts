import { describe, expect, it } from "vitest";
import { parseTaskOptions } from "../../../lib/documents/options.ts";
import { IntakeError } from "../../../lib/errors.ts";

function faults(parse: () => unknown): unknown {
  try {
    parse();
  } catch (error) {
    if (error instanceof IntakeError) return error.details.fields;
    throw error;
  }
  return [];
}

const fields = (parse: () => unknown) => (faults(parse) as { field: string }[]).map(({ field }) => field);

describe("parseTaskOptions", () => {
  it("fills the defaults in, drops what it does not know, and keeps one order of keys", () => {
    expect(JSON.stringify(parseTaskOptions("summarize", { length: "long", colour: "red" }))).toBe(
      '{"summary_type":"brief","length":"long","focus_areas":[],"language":"auto"}',
    );
    expect(parseTaskOptions("mindmap", {})).toEqual({
      max_depth: 3,
      include_keywords: true,
      group_by: "topic",
      max_branches: 5,
      max_nodes: 60,
    });
    expect(parseTaskOptions("qa", { question: "Why?" })).toEqual({
      question: "Why?",
      context: "",
      history: [],
      top_k: 3,
    });
  });

  it("asks a custom summary for focus areas", () => {
    expect(fields(() => parseTaskOptions("summarize", { summary_type: "custom" }))).toEqual(["focus_areas"]);
    expect(fields(() => parseTaskOptions("summarize", { summary_type: "custom", focus_areas: ["cost"] }))).toEqual([]);
    expect(fields(() => parseTaskOptions("summarize", { focus_areas: ["x".repeat(101)] }))).toEqual(["focus_areas.0"]);
  });

  it("wants a letter or a digit in a question, and names a bad item of the history by its path", () => {
    expect(fields(() => parseTaskOptions("qa", { question: "???" }))).toEqual(["question"]);
    expect(fields(() => parseTaskOptions("qa", { question: "何？" }))).toEqual([]);
    expect(fields(() => parseTaskOptions("qa", { question: "Why?", top_k: 11 }))).toEqual(["top_k"]);
    const history = [{ question: "a", answer: "b" }, { question: "c" }];
    expect(fields(() => parseTaskOptions("qa", { question: "Why?", history }))).toEqual(["history.1.answer"]);
  });

  it("takes exactly one of text and section for a rewrite", () => {
    const rewrite_type = "formal";
    expect(fields(() => parseTaskOptions("rewrite", { rewrite_type }))).toEqual(["text"]);
    expect(fields(() => parseTaskOptions("rewrite", { rewrite_type, text: "a", section: 0 }))).toEqual(["text"]);
    expect(fields(() => parseTaskOptions("rewrite", { text: "a" }))).toEqual(["rewrite_type"]);
    expect(fields(() => parseTaskOptions("rewrite", { rewrite_type, text: "x".repeat(20_001) }))).toEqual(["text"]);
    expect(parseTaskOptions("rewrite", { rewrite_type, section: 0 })).toEqual({
      text: null,
      section: 0,
      rewrite_type: "formal",
      tone: null,
      length: "same",
      language: "auto",
    });
  });

  it("refuses what is out of range in a mind map", () => {
    expect(fields(() => parseTaskOptions("mindmap", { max_depth: 6, max_branches: 1, max_nodes: 4 }))).toEqual([
      "max_depth",
      "max_branches",
      "max_nodes",
    ]);
  });
});
