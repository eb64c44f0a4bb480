/**
 * What every reader does to the text it found, so that the same words give the same text whatever the file type.
 *
 * NFC; LF line ends; controls dropped (tab and LF stay); lone surrogates become U+FFFD; soft hyphens dropped; ligatures
 * and Arabic presentation forms expanded; words hyphenated at a line end joined when the next line starts in lower case.
 */

const LATIN_LIGATURES: Record<string, string> = {
  ﬀ: "ff",
  ﬁ: "fi",
  ﬂ: "fl",
  ﬃ: "ffi",
  ﬄ: "ffl",
  ﬅ: "st",
  ﬆ: "st",
};

// Form feed, vertical tab, NEL, and the line and paragraph separators end a line as well.
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const LINE_END_MARK = /[\r\v\f\u0085\u2028\u2029]/;
// Controls, soft hyphen, byte order mark; U+FFFE and U+FFFF are no characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: dropping them is what this is for
const DROPPED = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\ufeff\ufffe\uffff]/g;
const LIGATURES = /[\ufb00-\ufb06]/g;
const ARABIC_FORMS = /[\ufb50-\ufdff\ufe70-\ufefc]+/g;
const HYPHENATED = /(?<=\p{L}\p{M}*)[-\u2010]\n[^\S\n]*(?=\p{Ll})/gu;

export function cleanText(text: string): string {
  let clean = text.isWellFormed() ? text : text.toWellFormed();
  if (LINE_END_MARK.test(clean)) clean = clean.replace(LINE_ENDS, "\n");
  // A soft hyphen that ends a line has broken a word, so the line end goes with it.
  if (clean.includes("\u00ad\n")) clean = clean.replaceAll(/\u00ad\n[^\S\n]*/g, "");
  return joinHyphenated(expandForms(clean.replace(DROPPED, ""))).normalize("NFC");
}

function expandForms(text: string): string {
  return text
    .replace(LIGATURES, (ligature) => LATIN_LIGATURES[ligature] ?? ligature)
    .replace(ARABIC_FORMS, (forms) => forms.normalize("NFKC"));
}

function joinHyphenated(text: string): string {
  return text.includes("-\n") || text.includes("\u2010\n") ? text.replace(HYPHENATED, "") : text;
}

/** The first `limit` code units at most, never half a surrogate pair. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const code = text.charCodeAt(limit - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit);
}
