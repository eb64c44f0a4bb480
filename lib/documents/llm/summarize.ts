import { z } from "zod";
import { readDocument } from "../local/document-model.ts";
import { SIZES, summarize } from "../local/summarize.ts";
import type { SummarizeOptions } from "../options.ts";
import type { SectionSummary, SummarizeResult } from "../results.ts";
import type { Extraction } from "../types.ts";
import { countWords } from "../words.ts";
import { askJson } from "./ask-json.ts";
import { llmBase, outputLanguage } from "./base.ts";
import { type Chat, LlmFault } from "./chat.ts";
import { condense } from "./condense.ts";

const Answer = z.object({
  summary: z.string(),
  key_points: z.array(z.string()),
  sections: z.array(z.object({ section: z.int(), summary: z.string() })),
});

const INSTRUCTIONS =
  "You summarize the document in the block DOCUMENT: its text, or notes that were taken on its parts. " +
  "Say only what stands there. Keep names, numbers and dates as they are.";

/**
 * Summarizes in the model's own words. What can be counted rather than written (focus, lengths, which sections are
 * worth a summary) is counted as the local engine does it.
 *
 * @throws {FileFault} NO_TEXT
 * @throws {LlmFault}
 */
export async function summarizeByModel(
  chat: Chat,
  extraction: Extraction,
  options: SummarizeOptions,
): Promise<SummarizeResult> {
  const counted = summarize(extraction, options);
  const sections = counted.sections_summary;
  const { language, instruction } = outputLanguage(options.language, extraction.metadata.language);
  const { material, coverage, warnings } = await condense(chat, readDocument(extraction), sections);
  const answer = await askJson(chat, {
    purpose: "reduce",
    instructions: `${INSTRUCTIONS}\n${wanted(options, sections)}\n${instruction}`,
    blocks: { FOCUS: options.focus_areas.join("\n"), DOCUMENT: material },
    name: "summary",
    schema: Answer,
  });
  const summary = answer.summary.trim();
  if (summary === "") throw new LlmFault("LLM_BAD_RESPONSE", "The language model gave an empty summary");
  const { original_length } = counted.statistics;
  const summaryLength = countWords(summary, language);
  return {
    ...llmBase(chat, { language, coverage, warnings }),
    summary_type: options.summary_type,
    length: options.length,
    summary,
    key_points: answer.key_points.map((point) => point.trim()).filter((point) => point !== ""),
    sections_summary: sections.map((section, index) => {
      const written = answer.sections.find((one) => one.section === index)?.summary.trim();
      return { ...section, summary: written || section.summary };
    }),
    focus: counted.focus,
    statistics: {
      original_length,
      summary_length: summaryLength,
      compression_ratio: Math.round((summaryLength / original_length) * 10_000) / 10_000,
      unit: "words",
    },
  };
}

function wanted({ summary_type, length }: SummarizeOptions, sections: readonly SectionSummary[]): string {
  const { words, points } = SIZES[summary_type][length];
  const lines = [
    `summary: at most ${words} words of running text.`,
    `key_points: ${points} sentences, the most important first.`,
    sections.length === 0
      ? "sections: an empty list."
      : `sections: for each section, which a line such as [section 0] begins (0 to ${sections.length - 1}), one or two sentences.`,
  ];
  if (summary_type === "custom") {
    lines.push(
      "Write above all about the subjects listed in the block FOCUS; where the document says nothing about one, leave it out.",
    );
  }
  return lines.join("\n");
}
