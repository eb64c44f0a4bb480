/** Branches by time: years, or decades and centuries of them where there are too many, each with what is said of it. */
import type { MindmapOptions } from "../options.ts";
import { type DocumentModel, pageOf, type Sentence } from "./document-model.ts";
import type { Branch } from "./mindmap-tree.ts";

type Dated = { year: number; sentence: Sentence };

const YEAR = /(?<![\p{L}\p{N}.,/-])(?:1[0-9]|20)\d\d(?=s?(?![\p{L}\p{N}/]|[.,-]\d)|年)/gu;
const PERIODS = [1, 10, 100]; // years a branch may span
const EVENTS = 6; // sentences under a year

/** None for a document without years. */
export function timelineBranches(model: DocumentModel, { max_branches }: MindmapOptions): Branch[] {
  const dated = model.sentences.filter(({ backMatter }) => !backMatter).flatMap((sentence) => datesIn(model, sentence));
  const span = PERIODS.find((years) => periodsOf(dated, years).size <= max_branches) ?? 100;
  return [...periodsOf(dated, span)]
    .map(([period, within]) => periodBranch(model, period, span, within))
    .sort((a, b) => b.weight - a.weight || a.start! - b.start!)
    .slice(0, max_branches);
}

/** Each year a sentence names, once. */
function datesIn({ text }: DocumentModel, sentence: Sentence): Dated[] {
  const years = new Set(text.slice(sentence.start, sentence.end).match(YEAR)?.map(Number));
  return [...years].map((year) => ({ year, sentence }));
}

function periodsOf(dated: readonly Dated[], span: number): Map<number, Dated[]> {
  return Map.groupBy(dated, ({ year }) => Math.floor(year / span) * span);
}

function periodBranch(model: DocumentModel, period: number, span: number, within: readonly Dated[]): Branch {
  const { start, end } = within[0]!.sentence;
  const children =
    span > 1
      ? [...periodsOf(within, 1)].map(([year, those]) => periodBranch(model, year, 1, those))
      : within.slice(0, EVENTS).map(({ sentence }, index) => eventBranch(model, sentence, EVENTS - index));
  return {
    name: span === 1 ? `${period}` : `${period}–${period + span - 1}`,
    weight: within.length,
    children,
    start,
    end,
    page: pageOf(model, start),
  };
}

function eventBranch(model: DocumentModel, { start, end }: Sentence, weight: number): Branch {
  return { name: model.text.slice(start, end), weight, children: [], start, end, page: pageOf(model, start) };
}
