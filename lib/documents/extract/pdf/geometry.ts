/** The shapes of a page's text on its way from glyph runs to paragraphs. Units are PDF points (1/72 inch). */

/**
 * Text drawn in one go. `u` runs along the baseline, `v` upwards across it, whichever way the page is turned, so that
 * reading goes from small to large `u` (for left-to-right scripts) and from large to small `v`.
 */
export type Run = {
  text: string;
  u0: number;
  u1: number;
  v: number;
  size: number; // font size
  bold: boolean;
  tag: number | null; // heading level by the document's own structure tags
};

/** Runs side by side on one baseline with no more than a word space between them. */
export type Segment = { runs: Run[]; u0: number; u1: number; v: number; size: number };

export type Line = {
  text: string;
  u0: number;
  u1: number;
  v: number;
  size: number; // of most of its characters
  bold: boolean; // throughout
  tag: number | null;
  table: boolean; // cells far apart, joined by tabs
  rtl: boolean;
  left: number; // bounds of the column it stands in
  right: number;
  column: number; // running number of the column within the page
  page: number;
};

export const RTL_LETTER = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const CJK_RANGES = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef`;
const SOUTH_EAST_ASIAN = String.raw`\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;

/** Chinese and Japanese: no blanks at all, whatever gap a program leaves between ideographs and Latin letters. */
export const CJK = new RegExp(`[${CJK_RANGES}]`, "u");
/** Scripts in which a line may end within a sentence without a blank being lost. */
export const UNSPACED = new RegExp(`[${CJK_RANGES}${SOUTH_EAST_ASIAN}]`, "u");
export const HANGUL = /\p{Script=Hangul}/u;

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
