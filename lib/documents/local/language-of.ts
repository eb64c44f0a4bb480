import { detectLanguage } from "../language.ts";
import { stopWords } from "./stop-words.ts";

const LONG = 300; // code units; from there on statistics can be trusted

/**
 * The language of a question or a short text that goes with a document. Statistics err on a few words, names above
 * all: another language than the document's is believed only when its stop words are seen more often.
 *
 * @param expected the document's language, "und" if unknown
 */
export function languageOf(text: string, expected: string): string {
  const { language } = detectLanguage(text);
  if (language === "und") return expected;
  if (language === expected || expected === "und" || text.length >= LONG) return language;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const seen = (list: ReadonlySet<string>) => words.filter((word) => list.has(word)).length;
  const own = seen(stopWords(expected));
  return own > 0 && own >= seen(stopWords(language)) ? expected : language;
}
