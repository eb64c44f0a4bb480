/** Questions that the document can answer, made from its titles, its key phrases and its years. */
import type { DocumentModel } from "./document-model.ts";
import { keywordsOf } from "./keywords.ts";
import { isBackMatter } from "./noise.ts";
import { phrases } from "./phrases.ts";

const MOST = 5;
const LEAST = 3;
const SHORT_DOCUMENT = 10; // sentences; below it fewer than three questions may do

/** Up to five, none equal to the question just asked; three at least for a document of ten sentences or more. */
export function suggestQuestions(model: DocumentModel, asked: string): string[] {
  const say = phrases(model.language);
  const keywords = keywordsOf(model, 6).map(({ text }) => say.whatIs(text));
  const titles = titlesOf(model).map((title) => say.whatAbout(title));
  const years = yearsOf(model).map((year) => say.whatHappened(year));
  const wanted = [...keywords.slice(0, 2), ...titles.slice(0, 2), ...years.slice(0, 1), ...keywords.slice(2)];
  const different = (questions: readonly string[]) =>
    [...new Set(questions)].filter((question) => bare(question) !== bare(asked));
  const found = different(wanted).slice(0, MOST);
  if (found.length >= LEAST || model.sentences.length < SHORT_DOCUMENT) return found;
  return different([...found, ...say.general]).slice(0, LEAST);
}

function titlesOf({ extraction }: DocumentModel): string[] {
  return extraction.sections
    .filter(({ title, word_count }) => title !== null && word_count >= 50 && title.length <= 80 && !isBackMatter(title))
    .sort((a, b) => b.word_count - a.word_count || a.index - b.index)
    .map(({ title }) => title!);
}

/** Years the document speaks of, the one most sentences name first. */
function yearsOf({ text, sentences }: DocumentModel): string[] {
  const counts = new Map<string, number>();
  for (const { start, end, backMatter } of sentences) {
    if (backMatter) continue;
    for (const year of new Set(text.slice(start, end).match(/\b(?:1[5-9]|20)\d\d\b(?![.,]?\d)/g))) {
      counts.set(year, (counts.get(year) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([year]) => year);
}

function bare(question: string): string {
  return question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
