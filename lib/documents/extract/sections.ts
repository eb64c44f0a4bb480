/** Sections of a text: from its headings where it has some, else cuts of about a thousand words. */
import { pageAt } from "../page-at.ts";
import type { Page, Section, SectionMethod, Span } from "../types.ts";
import { countWords, cutBefore, paragraphs } from "../words.ts";
import { truncate } from "./clean.ts";

/** A heading as a reader found it: where its line starts, and how deep it stands (1 to 6). */
export type Heading = { start: number; level: number; title: string };

const CHUNK_WORDS = 1_000;
const MAX_UNIT = 4_000; // code units; no cut falls inside anything shorter
const MAX_SECTIONS = 5_000; // more than that is no table of contents any more
const MAX_TITLE = 300;

/**
 * Sections that cover the whole text without overlap; none when the text is empty.
 * Text before the first heading is a section without title.
 *
 * @param headings by position; two at the same place count as the first
 */
export function buildSections(
  text: string,
  headings: readonly Heading[],
  method: SectionMethod,
  pages: readonly Page[],
  language: string,
): { method: SectionMethod; sections: Section[] } {
  if (text.trim() === "") return { method: "chunks", sections: [] };
  const kept = thinned(headings.filter(({ start }) => start < text.length));
  const starts = kept.length > 0 ? fromHeadings(text, kept) : chunkStarts(text, language);
  const sections = starts.map(({ start, title, level, words }, index): Section => {
    const end = starts[index + 1]?.start ?? text.length;
    const content = text.slice(start, end);
    const lastCharacter = start + Math.max(0, content.trimEnd().length - 1);
    return {
      index,
      title,
      level,
      start,
      end,
      page_start: pageAt(pages, start),
      page_end: pageAt(pages, lastCharacter),
      word_count: words ?? countWords(content, language),
    };
  });
  return { method: kept.length > 0 ? method : "chunks", sections };
}

/** `words` is null where nobody has counted them yet. */
type Start = { start: number; title: string | null; level: number; words: number | null };

function fromHeadings(text: string, headings: readonly Heading[]): Start[] {
  const starts: Start[] = [];
  const first = headings[0];
  if (first && text.slice(0, first.start).trim() !== "") starts.push({ start: 0, title: null, level: 1, words: null });
  for (const { start, level, title } of headings) {
    const from = starts.length === 0 ? 0 : start; // white space before the first heading belongs to it
    if (starts.at(-1)?.start === from) continue;
    starts.push({
      start: from,
      title: truncate(title.replace(/\s+/g, " ").trim(), MAX_TITLE) || null,
      level,
      words: null,
    });
  }
  return starts;
}

/** Leaves the deepest levels out while there are too many; none at all when one level alone is too many. */
function thinned(headings: readonly Heading[]): readonly Heading[] {
  let kept = headings;
  while (kept.length > MAX_SECTIONS) {
    const deepest = kept.reduce((level, heading) => Math.max(level, heading.level), 1);
    kept = kept.filter(({ level }) => level < deepest);
  }
  return kept;
}

function chunkStarts(text: string, language: string): Start[] {
  const starts: Start[] = [];
  let chunk = { start: 0, title: null, level: 1, words: 0 };
  for (const { start, end } of chunkUnits(text)) {
    const words = countWords(text.slice(start, end), language);
    if (chunk.words > 0 && chunk.words + words / 2 > CHUNK_WORDS) {
      starts.push(chunk);
      chunk = { start, title: null, level: 1, words: 0 };
    }
    chunk.words += words;
  }
  return [...starts, chunk];
}

/** Paragraphs; what is far longer than a paragraph is offered line by line, and a line without end in pieces. */
function* chunkUnits(text: string): Generator<Span> {
  for (const paragraph of paragraphs(text)) {
    if (paragraph.end - paragraph.start <= MAX_UNIT) {
      yield paragraph;
      continue;
    }
    for (let start = paragraph.start; start < paragraph.end; ) {
      const lineEnd = text.indexOf("\n", start);
      const wanted = lineEnd < 0 ? paragraph.end : Math.min(paragraph.end, lineEnd + 1);
      const end = wanted - start > MAX_UNIT ? cutBefore(text, start, start + MAX_UNIT) : wanted;
      yield { start, end };
      start = end;
    }
  }
}
