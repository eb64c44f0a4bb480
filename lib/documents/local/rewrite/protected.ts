/** What no rule may touch: numbers, dates, quotations, addresses, code, formulas, citations and names. */
import type { Span } from "../../types.ts";

/** Every repetition that could run over another start of itself has a bound, for texts made to be slow. */
const PROTECTED = [
  /```[\s\S]{0,5000}?```|`[^`\n]+`/g, // code
  /\$\$[\s\S]{1,2000}?\$\$|\$[^$\s](?:[^$\n]{0,500}[^$\s])?\$|\\\([\s\S]{1,2000}?\\\)|\\\[[\s\S]{1,2000}?\\\]/g, // formulas
  /\S{0,100}[=<>≤≥±×÷∑√]\S{0,100}/g, // and what of them stands in a line
  /"[^"\n]{1,2000}"|“[^”]{1,2000}”|«[^»]{1,2000}»|„[^“”]{1,2000}[“”]|「[^」]{1,2000}」|『[^』]{1,2000}』|(?<![\p{L}\p{N}])‘[^’\n]{1,300}’(?!\p{L})|(?<![\p{L}\p{N}])'[^'\n]{1,300}'(?!\p{L})/gu, // quotations
  /(?:https?:\/\/|www\.)[^\s<>"]+|[\w.+-]+@[\w-]+\.[\w.-]+/g, // addresses
  /\[[^\]\n]{1,200}\]/g, // citations by number
  /\([^()\n]*\b(?:1[5-9]|20)\d\d[a-z]?\b[^()\n]*\)/g, // and by year
  /(?:[$€£¥]\s?)?\p{N}+(?:[.,:/-]\p{N}+)*(?:\s?%|\p{L}+)?/gu, // numbers, with their unit
  /(?<=[\p{Ll}\p{N},;:)"”’'–—-]\s)\p{Lu}[\p{L}\p{M}'’.-]*(?:\s+\p{Lu}[\p{L}\p{M}'’.-]*)*/gu, // names within a sentence
  /\p{Lu}[\p{L}\p{M}'’-]+(?:\s+(?:\p{Lu}\.\s*)*\p{Lu}[\p{L}\p{M}'’-]+)+/gu, // and those at its beginning, of two words or more
  /(?<!\p{L})\p{Lu}{2,}s?(?!\p{L})/gu, // acronyms
];
const CONTRACTED = /^I(?:['’](?:m|ve|ll|d))?$/;

/** Protected stretches, by position; they may overlap. */
export function protectedSpans(text: string): Span[] {
  return PROTECTED.flatMap((pattern) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => !CONTRACTED.test(found))
      .map(({ 0: found, index }) => ({ start: index, end: index + found.length })),
  ).sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Whether a stretch overlaps a protected one. */
export function isProtected(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some((span) => span.start < end && span.end > start);
}
