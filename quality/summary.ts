/** Summaries against the abstracts that the authors wrote (cut from the input), beside TextRank and the first sentences. */
import { readdir, readFile } from "node:fs/promises";
import { extractDocument } from "../lib/documents/extract/extract-document.ts";
import { readDocument } from "../lib/documents/local/document-model.ts";
import { summarize } from "../lib/documents/local/summarize.ts";
import { parseTaskOptions } from "../lib/documents/options.ts";
import { leadSummary, textRankSummary } from "./peers.ts";
import { rouge1 } from "./rouge.ts";

const SIZES = [
  { summary_type: "brief", length: "medium", words: 120 },
  { summary_type: "brief", length: "long", words: 200 },
  { summary_type: "detailed", length: "short", words: 250 },
] as const;

/** Mean ROUGE-1 F1 over articles and sizes, 4 decimals. */
export type SummaryFigures = { articles: number; rouge1: number; textRank: number; lead: number };

export async function measureSummaries(part: "tuning" | "held-out"): Promise<SummaryFigures> {
  const folder = new URL(`fixtures/summary/${part}/`, import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
  const sums = { rouge1: 0, textRank: 0, lead: 0 };
  for (const name of names) {
    const extraction = await extractDocument({ bytes: await readFile(new URL(name, folder)), fileType: "txt" });
    const { abstract } = JSON.parse(await readFile(new URL(name.replace(/txt$/, "json"), folder), "utf8"));
    const model = readDocument(extraction);
    for (const { summary_type, length, words } of SIZES) {
      const { summary } = summarize(extraction, parseTaskOptions("summarize", { summary_type, length }));
      sums.rouge1 += rouge1(summary, abstract);
      sums.textRank += rouge1(textRankSummary(model, words), abstract);
      sums.lead += rouge1(leadSummary(model, words), abstract);
    }
  }
  const mean = (sum: number) => Math.round((sum / names.length / SIZES.length) * 10_000) / 10_000;
  return { articles: names.length, rouge1: mean(sums.rouge1), textRank: mean(sums.textRank), lead: mean(sums.lead) };
}
