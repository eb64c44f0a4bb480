/** Answers against the sentences that the questions were written from, beside plain BM25 over windows of equal size. */
import { readFile } from "node:fs/promises";
import { extractDocument } from "../lib/documents/extract/extract-document.ts";
import { answerFrom } from "../lib/documents/local/answer.ts";
import { type DocumentModel, readDocument } from "../lib/documents/local/document-model.ts";
import { EXCERPT_LIMIT } from "../lib/documents/local/excerpt.ts";
import { parseTaskOptions } from "../lib/documents/options.ts";
import type { Span } from "../lib/documents/types.ts";
import { bm25Windows } from "./peers.ts";

/** `evidence` is a stretch of the one sentence that answers; null when the document says nothing of the subject. */
type Asked = { document: string; question: string; evidence: string | null };

/** Shares, 4 decimals; null where nothing fell into the range. */
export type QaFigures = {
  questions: number;
  first: number; // first source covers the sentence
  top3: number;
  bm25First: number;
  bm25Top3: number;
  absentQuestions: number;
  absent: number; // of the absent: said not to be answerable
  answerable: number; // of the others: said to be
  sureRight: number | null; // right where confidence is 0.7 or more
  unsureRight: number | null; // right where it is below 0.3
};

export async function measureAnswers(part: "tuning" | "held-out"): Promise<QaFigures> {
  const folder = new URL(`fixtures/qa/${part}/`, import.meta.url);
  const lines = (await readFile(new URL("questions.jsonl", folder), "utf8")).trim().split("\n");
  const models = new Map<string, DocumentModel>();
  const count = { present: 0, first: 0, top3: 0, bm25First: 0, bm25Top3: 0, absent: 0, refused: 0, answerable: 0 };
  const judged: { confidence: number; right: boolean }[] = [];
  for (const { document, question, evidence } of lines.map((line): Asked => JSON.parse(line))) {
    if (!models.has(document)) {
      const bytes = await readFile(new URL(`${document}.txt`, folder));
      models.set(document, readDocument(await extractDocument({ bytes, fileType: "txt" })));
    }
    const model = models.get(document)!;
    const { sources, answerable, confidence } = answerFrom(model, parseTaskOptions("qa", { question }));
    if (evidence === null) {
      count.absent++;
      if (!answerable) count.refused++;
      judged.push({ confidence, right: false });
      continue;
    }
    const wanted = sentenceWith(model, evidence);
    const rank = sources.findIndex((source) => covers(source, wanted));
    const peer = bm25Windows(model, question, EXCERPT_LIMIT, 3).findIndex((window) => covers(window, wanted));
    count.present++;
    if (answerable) count.answerable++;
    if (rank === 0) count.first++;
    if (rank >= 0) count.top3++;
    if (peer === 0) count.bm25First++;
    if (peer >= 0) count.bm25Top3++;
    judged.push({ confidence, right: rank === 0 });
  }
  return {
    questions: count.present,
    first: share(count.first, count.present),
    top3: share(count.top3, count.present),
    bm25First: share(count.bm25First, count.present),
    bm25Top3: share(count.bm25Top3, count.present),
    absentQuestions: count.absent,
    absent: share(count.refused, count.absent),
    answerable: share(count.answerable, count.present),
    sureRight: rightShare(judged.filter(({ confidence }) => confidence >= 0.7)),
    unsureRight: rightShare(judged.filter(({ confidence }) => confidence < 0.3)),
  };
}

/** @throws {Error} when the evidence does not stand in exactly one place, which is the fixture's fault */
function sentenceWith({ text, sentences }: DocumentModel, evidence: string): Span {
  const at = text.indexOf(evidence);
  const found = sentences.find(({ start, end }) => start <= at && at < end);
  if (!found || text.indexOf(evidence, at + 1) >= 0) throw new Error(`not in exactly one place: ${evidence}`);
  return found;
}

/** The whole sentence; of one longer than any source may be, a stretch of it. */
function covers(source: Span, sentence: Span): boolean {
  return sentence.end - sentence.start > EXCERPT_LIMIT
    ? source.start >= sentence.start && source.end <= sentence.end
    : source.start <= sentence.start && source.end >= sentence.end;
}

function rightShare(judged: readonly { right: boolean }[]): number | null {
  return judged.length === 0 ? null : share(judged.filter(({ right }) => right).length, judged.length);
}

function share(some: number, all: number): number {
  return Math.round((some / all) * 10_000) / 10_000;
}
