/**
 * A document as the local engine sees it: its sentences, each with its section, its terms and its number of words.
 * Made once per task; summaries, answers and mind maps all start from here.
 */
import { pageAt } from "../page-at.ts";
import { sentences } from "../sentences.ts";
import type { Extraction, Span } from "../types.ts";
import { countWords, cutBefore } from "../words.ts";
import { isBackMatter, proseWeight } from "./noise.ts";
import { Vocabulary } from "./vocabulary.ts";

export type Sentence = Span & {
  index: number; // from 0, in the order of the text
  section: number; // index of its section
  paragraph: number; // from 0; sentences of one paragraph share it
  heading: boolean; // it is its section's title
  backMatter: boolean; // its section holds references, contents or the like
  prose: number; // 0 to 1: how much it is running text and no caption, reference or notice
  words: number;
  terms: readonly number[]; // in order, stop words included
};

export type DocumentModel = {
  extraction: Extraction;
  text: string;
  language: string;
  vocabulary: Vocabulary;
  sentences: Sentence[];
  /** By term: number of sentences that hold it. */
  sentenceFrequency: number[];
};

const MAX_SENTENCE = 4_000; // code units; longer ones are no sentences, and are cut
const REMEMBERED = 50_000; // different sentences whose reading is kept for when they come again

export function readDocument(extraction: Extraction): DocumentModel {
  const { text, sections, metadata } = extraction;
  const { language } = metadata;
  const vocabulary = new Vocabulary(language);
  const read = sentenceReader(vocabulary);
  const found: Sentence[] = [];
  const sentenceFrequency: number[] = [];
  let at = 0;
  let titleEnd = -1;
  let backMatter = false;
  let paragraph = -1;
  let previousEnd = 0;
  const enter = (section: number) => {
    at = section;
    titleEnd = titleLineEnd(text, sections[at]);
    backMatter = isBackMatter(sections[at]?.title ?? "");
  };
  enter(0);
  for (const span of pieces(text, sentences(text, language))) {
    while (at + 1 < sections.length && sections[at + 1]!.start <= span.start) enter(at + 1);
    if (paragraph < 0 || /\n\s*\n/.test(text.slice(previousEnd, span.start))) paragraph++;
    previousEnd = span.end;
    const reading = read(text.slice(span.start, span.end));
    for (const term of reading.different) sentenceFrequency[term] = (sentenceFrequency[term] ?? 0) + 1;
    const { terms, words, prose } = reading;
    found.push({
      ...span,
      index: found.length,
      section: at,
      paragraph,
      heading: span.end <= titleEnd,
      backMatter,
      prose,
      words,
      terms,
    });
  }
  return { extraction, text, language, vocabulary, sentences: found, sentenceFrequency };
}

type Reading = { terms: readonly number[]; different: ReadonlySet<number>; words: number; prose: number };

/** Reads a sentence; one that comes again, as table rows and running heads do, only once. */
function sentenceReader(vocabulary: Vocabulary): (content: string) => Reading {
  const known = new Map<string, Reading>();
  return (content) => {
    let reading = known.get(content);
    if (!reading) {
      const terms = vocabulary.read(content);
      const words = countWords(content, vocabulary.language);
      reading = { terms, different: new Set(terms), words, prose: proseWeight(content) };
      if (known.size < REMEMBERED) known.set(content, reading);
    }
    return reading;
  };
}

/** The page a position stands on; null where the document has no pages. */
export function pageOf({ extraction }: DocumentModel, position: number): number | null {
  return pageAt(extraction.pages, position);
}

/** The content terms of a sentence: stop words left out. */
export function contentTerms({ vocabulary }: DocumentModel, { terms }: Sentence): number[] {
  return terms.filter((term) => !vocabulary.isStop(term));
}

/** Inverse document frequency over sentences, as BM25 has it: never below 0. What the text lacks is the rarest. */
export function inverseFrequency({ sentences }: DocumentModel, frequency: number): number {
  return Math.log(1 + (Math.max(0, sentences.length - frequency) + 0.5) / (frequency + 0.5));
}

/** Where the line ends on which a section's title stands; -1 for a section without title. */
function titleLineEnd(text: string, section: Extraction["sections"][number] | undefined): number {
  if (!section || section.title === null) return -1;
  const content = text.slice(section.start, section.end);
  const first = section.start + (content.length - content.trimStart().length);
  const lineEnd = text.indexOf("\n", first);
  return lineEnd < 0 ? text.length : lineEnd;
}

function* pieces(text: string, spans: Iterable<Span>): Generator<Span> {
  for (const { start, end } of spans) {
    let from = start;
    while (end - from > MAX_SENTENCE) {
      const to = cutBefore(text, from, from + MAX_SENTENCE);
      yield { start: from, end: to };
      from = to;
    }
    if (end > from) yield { start: from, end };
  }
}
