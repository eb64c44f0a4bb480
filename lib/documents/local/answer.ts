import type { QaOptions } from "../options.ts";
import { localBase, type QaResult } from "../results.ts";
import { retrieve } from "../retrieve.ts";
import type { Extraction, Warning } from "../types.ts";
import { ANSWERABLE, confidenceOf, signalsOf } from "./confidence.ts";
import { type DocumentModel, readDocument, type Sentence } from "./document-model.ts";
import { languageOf } from "./language-of.ts";
import { phrases } from "./phrases.ts";
import type { Ranked } from "./rank.ts";
import { requireText } from "./require-text.ts";
import { suggestQuestions } from "./suggest-questions.ts";

const MAX_SENTENCES = 3;
const NEARLY_AS_GOOD = 0.85; // of the best score: then a sentence beside it belongs to the answer
const LEANING_START =
  /^(?:this|that|these|those|it|its|they|their|he|his|she|her|such|both|however|but|and|also|thus|therefore|er|sie|es|dies\p{L}*|il|elle|ils|elles|ce|cette|ces|él|ella|esto|esta|это|он|она|они)(?!\p{L})|^[这那它他她]/iu;

/**
 * Answers a question by sentences of the document, with the places they stand at.
 *
 * @throws {FileFault} NO_TEXT
 */
export function answer(extraction: Extraction, request: QaOptions): QaResult {
  requireText(extraction);
  return answerFrom(readDocument(extraction), request);
}

/** The same for a document that has been read already. */
export function answerFrom(model: DocumentModel, request: QaOptions): QaResult {
  const { question, ranked, best } = retrieve(model, request, request.top_k);
  const confidence = ranked.length > 0 ? confidenceOf(signalsOf(ranked, question)) : 0;
  const answerable = confidence >= ANSWERABLE;
  return {
    ...localBase(model.extraction),
    warnings: mismatch(model, request.question),
    question: request.question,
    answer: answerable ? answerText(model, ranked) : phrases(model.language).notAnswered,
    answerable,
    confidence,
    sources: best.map(({ source }) => source),
    suggested_questions: suggestQuestions(model, request.question),
  };
}

/** The best sentence; before it what it refers back to, and what of its passage is nearly as good. */
function answerText({ text }: DocumentModel, ranked: readonly Ranked[]): string {
  const { sentence, passage, score } = ranked[0]!;
  const chosen = new Set([sentence]);
  const at = passage.sentences.indexOf(sentence);
  const before = passage.sentences[at - 1];
  if (before && LEANING_START.test(text.slice(sentence.start, sentence.end))) chosen.add(before);
  for (const other of ranked) {
    if (chosen.size >= MAX_SENTENCES || other.score < score * NEARLY_AS_GOOD) break;
    if (passage.sentences.includes(other.sentence)) chosen.add(other.sentence);
  }
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text.charAt(sentence.start));
  return [...chosen]
    .sort((a: Sentence, b: Sentence) => a.start - b.start)
    .map(({ start, end }) => text.slice(start, end))
    .join(unspaced ? "" : " ");
}

function mismatch({ language }: DocumentModel, question: string): Warning[] {
  const asked = languageOf(question, language);
  if (language === "und" || asked === language) return [];
  const message = `The question is in another language (${asked}) than the document (${language}); only names and numbers can match.`;
  return [{ code: "LANGUAGE_MISMATCH", message }];
}
