import type { SummarizeOptions } from "../options.ts";
import { type FocusFound, localBase, type SectionSummary, type SummarizeResult } from "../results.ts";
import type { Extraction, Warning } from "../types.ts";
import { countWords } from "../words.ts";
import { better, chooseSentences } from "./choose-sentences.ts";
import { type DocumentModel, readDocument, type Sentence } from "./document-model.ts";
import { requireText } from "./require-text.ts";
import { areaTerms, focusShare, type Salient, salienceOf } from "./salience.ts";

type Length = SummarizeOptions["length"];

/** Words a summary may have, and how many key points go with it. */
export const SIZES: Record<SummarizeOptions["summary_type"], Record<Length, { words: number; points: number }>> = {
  brief: {
    short: { words: 60, points: 3 },
    medium: { words: 120, points: 4 },
    long: { words: 200, points: 5 },
  },
  detailed: {
    short: { words: 250, points: 5 },
    medium: { words: 500, points: 8 },
    long: { words: 900, points: 10 },
  },
  custom: {
    short: { words: 120, points: 3 },
    medium: { words: 240, points: 5 },
    long: { words: 400, points: 8 },
  },
};

const SHORT_DOCUMENT = 3; // sentences; so few come back whole
const POINT_WORDS = 40; // a key point is a sentence of at most this many, where there are enough of them
const SECTION = { words: 60, sentences: 2, least: 50, level: 2, most: 30 };

/**
 * Summarizes by choosing sentences of the document: nothing is rephrased, nothing is added.
 *
 * @throws {FileFault} NO_TEXT
 */
export function summarize(extraction: Extraction, options: SummarizeOptions): SummarizeResult {
  requireText(extraction);
  const model = readDocument(extraction);
  const prose = model.sentences.filter(({ heading }) => !heading);
  const readable = prose.length > 0 ? prose : model.sentences;
  const areas = options.focus_areas.map((area) => ({ area, terms: areaTerms(model, area) }));
  const focus = options.summary_type === "custom" ? areas.map(({ terms }) => terms) : [];
  const salient = salienceOf(model, readable, focus);
  const size = SIZES[options.summary_type][options.length];

  const whole = readable.length <= SHORT_DOCUMENT;
  const original = extraction.metadata.word_count;
  const words = Math.min(size.words, Math.floor(original / 2));
  const first = focus.flatMap((terms) => bestAbout(salient, terms));
  const chosen = whole ? readable : sentencesOf(chooseSentences(salient, { words, sentences: Infinity }, first));
  const summary = joined(model, chosen);
  const summaryLength = countWords(summary, model.language);
  return {
    ...localBase(extraction),
    warnings: warningsFor(model, options, whole),
    summary_type: options.summary_type,
    length: options.length,
    summary,
    key_points: keyPoints(salient, size.points, first).map((sentence) => verbatim(model, sentence)),
    sections_summary: options.summary_type === "detailed" ? sectionSummaries(model, salient) : [],
    focus: areas.map(({ area, terms }) => foundFocus(readable, area, terms)),
    statistics: {
      original_length: original,
      summary_length: summaryLength,
      compression_ratio: Math.round((summaryLength / original) * 10_000) / 10_000,
      unit: "words",
    },
  };
}

function warningsFor(model: DocumentModel, { language }: SummarizeOptions, whole: boolean): Warning[] {
  const warnings: Warning[] = [];
  if (whole) {
    warnings.push({ code: "DOCUMENT_SHORT", message: "The document is so short that its summary is its whole text." });
  }
  if (language !== "auto" && language !== model.language) {
    const message = `The summary is in the document's own language (${model.language}): without a language model nothing is translated.`;
    warnings.push({ code: "LANGUAGE_LIMITED", message });
  }
  return warnings;
}

/** The best sentence that is about an area; none when no sentence is. */
function bestAbout(salient: readonly Salient[], terms: readonly number[]): Salient[] {
  const about = salient.filter(({ sentence }) => isAbout(sentence, terms));
  return about.sort(better).slice(0, 1);
}

/** A sentence is about an area when it holds all of its terms, or two thirds of three and more. */
function isAbout(sentence: Sentence, terms: readonly number[]): boolean {
  return terms.length > 0 && focusShare(sentence, [terms]) >= (terms.length > 2 ? 2 / 3 : 1);
}

function foundFocus(sentences: readonly Sentence[], area: string, terms: readonly number[]): FocusFound {
  const count = sentences.filter((sentence) => isAbout(sentence, terms)).length;
  return { area, matched: count > 0, sentences: count };
}

function keyPoints(salient: readonly Salient[], count: number, first: readonly Salient[]): Sentence[] {
  const handy = salient.filter(({ sentence }) => sentence.words <= POINT_WORDS);
  const from = handy.length >= count ? handy : salient;
  return sentencesOf(
    chooseSentences(
      from,
      { words: Infinity, sentences: count },
      first.filter((one) => from.includes(one)),
    ),
  );
}

/** Sections long enough and high enough; of more than thirty, the longest, in the order of the text. */
function sectionSummaries(model: DocumentModel, salient: readonly Salient[]): SectionSummary[] {
  const bySection = Map.groupBy(salient, ({ sentence }) => sentence.section);
  return model.extraction.sections
    .filter(
      ({ word_count, level, index }) => word_count >= SECTION.least && level <= SECTION.level && bySection.has(index),
    )
    .sort((a, b) => b.word_count - a.word_count || a.index - b.index)
    .slice(0, SECTION.most)
    .sort((a, b) => a.index - b.index)
    .map(({ index, title, start, end, word_count }) => {
      const words = Math.min(SECTION.words, Math.floor(word_count / 2));
      const chosen = sentencesOf(chooseSentences(bySection.get(index)!, { words, sentences: SECTION.sentences }));
      return { section: title ?? `${index + 1}`, summary: joined(model, chosen), start, end };
    });
}

function sentencesOf(salient: readonly Salient[]): Sentence[] {
  return salient.map(({ sentence }) => sentence);
}

/** Sentences one after the other, as the language writes them: Chinese and Japanese without blanks. */
export function joined(model: DocumentModel, sentences: readonly Sentence[]): string {
  const between = model.language === "zh" || model.language === "ja" ? "" : " ";
  return sentences.map((sentence) => verbatim(model, sentence)).join(between);
}

function verbatim({ text }: DocumentModel, { start, end }: Sentence): string {
  return text.slice(start, end).replace(/\s+/g, " ").trim();
}
