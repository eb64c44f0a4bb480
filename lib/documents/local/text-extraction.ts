import type { Extraction } from "../types.ts";
import { countWords } from "../words.ts";

/** A bare text in the shape of an extraction, as one section: for a text that came with the request. */
export function textExtraction(text: string, language: string): Extraction {
  const words = countWords(text, language);
  return {
    text,
    section_method: "chunks",
    sections: [
      {
        index: 0,
        title: null,
        level: 1,
        start: 0,
        end: text.length,
        page_start: null,
        page_end: null,
        word_count: words,
      },
    ],
    pages: [],
    metadata: {
      file_type: "txt",
      page_count: null,
      word_count: words,
      char_count: text.length,
      sentence_count: 0,
      language,
      language_confidence: 1,
      direction: "ltr",
      title: null,
      author: null,
      document_created_at: null,
      encoding: null,
      needs_ocr: false,
      pages_without_text: 0,
      extractor: "text",
    },
    warnings: [],
    coverage: 1,
  };
}
