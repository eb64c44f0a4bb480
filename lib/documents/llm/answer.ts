import { answerFrom } from "../local/answer.ts";
import { type DocumentModel, readDocument } from "../local/document-model.ts";
import { phrases } from "../local/phrases.ts";
import { requireText } from "../local/require-text.ts";
import type { QaOptions } from "../options.ts";
import type { QaResult } from "../results.ts";
import { type Retrieved, retrieve } from "../retrieve.ts";
import type { Extraction } from "../types.ts";
import { llmBase } from "./base.ts";
import { type Chat, estimateTokens, OUTPUT_TOKENS } from "./chat.ts";
import { cite } from "./citations.ts";
import { fitted } from "./condense.ts";
import { messages } from "./data-block.ts";

/** Passages that the model gets to see. */
const PASSAGES = 8;
const OVERHEAD_TOKENS = 800;
/** An answer that shows no source is never more certain than this, one that does never less than the other. */
const UNCITED_CONFIDENCE = 0.3;
const CITED_CONFIDENCE = 0.5;
const UNANSWERED_CONFIDENCE = 0.2;

/**
 * Answers in the model's own words from the passages that the local search finds; the sources are those that the
 * answer cites, and their excerpts are the document's own.
 *
 * @throws {FileFault} NO_TEXT
 * @throws {LlmFault}
 */
export async function answerByModel(
  chat: Chat,
  extraction: Extraction,
  options: QaOptions,
  onText: (text: string) => void,
): Promise<QaResult> {
  requireText(extraction);
  const model = readDocument(extraction);
  const local = answerFrom(model, options);
  const { best } = retrieve(model, options, PASSAGES);
  const base = { language: local.language, coverage: local.coverage };
  // Not one word of the question stands in the document: there is nothing that could be cited.
  if (best.length === 0) return { ...local, ...llmBase(chat, { ...base, warnings: local.warnings }) };

  const refusal = phrases(model.language).notAnswered;
  const said = (await chat.ask({ purpose: "answer", onText, ...request(chat, model, best, options, refusal) })).trim();
  const refused = said === "" || said.replace(/\s*\[\d+\]/g, "").trim() === refusal;
  const { text, cited, dropped } = cite(said, best.length, options.top_k);
  const warnings = [...local.warnings];
  if (dropped > 0) {
    const message = `${dropped} marks in the answer that name no source shown were removed.`;
    warnings.push({ code: "CITATION_DROPPED", message });
  }
  const confidence = refused
    ? Math.min(local.confidence, UNANSWERED_CONFIDENCE)
    : cited.length > 0
      ? Math.max(local.confidence, CITED_CONFIDENCE)
      : UNCITED_CONFIDENCE;
  const sources = cited.length > 0 && !refused ? cited.map((index) => best[index]!.source) : local.sources;
  return {
    ...llmBase(chat, { ...base, warnings }),
    question: options.question,
    answer: refused ? refusal : text,
    answerable: !refused,
    confidence,
    sources,
    suggested_questions: local.suggested_questions,
  };
}

function request(
  chat: Chat,
  { language }: DocumentModel,
  best: readonly Retrieved[],
  { question, context, history }: QaOptions,
  refusal: string,
): { system: string; user: string } {
  const instructions = [
    "You answer the question in the block QUESTION from the numbered passages of a document in the block PASSAGES, and from nothing else.",
    "After each statement put the number of the passage it comes from in square brackets, such as [2].",
    "The blocks CONTEXT and HISTORY, if there are any, help to understand the question; they are no sources and are never cited.",
    `Where the passages do not answer the question, answer with exactly this sentence: ${refusal}`,
    language === "und"
      ? "Answer in the language of the question."
      : "Answer in the language of the question, in a few sentences of plain text.",
  ].join("\n");
  let room = Math.min(chat.contextTokens, chat.taskTokens) - OUTPUT_TOKENS - OVERHEAD_TOKENS - estimateTokens(question);
  const take = (text: string) => {
    const kept = fitted(text, Math.max(0, room));
    room -= estimateTokens(kept);
    return kept;
  };
  const passages = take(best.map(({ passage }, index) => `[${index + 1}] ${passage.text}`).join("\n\n"));
  const hints = take(context);
  return messages(instructions, {
    PASSAGES: passages,
    CONTEXT: hints,
    HISTORY: recent(history, room),
    QUESTION: question,
  });
}

/** The latest turns of the conversation, as many as fit, oldest first. */
function recent(history: QaOptions["history"], room: number): string {
  const turns: string[] = [];
  let left = room;
  for (const { question, answer } of history.toReversed()) {
    const turn = `Question: ${question}\nAnswer: ${answer}`;
    left -= estimateTokens(turn) + 1;
    if (left < 0) break;
    turns.unshift(turn);
  }
  return turns.join("\n\n");
}
