/**
 * The best places of a document to answer a question from: for the local answer, and as numbered passages for a
 * language model.
 */
import { type DocumentModel, pageOf } from "./local/document-model.ts";
import { excerptOf } from "./local/excerpt.ts";
import { type Asked, type Question, readQuestion } from "./local/question.ts";
import { type Ranked, rank } from "./local/rank.ts";
import { hitsIn } from "./local/term-match.ts";
import type { Source } from "./results.ts";
import type { Span } from "./types.ts";

/** A source and the passage it was cut from: up to three sentences of one section. */
export type Retrieved = { source: Source; passage: Span & { text: string }; ranked: Ranked };

export type Retrieval = { question: Question; ranked: Ranked[]; best: Retrieved[] };

/**
 * @param model from `readDocument`
 * @param count how many passages are wanted; fewer come when fewer share a content word with the question
 * @returns `best` first; no two show the same text. `ranked` holds every sentence that came into question.
 */
export function retrieve(model: DocumentModel, asked: Asked, count: number): Retrieval {
  const question = readQuestion(model, asked);
  const ranked = rank(model, question);
  const best: Retrieved[] = [];
  for (const candidate of ranked) {
    if (best.length >= count) break;
    const { sentence, passage, score } = candidate;
    const taken = best.some(
      ({ source, ranked: other }) =>
        other.passage === passage || (sentence.start < source.end && sentence.end > source.start),
    );
    if (taken) continue;
    const span = excerptOf(model.text, sentence, passage.sentences, hitsIn(model, sentence, question.match));
    const start = passage.sentences[0]!.start;
    const end = passage.sentences.at(-1)!.end;
    const source: Source = {
      passage_id: passage.id,
      page: pageOf(model, span.start),
      section: model.extraction.sections[passage.section]?.title ?? null,
      excerpt: model.text.slice(span.start, span.end),
      ...span,
      score: Math.round(score * 10_000) / 10_000,
    };
    best.push({ source, passage: { text: model.text.slice(start, end), start, end }, ranked: candidate });
  }
  return { question, ranked, best };
}
