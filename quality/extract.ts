/**
 * How well text and headings come out of documents whose source we know (fixtures/extract, made by make.py).
 *
 *     node quality/extract.ts             tuning and held-out part, one JSON line each; exit code 1 below target
 *     node quality/extract.ts --each      every document as well
 */
import { readdir, readFile } from "node:fs/promises";
import { extractDocument } from "../lib/documents/extract/extract-document.ts";
import type { FileType } from "../lib/documents/types.ts";
import { characterSimilarity } from "./similarity.ts";

const TARGETS = { similarity: 0.98, heading_recall: 0.8, heading_precision: 0.7 };

type Truth = { text: string; headings: { level: number; title: string }[] };
type Measured = {
  file: string;
  similarity: number;
  found: number;
  expected: number;
  right: number;
  levels: number;
  method: string;
};

const each = process.argv.includes("--each");
let failed = false;
for (const part of ["tuning", "held-out"]) {
  const folder = new URL(`fixtures/extract/${part}/`, import.meta.url);
  const names = (await readdir(folder)).filter((name) => /\.(?:pdf|docx)$/.test(name)).sort();
  const measured: Measured[] = [];
  for (const name of names) measured.push(await measure(folder, name));
  if (each) for (const document of measured) console.log(JSON.stringify(document));
  const summary = summarize(part, measured);
  failed ||= summary.missed.length > 0;
  console.log(JSON.stringify(summary));
}
process.exitCode = failed ? 1 : 0;

async function measure(folder: URL, name: string): Promise<Measured> {
  const truth: Truth = JSON.parse(await readFile(new URL(`${name}.json`, folder), "utf8"));
  const bytes = await readFile(new URL(name, folder));
  const { text, sections, section_method } = await extractDocument({ bytes, fileType: fileTypeOf(name) });
  const levels = new Map(
    sections.flatMap(({ title, level }) => (title === null ? [] : [[bare(title), level] as const])),
  );
  const right = truth.headings.filter(({ title }) => levels.has(bare(title)));
  return {
    file: name,
    similarity: round(characterSimilarity(truth.text, text)),
    found: sections.filter(({ title }) => title !== null).length,
    expected: truth.headings.length,
    right: right.length,
    levels: right.filter(({ title, level }) => levels.get(bare(title)) === level).length,
    method: section_method,
  };
}

function fileTypeOf(name: string): FileType {
  return name.endsWith(".pdf") ? "pdf" : "docx";
}

function summarize(part: string, measured: readonly Measured[]) {
  const sum = (count: (document: Measured) => number) =>
    measured.reduce((total, document) => total + count(document), 0);
  const right = sum((document) => document.right);
  const figures = {
    similarity: round(sum(({ similarity }) => similarity) / measured.length),
    heading_recall: round(right / sum(({ expected }) => expected)),
    heading_precision: round(right / sum(({ found }) => found)),
    heading_level_right: round(sum(({ levels }) => levels) / right),
  };
  const missed = (Object.keys(TARGETS) as (keyof typeof TARGETS)[]).filter((key) => figures[key] < TARGETS[key]);
  const lowest = Math.min(...measured.map(({ similarity }) => similarity));
  return {
    quality: "extract",
    part,
    documents: measured.length,
    ...figures,
    lowest_similarity: lowest,
    targets: TARGETS,
    missed,
  };
}

function bare(title: string): string {
  return title.replaceAll(/\s+/g, "").toLowerCase();
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
