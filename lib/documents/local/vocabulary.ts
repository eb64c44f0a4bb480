/**
 * Terms: what words are compared by. A term is a stemmed word in lower case without accents, known by a number.
 *
 * Scripts with spaces: runs of letters and digits, Snowball stems where the language has a stemmer. Chinese and
 * Japanese: the segmenter's words, and each pair of neighbouring characters without a stop word among them, for no two
 * segmentations agree.
 */
import snowball from "snowball-stemmers";
import { words } from "../words.ts";
import { IRREGULAR_FORMS } from "./irregular-forms.ts";
import { stopWords } from "./stop-words.ts";

const STEMMERS: Record<string, string> = {
  ar: "arabic",
  ca: "catalan",
  cs: "czech",
  da: "danish",
  de: "german",
  en: "english",
  es: "spanish",
  eu: "basque",
  fi: "finnish",
  fr: "french",
  ga: "irish",
  hu: "hungarian",
  hy: "armenian",
  it: "italian",
  nl: "dutch",
  no: "norwegian",
  pt: "portuguese",
  ro: "romanian",
  ru: "russian",
  sl: "slovene",
  sv: "swedish",
  ta: "tamil",
  tr: "turkish",
};

const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
/** A run of a script without spaces; a number with its points; initials ("U.S."); a word, its apostrophe included. */
const TOKEN = new RegExp(
  `[${UNSPACED}]+|\\p{N}+(?:[.,:]\\p{N}+)*|\\p{Lu}(?:\\.\\p{Lu})+|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+(?:['’]\\p{L}+)*`,
  "gu",
);
const UNSPACED_START = new RegExp(`^[${UNSPACED}]`, "u");
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u;
const MAX_WORD = 64; // code units that count; longer "words" are data

export class Vocabulary {
  readonly language: string;
  /** Stems by term number. */
  readonly stems: string[] = [];
  private readonly stops: boolean[] = [];
  private readonly terms = new Map<string, number>();
  private readonly seen = new Map<string, number>();
  private readonly stopList: ReadonlySet<string>;
  private readonly stemWord: (word: string) => string;

  constructor(language: string) {
    this.language = language;
    this.stopList = stopWords(language);
    const name = STEMMERS[language];
    const stemmer = name === undefined ? null : snowball.newStemmer(name);
    this.stemWord = stemmer ? (word) => stemmer.stem(word) : (word) => word;
  }

  /** The terms of a text in order, stop words included. Words not met before are added to the vocabulary. */
  read(text: string): number[] {
    const found: number[] = [];
    for (const [token] of text.matchAll(TOKEN)) {
      if (UNSPACED_START.test(token)) this.readUnspaced(token, found);
      else found.push(this.termOf(token));
    }
    return found;
  }

  /** The terms of a text's words alone, without the pairs of characters. */
  readWords(text: string): number[] {
    return [...text.matchAll(TOKEN)].flatMap(([token]) =>
      UNSPACED_START.test(token) ? this.segments(token).map(({ form }) => this.termOf(form)) : [this.termOf(token)],
    );
  }

  /** The segmenter's words in a run of Chinese or Japanese, each with its offset. */
  segments(run: string): { form: string; at: number }[] {
    return [...words(run, this.language)].map(({ text, start }) => ({ form: text, at: start }));
  }

  /** Whether a term says nothing about the subject: a stop word, or a single letter. */
  isStop(term: number): boolean {
    return this.stops[term] ?? true;
  }

  private readUnspaced(run: string, found: number[]): void {
    for (const { form } of this.segments(run)) found.push(this.termOf(form));
    if (!CJK.test(run)) return;
    for (let at = 0; at + 2 <= run.length; at++) {
      if (this.stopList.has(run.charAt(at)) || this.stopList.has(run.charAt(at + 1))) continue;
      found.push(this.termOf(run.slice(at, at + 2)));
    }
  }

  /** The term of one word, taken as it stands: a single token of the text, or a word of the segmenter. */
  termOf(token: string): number {
    const known = this.seen.get(token);
    if (known !== undefined) return known;
    const lower = token
      .slice(0, MAX_WORD)
      .toLowerCase()
      .replace(/['’](?:s|t|ll|re|ve|d|m)?$/u, "");
    const stop = this.stopList.has(lower) || /^\p{Script=Latin}$/u.test(lower);
    const base = this.language === "en" ? (IRREGULAR_FORMS.get(lower) ?? lower) : lower;
    const stem = stop ? lower : withoutAccents(this.stemWord(base));
    let term = this.terms.get(stem);
    if (term === undefined) {
      term = this.stems.length;
      this.terms.set(stem, term);
      this.stems.push(stem);
      this.stops.push(stop);
    }
    this.seen.set(token, term);
    return term;
  }
}

function withoutAccents(stem: string): string {
  return stem.normalize("NFD").replace(/(?<=\p{Script=Latin})\p{M}+/gu, "");
}
