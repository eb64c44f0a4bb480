import { sourceOf } from "../local/rewrite.ts";
import type { RewriteOptions } from "../options.ts";
import type { RewriteResult } from "../results.ts";
import type { Extraction, Warning } from "../types.ts";
import { countWords, paragraphs } from "../words.ts";
import { llmBase, outputLanguage } from "./base.ts";
import { type Chat, estimateTokens, LlmFault, OUTPUT_TOKENS } from "./chat.ts";
import { messages } from "./data-block.ts";

/** So much at once that what is made of it fits the longest answer. */
const PART_TOKENS = 1_200;

const STYLES: Record<RewriteOptions["rewrite_type"], string> = {
  academic: "in a precise, impersonal academic style",
  casual: "in a casual, friendly style with everyday words",
  formal: "in a formal, polite style without contractions",
  creative: "in a vivid, creative style",
  concise: "as concisely as possible; the result must be shorter",
};

const LENGTHS: Record<RewriteOptions["length"], string> = {
  shorter: "Use at most 80 % of its words.",
  same: "Keep about the same length.",
  longer: "Make it longer by saying the same more fully; invent no facts.",
};

/**
 * Rewrites a text paragraph by paragraph, in order.
 *
 * @throws {FileFault} SECTION_INVALID, NO_TEXT
 * @throws {LlmFault}
 */
export async function rewriteByModel(
  chat: Chat,
  extraction: Extraction,
  options: RewriteOptions,
  onText: (text: string) => void,
): Promise<RewriteResult> {
  const source = sourceOf(extraction, options);
  const { language, instruction } = outputLanguage(options.language, source.language);
  const instructions = [
    `You rewrite the text in the block TEXT ${STYLES[options.rewrite_type]}.`,
    options.rewrite_type === "concise" ? LENGTHS.shorter : LENGTHS[options.length],
    options.tone === null ? "" : "The block TONE names the tone to strike.",
    "Leave numbers, dates, quoted text, URLs, e-mail addresses, code, formulas, bracketed citations and names as they are. Keep the paragraphs.",
    `Answer with the rewritten text and nothing else. ${instruction}`,
  ]
    .filter((line) => line !== "")
    .join("\n");
  let written = "";
  for (const part of partsOf(source.text)) {
    const before = written === "" ? "" : `${written}\n\n`;
    const request = messages(instructions, { TONE: options.tone ?? "", TEXT: part });
    const answer = await chat.ask({ purpose: "rewrite", onText: (text) => onText(before + text), ...request });
    written = (before + answer.trim()).trim();
  }
  if (written === "") throw new LlmFault("LLM_BAD_RESPONSE", "The language model gave an empty text");
  const original = countWords(source.text, source.language);
  const rewritten = countWords(written, language);
  const changed = written !== source.text.trim();
  return {
    ...llmBase(chat, {
      language,
      coverage: options.text === null ? extraction.coverage : 1,
      warnings: warningsFor(options, { changed, original, rewritten }),
    }),
    rewrite_type: options.rewrite_type,
    rewritten_text: written,
    original_length: original,
    rewritten_length: rewritten,
    unit: "words",
    improvements: changed ? [`Rewritten ${STYLES[options.rewrite_type].split(";")[0]}`] : [],
    changes: [],
    alternatives: [],
    limited: false,
  };
}

function warningsFor(
  { rewrite_type, length }: RewriteOptions,
  { changed, original, rewritten }: { changed: boolean; original: number; rewritten: number },
): Warning[] {
  if (!changed) return [{ code: "NO_CHANGE", message: "The text came back as it was." }];
  const isShort = rewritten < original;
  const missed = length === "longer" && rewrite_type !== "concise" ? rewritten <= original : !isShort;
  if (!missed || (length === "same" && rewrite_type !== "concise")) return [];
  const message = `The text has ${rewritten} words; it had ${original}.`;
  return [{ code: "LENGTH_NOT_REACHED", message }];
}

/** Neighbouring paragraphs, as many as fit one request; a paragraph that is too long is cut where a line ends, or anywhere. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (const { start, end } of paragraphs(text)) {
    for (const piece of pieces(text.slice(start, end))) {
      const last = parts.at(-1);
      const joined = last === undefined ? piece : `${last}\n\n${piece}`;
      if (last !== undefined && estimateTokens(joined) <= PART_TOKENS) parts[parts.length - 1] = joined;
      else parts.push(piece);
    }
  }
  return parts;
}

function pieces(paragraph: string): string[] {
  if (estimateTokens(paragraph) <= OUTPUT_TOKENS - 200) return [paragraph];
  const middle = paragraph.length >> 1;
  const stop = paragraph.slice(middle).search(/[.!?。！？]\s*/u);
  const cut = stop < 0 ? middle : middle + stop + 1;
  return [...pieces(paragraph.slice(0, cut).trim()), ...pieces(paragraph.slice(cut).trim())].filter(
    (one) => one !== "",
  );
}
