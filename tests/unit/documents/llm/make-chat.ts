import type { Chat, ChatRequest } from "../../../../lib/documents/llm/chat.ts";
import type { Extraction } from "../../../../lib/documents/types.ts";
import { countWords } from "../../../../lib/documents/words.ts";

export type FakeChat = Chat & { asked: ChatRequest[] };

/** A model that says what it is told to, each answer costing 10 tokens. */
export function makeChat(
  say: (request: ChatRequest, n: number) => string,
  limits: { contextTokens?: number; taskTokens?: number } = {},
): FakeChat {
  const asked: ChatRequest[] = [];
  const usage = { calls: 0, prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  return {
    model: "fake",
    contextTokens: limits.contextTokens ?? 32_768,
    taskTokens: limits.taskTokens ?? 400_000,
    usage,
    asked,
    async ask(request) {
      usage.calls++;
      usage.total_tokens += 10;
      const text = say(request, asked.push(request) - 1);
      request.onText?.(text);
      return text;
    },
  };
}

/** Plain English text as an extraction of one section, or of those given by their titles' places. */
export function extractionOf(text: string): Extraction {
  const word_count = countWords(text, "en");
  return {
    text,
    section_method: "chunks",
    sections: [
      { index: 0, title: null, level: 1, start: 0, end: text.length, page_start: null, page_end: null, word_count },
    ],
    pages: [],
    metadata: {
      file_type: "txt",
      page_count: null,
      word_count,
      char_count: text.length,
      sentence_count: 0,
      language: "en",
      language_confidence: 1,
      direction: "ltr",
      title: null,
      author: null,
      document_created_at: null,
      encoding: "UTF-8",
      needs_ocr: false,
      pages_without_text: 0,
      extractor: "text 1",
    },
    warnings: [],
    coverage: 1,
  };
}
