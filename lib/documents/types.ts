/**
 * The shapes every document capability shares, in the field names that callers see.
 *
 * Offsets count UTF-16 code units of the extracted text, half open: `text.slice(start, end)` is the piece.
 * Lengths count word-like segments of `Intl.Segmenter` (words.ts), so they mean something for Chinese too.
 */

export type FileType = "pdf" | "docx" | "txt";

export type WarningCode =
  | "NEEDS_OCR"
  | "PARTIAL_TEXT"
  | "TEXT_LIMIT"
  | "DOCUMENT_SHORT"
  | "LANGUAGE_LIMITED"
  | "LANGUAGE_MISMATCH"
  | "LENGTH_NOT_REACHED"
  | "TONE_IGNORED"
  | "NO_CHANGE"
  | "NO_DATES"
  | "LLM_FALLBACK"
  | "TOKEN_BUDGET_TRIMMED"
  | "CITATION_DROPPED"
  | "ENCODING_GUESSED";

/** A limit of the result that its reader should know; the result stands all the same. */
export type Warning = { code: WarningCode; message: string };

export type Span = { start: number; end: number };

export type SectionMethod = "outline" | "headings" | "heuristic" | "chunks";

/** A stretch of the text under one heading, the heading's own line included. Sections follow one another without gap. */
export type Section = Span & {
  index: number; // from 0
  title: string | null; // null before the first heading and for cuts of plain text
  level: number; // 1 to 6
  page_start: number | null; // 1-based; null when the document has no pages
  page_end: number | null;
  word_count: number;
};

/** Where a page's text stands. A page without text is an empty span; pages follow one another without gap. */
export type Page = Span & { page: number };

export type Metadata = {
  file_type: FileType;
  page_count: number | null;
  word_count: number;
  char_count: number; // UTF-16 code units
  sentence_count: number;
  language: string; // ISO 639-1, "und" if unknown
  language_confidence: number; // 0 to 1, 4 decimals
  direction: "ltr" | "rtl";
  title: string | null;
  author: string | null;
  document_created_at: string | null; // ISO 8601 UTC
  encoding: string | null; // TXT only
  needs_ocr: boolean;
  pages_without_text: number;
  extractor: string; // which reader, and its version, made the text
};

/** What is kept of a document, and what every other task works on. */
export type Extraction = {
  text: string;
  section_method: SectionMethod;
  sections: Section[]; // cover the text; empty only when there is none
  pages: Page[]; // empty when the document has no pages
  metadata: Metadata;
  warnings: Warning[];
  coverage: number; // 0 to 1, share of the document that was read
};

export type Usage = { calls: number; prompt_tokens: number; completion_tokens: number; total_tokens: number };

/** How every task's result begins. It holds no time, host or random value: same input, same bytes. */
export type ResultBase = {
  provider: "local" | "openai";
  model: string | null;
  engine: string; // "local/3", "openai/2"
  language: string; // of the output
  coverage: number;
  usage: Usage;
  warnings: Warning[];
};

export type ExtractResult = ResultBase & {
  text: string;
  text_truncated: boolean;
  section_method: SectionMethod;
  sections: Section[];
  metadata: Metadata;
};

/** Raised whenever a local result changes for the same bytes and options. */
export const LOCAL_ENGINE = "local/3";

export const NO_USAGE: Usage = { calls: 0, prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
