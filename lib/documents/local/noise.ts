/**
 * Stretches of a document that are no prose: lists of references, captions, notices. Summaries and suggested questions
 * keep away from them, answers do not: the answer may well stand in a caption.
 */

const BACK_MATTER =
  /^(?:[\divx.]+\s+)?(?:references|bibliography|works cited|literature cited|further reading|external links|see also|notes|footnotes|endnotes|acknowledge?ments?|funding|author contributions|competing interests|conflicts? of interests?|supporting information|supplementary (?:materials?|information)|table of contents|contents|index|literatur(?:verzeichnis)?|quellen|inhalt(?:sverzeichnis)?|références|bibliographie|table des matières|referencias|bibliografía|bibliografia|riferimenti|referências|литература|список литературы|参考文献|引用文献|目录|目錄|目次|致谢|المراجع|ביבליוגרפיה)\s*:?$/iu;
const CAPTION =
  /^(?:supplementary\s+|extended data\s+)?(?:fig(?:ure)?s?|tables?|plates?|charts?|abb(?:ildung)?|tab(?:elle)?|tableau|figura|tabla|рис(?:унок)?|табл(?:ица)?|图|圖|図|表)\.?\s*[\dIVX]+(?:[.:–—-]|\s*$|\s+\p{Lu})/iu;
const POINTER =
  /^\(?(?:see|cf\.|compare|main articles?:|further information:?|siehe|vgl\.|voir|véase|см\.|参见|参照)(?:\s|:|(?=[（(「]))(?:\S+\s+){0,9}\S*$/iu;
const NOTICE =
  /©|\(c\)\s*(?:19|20)\d\d|all rights reserved|creative commons|licen[cs]ed under|\bISBN\b|\bISSN\b|\bdoi:|copyright|terms of use|received:? \d|corresponding author/i;
const ENTRY =
  /^(?:\[\d+\]|\d{1,3}\.)\s+\p{Lu}[\p{L}'’-]+,?\s+(?:\p{Lu}\.?\s*){1,3}[,;.]|\b(?:19|20)\d\d[a-z]?;\s*\d+|\bpp?\.\s*\d+\s*[-–]\s*\d+|\bet al\.?,? \(?(?:19|20)\d\d\)?[.;]\s*$/u;

/** Whether a section by this title holds references, contents, thanks or the like. */
export function isBackMatter(title: string): boolean {
  return BACK_MATTER.test(title.trim());
}

/** How much a sentence is prose, 0 to 1. */
export function proseWeight(sentence: string): number {
  if (CAPTION.test(sentence)) return 0.1;
  if (ENTRY.test(sentence)) return 0.05;
  if (POINTER.test(sentence)) return 0.1;
  if (NOTICE.test(sentence)) return 0.1;
  const letters = sentence.match(/\p{L}/gu)?.length ?? 0;
  const marks = sentence.replace(/[\s\p{M}]/gu, "").length;
  if (letters * 10 < marks * 7) return 0.2; // figures, formulas, code
  if (/https?:\/\/|www\./.test(sentence)) return 0.5;
  return 1;
}
