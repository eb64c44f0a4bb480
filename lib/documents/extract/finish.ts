/** The last step of every reader: from text, headings and pages to an Extraction with its counts. */
import { detectLanguage, directionOf } from "../language.ts";
import { countSentences } from "../sentences.ts";
import {
  type Extraction,
  type ExtractResult,
  type FileType,
  LOCAL_ENGINE,
  NO_USAGE,
  type Page,
  type SectionMethod,
  type Warning,
} from "../types.ts";
import { truncate } from "./clean.ts";
import type { Properties } from "./properties.ts";
import { buildSections, type Heading } from "./sections.ts";

/** At most this many code units of a document are kept. */
export const TEXT_LIMIT = 20_000_000;
/** At most this many code units of the text stand in the result itself. */
export const INLINE_LIMIT = 500_000;

/** What a reader hands over. Offsets of `headings` and `pages` are those of `text`, which is clean already. */
export type Reading = {
  fileType: FileType;
  text: string;
  totalChars: number; // of the document, when more was there than `text` holds
  headings: Heading[];
  method: SectionMethod;
  pages: Page[];
  pageCount: number | null;
  pagesWithoutText: number;
  properties: Properties;
  encoding: string | null;
  warnings: Warning[];
  coverage: number; // share of the document that could be read at all
  extractor: string;
};

/** Applies the text limit, finds the language, builds the sections and counts. */
export function finish(reading: Reading): Extraction {
  const text = truncate(reading.text, TEXT_LIMIT);
  const pages = reading.pages.map(({ page, start, end }) => ({
    page,
    start: Math.min(start, text.length),
    end: Math.min(end, text.length),
  }));
  const { language, confidence } = detectLanguage(text);
  const { method, sections } = buildSections(text, reading.headings, reading.method, pages, language);
  const needsOcr = needsOcrFor(reading.pagesWithoutText, reading.pageCount ?? 0);
  const warnings = [...reading.warnings, ...ocrWarnings(reading, needsOcr)];
  if (reading.totalChars > text.length) {
    const message = `Only the first ${text.length} of ${reading.totalChars} characters were kept.`;
    warnings.push({ code: "TEXT_LIMIT", message });
  }
  const firstHeading = sections.find(({ title, level }) => title !== null && level === 1)?.title ?? null;
  return {
    text,
    section_method: method,
    sections,
    pages,
    metadata: {
      file_type: reading.fileType,
      page_count: reading.pageCount,
      word_count: sections.reduce((sum, section) => sum + section.word_count, 0),
      char_count: text.length,
      sentence_count: countSentences(text, language),
      language,
      language_confidence: confidence,
      direction: directionOf(language),
      title: reading.properties.title ?? firstHeading,
      author: reading.properties.author,
      document_created_at: reading.properties.createdAt,
      encoding: reading.encoding,
      needs_ocr: needsOcr,
      pages_without_text: reading.pagesWithoutText,
      extractor: reading.extractor,
    },
    warnings,
    coverage: round4(reading.coverage * (reading.totalChars > 0 ? text.length / reading.totalChars : 1)),
  };
}

/** The `result` of an extract task: the text up to the inline limit, the rest of it left to the extraction endpoint. */
export function extractResult(extraction: Extraction): ExtractResult {
  const text = truncate(extraction.text, INLINE_LIMIT);
  return {
    provider: "local",
    model: null,
    engine: LOCAL_ENGINE,
    language: extraction.metadata.language,
    coverage: extraction.coverage,
    usage: NO_USAGE,
    warnings: extraction.warnings,
    text,
    text_truncated: text.length < extraction.text.length,
    section_method: extraction.section_method,
    sections: extraction.sections,
    metadata: extraction.metadata,
  };
}

function needsOcrFor(withoutText: number, pageCount: number): boolean {
  return pageCount > 0 && withoutText * 2 >= pageCount;
}

function ocrWarnings({ pagesWithoutText, pageCount, text }: Reading, needsOcr: boolean): Warning[] {
  if (!needsOcr) return [];
  const found = `${pagesWithoutText} of ${pageCount} pages hold no text`;
  return pagesWithoutText === pageCount || text.trim() === ""
    ? [{ code: "NEEDS_OCR", message: `${found}; they look like scanned images.` }]
    : [{ code: "PARTIAL_TEXT", message: `${found} and look like scanned images; the other pages were read.` }];
}

function round4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
