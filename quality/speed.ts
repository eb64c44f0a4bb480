/** Seconds a task takes on 50,000 words, from the extraction on. The fastest of three: the machine may be busy. */
import { readdir, readFile } from "node:fs/promises";
import { extractDocument } from "../lib/documents/extract/extract-document.ts";
import { answer } from "../lib/documents/local/answer.ts";
import { mindmap } from "../lib/documents/local/mindmap.ts";
import { summarize } from "../lib/documents/local/summarize.ts";
import { parseTaskOptions } from "../lib/documents/options.ts";

const WORDS = 50_000;
const RUNS = 3;

export type SpeedFigures = { words: number; summary: number; answer: number; mindmap: number };

export async function measureSpeed(): Promise<SpeedFigures> {
  const folder = new URL("fixtures/summary/held-out/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
  const articles = await Promise.all(names.map((name) => readFile(new URL(name, folder), "utf8")));
  const text = articles.join("\n").split(" ").slice(0, WORDS).join(" ");
  const extraction = await extractDocument({ bytes: Buffer.from(text), fileType: "txt" });
  const question = "How many patients were treated, and what was the outcome?";
  return {
    words: extraction.metadata.word_count,
    summary: seconds(() =>
      summarize(extraction, parseTaskOptions("summarize", { summary_type: "detailed", length: "long" })),
    ),
    answer: seconds(() => answer(extraction, parseTaskOptions("qa", { question }))),
    mindmap: seconds(() => mindmap(extraction, parseTaskOptions("mindmap", { max_depth: 5, max_nodes: 200 }))),
  };
}

function seconds(task: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    task();
    return performance.now() - started;
  });
  return Math.round(Math.min(...times)) / 1000;
}
