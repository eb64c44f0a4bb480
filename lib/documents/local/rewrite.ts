import { FileFault } from "../../errors.ts";
import { REWRITE_LIMIT, type RewriteOptions } from "../options.ts";
import { localBase, type RewriteResult } from "../results.ts";
import type { Extraction, Warning } from "../types.ts";
import { countWords } from "../words.ts";
import { languageOf } from "./language-of.ts";
import { requireText } from "./require-text.ts";
import { expandContractions, formContractions } from "./rewrite/contractions.ts";
import { Draft } from "./rewrite/draft.ts";
import { improvementsOf } from "./rewrite/improvements.ts";
import { CHINESE_FORMAL, CHINESE_PLAIN, FORMAL, PLAIN, VIVID } from "./rewrite/lexicon.ts";
import { replaceALotOf, replaceChinese, replaceWords } from "./rewrite/replace-words.ts";
import { dropSentences, splitSentences } from "./rewrite/sentence-rules.ts";
import { mergePairs, removeFillers, removeHedges, tightenPhrases } from "./rewrite/trims.ts";
import { textExtraction } from "./text-extraction.ts";

type Style = RewriteOptions["rewrite_type"];

/** A text to be rewritten, with the title that stands above it and stays. */
type Source = { text: string; titleEnd: number; language: string };

/**
 * Rewrites a text by counted rules; what no rule speaks of stays as it is.
 *
 * @throws {FileFault} SECTION_INVALID: no such section, or it is longer than 20,000 code units
 * @throws {FileFault} NO_TEXT: a section of a document without text
 */
export function rewrite(extraction: Extraction, options: RewriteOptions): RewriteResult {
  const source = sourceOf(extraction, options);
  const { text, language } = source;
  const shorter = options.rewrite_type === "concise" || options.length === "shorter";
  const draft = drafted(source, options.rewrite_type, shorter);
  const changed = draft.text !== text;
  const originalLength = countWords(text, language);
  const rewrittenLength = countWords(draft.text, language);
  const changes = changed ? draft.changes : [];
  return {
    ...localBase(extraction),
    language,
    coverage: options.text === null ? extraction.coverage : 1,
    warnings: warningsFor(options, language, { changed, original: originalLength, rewritten: rewrittenLength }),
    rewrite_type: options.rewrite_type,
    rewritten_text: draft.text,
    original_length: originalLength,
    rewritten_length: rewrittenLength,
    unit: "words",
    improvements: improvementsOf(changes),
    changes,
    alternatives: alternativesTo(draft.text, source, options.rewrite_type, shorter),
    limited: true,
  };
}

/** What is to be rewritten: the text given, or the section named. */
export function sourceOf(extraction: Extraction, { text, section }: RewriteOptions): Source {
  const { language } = extraction.metadata;
  if (text !== null) return { text, titleEnd: 0, language: languageOf(text, language) };
  requireText(extraction);
  const found = extraction.sections[section ?? -1];
  if (!found) {
    const last = extraction.sections.length - 1;
    throw new FileFault("SECTION_INVALID", `The document has no section ${section}; its sections are 0 to ${last}.`);
  }
  const content = extraction.text.slice(found.start, found.end).trim();
  if (content.length > REWRITE_LIMIT) {
    const message = `Section ${section} has ${content.length} characters; at most ${REWRITE_LIMIT} can be rewritten at once.`;
    throw new FileFault("SECTION_INVALID", message);
  }
  const titleEnd = found.title === null ? 0 : content.indexOf("\n") + 1 || content.length;
  return { text: content, titleEnd, language };
}

function drafted({ text, titleEnd, language }: Source, style: Style, shorter: boolean): Draft {
  const draft = new Draft(text, titleEnd);
  if (language === "en") applyEnglish(draft, style, shorter);
  if (language === "zh") applyChinese(draft, style, shorter);
  if (shorter) dropSentences(draft, textExtraction(draft.text, language), countWords(text, language), titleEnd);
  return draft;
}

function applyEnglish(draft: Draft, style: Style, shorter: boolean): void {
  switch (style) {
    case "academic":
      expandContractions(draft);
      removeFillers(draft, "en");
      removeHedges(draft);
      mergePairs(draft);
      replaceALotOf(draft, "formal_words");
      replaceWords(draft, "formal_words", FORMAL);
      break;
    case "formal":
      expandContractions(draft);
      removeFillers(draft, "en");
      mergePairs(draft);
      replaceALotOf(draft, "formal_words");
      replaceWords(draft, "formal_words", FORMAL);
      break;
    case "casual":
      replaceWords(draft, "plain_words", PLAIN);
      formContractions(draft);
      splitSentences(draft, "en");
      break;
    case "creative":
      replaceWords(draft, "vivid_words", VIVID);
      removeFillers(draft, "en");
      formContractions(draft);
      break;
    case "concise":
      break; // what makes a text shorter is below
  }
  if (!shorter) return;
  removeFillers(draft, "en");
  removeHedges(draft);
  mergePairs(draft);
  tightenPhrases(draft);
  if (style === "concise") splitSentences(draft, "en");
}

function applyChinese(draft: Draft, style: Style, shorter: boolean): void {
  if (style === "academic" || style === "formal") replaceChinese(draft, "formal_words", CHINESE_FORMAL);
  if (style === "casual") replaceChinese(draft, "plain_words", CHINESE_PLAIN);
  if (style !== "casual" || shorter) removeFillers(draft, "zh");
}

type Outcome = { changed: boolean; original: number; rewritten: number };

function warningsFor(
  { tone, length, language: wanted }: RewriteOptions,
  language: string,
  outcome: Outcome,
): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: Warning["code"], message: string) => warnings.push({ code, message });
  if (tone !== null && tone.trim() !== "")
    warn("TONE_IGNORED", "Without a language model a tone cannot be given to a text.");
  if (length === "longer")
    warn("LENGTH_NOT_REACHED", "Rules alone do not make a text longer: nothing is added that it does not say.");
  if (length === "shorter" && outcome.rewritten >= outcome.original) {
    warn("LENGTH_NOT_REACHED", "No rule found anything to leave out.");
  }
  if (language !== "en" && language !== "zh") {
    warn(
      "LANGUAGE_LIMITED",
      `There are rules for English and Chinese alone; this text is in another language (${language}).`,
    );
  } else if (wanted !== "auto" && wanted !== language) {
    warn(
      "LANGUAGE_LIMITED",
      `The text stays in its own language (${language}): without a language model nothing is translated.`,
    );
  }
  if (!outcome.changed) warn("NO_CHANGE", "No rule applied; the text is returned as it was.");
  return warnings;
}

/** A shorter and a lighter version, where they differ from the text, from the result and from each other. */
function alternativesTo(result: string, source: Source, style: Style, shorter: boolean): RewriteResult["alternatives"] {
  const candidates = [
    shorter
      ? { text: drafted(source, style === "concise" ? "formal" : style, false).text, description: "At full length" }
      : { text: drafted(source, style, true).text, description: "Shorter: without its least central sentences" },
    { text: lightlyEdited(source), description: "Lightly edited: fillers and doubled words removed, nothing else" },
  ];
  const taken = new Set([result, source.text]);
  return candidates.filter(({ text }) => text !== "" && !taken.has(text) && taken.add(text));
}

function lightlyEdited({ text, titleEnd, language }: Source): string {
  const draft = new Draft(text, titleEnd);
  if (language === "en" || language === "zh") removeFillers(draft, language);
  if (language === "en") mergePairs(draft);
  return draft.text;
}
