/**
 * What each task gives back, in the field names that callers see. `ResultBase` and the extraction stand in types.ts.
 *
 * Lengths are numbers of words (words.ts); `start` and `end` are offsets of the extracted text.
 */
import type { QaOptions, RewriteOptions, SummarizeOptions, TaskType } from "./options.ts";
import { type Extraction, type ExtractResult, LOCAL_ENGINE, NO_USAGE, type ResultBase, type Span } from "./types.ts";

export type SummarizeResult = ResultBase & {
  summary_type: SummarizeOptions["summary_type"];
  length: SummarizeOptions["length"];
  summary: string;
  key_points: string[];
  sections_summary: SectionSummary[]; // of a detailed summary alone
  focus: FocusFound[]; // one for each focus area, in the order asked
  statistics: {
    original_length: number;
    summary_length: number;
    compression_ratio: number; // summary_length / original_length, 4 decimals
    unit: "words";
  };
};

export type SectionSummary = Span & { section: string; summary: string };

/** `sentences`: how many of the document's sentences are about the area. */
export type FocusFound = { area: string; matched: boolean; sentences: number };

export type QaResult = ResultBase & {
  question: QaOptions["question"];
  answer: string;
  answerable: boolean;
  confidence: number; // 0 to 1, 2 decimals: the chance that the first source holds the answer
  sources: Source[]; // best first
  suggested_questions: string[];
};

/** `excerpt` is exactly `text.slice(start, end)`, at most 300 code units. */
export type Source = Span & {
  passage_id: string;
  page: number | null;
  section: string | null;
  excerpt: string;
  score: number; // 4 decimals
};

export type RewriteResult = ResultBase & {
  rewrite_type: RewriteOptions["rewrite_type"];
  rewritten_text: string;
  original_length: number;
  rewritten_length: number;
  unit: "words";
  improvements: string[]; // `changes` in words
  changes: Change[];
  alternatives: { text: string; description: string }[];
  limited: boolean; // true when rules and no language model did the work
};

/** How often a rule was applied, with at most 5 examples. */
export type Change = { rule: string; count: number; examples: { from: string; to: string }[] };

export type MindmapResult = ResultBase & {
  mindmap: MindmapNode;
  keywords: string[]; // best first
  keyword_scores: { keyword: string; score: number; count: number }[];
  structure: { total_branches: number; total_nodes: number; max_depth: number; main_topics: string[] };
  exports: { markdown: string; mermaid: string; opml: string };
};

export type MindmapNode = {
  name: string; // 1 to 80 characters, one line, unique among its siblings
  value: number; // 1 to 100; siblings are sorted by it
  children: MindmapNode[];
  start: number | null;
  end: number | null;
  page: number | null;
};

export type TaskResults = {
  extract: ExtractResult;
  summarize: SummarizeResult;
  qa: QaResult;
  rewrite: RewriteResult;
  mindmap: MindmapResult;
};
export type TaskResult<Type extends TaskType> = TaskResults[Type];

/** The first fields of a local result in the document's own language. */
export function localBase({ metadata, coverage }: Extraction): ResultBase {
  return {
    provider: "local",
    model: null,
    engine: LOCAL_ENGINE,
    language: metadata.language,
    coverage,
    usage: NO_USAGE,
    warnings: [],
  };
}
