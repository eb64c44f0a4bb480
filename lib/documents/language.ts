/**
 * Which language a text is written in, and which way it runs.
 *
 * The script is looked at first, for it settles most languages alone (Hebrew, Greek, Thai, Korean …); where several
 * share one (Latin, Cyrillic, Arabic) tell-tale letters or n-gram statistics (tinyld) decide among those.
 */
import { detectAll } from "tinyld";
import { cutBefore } from "./words.ts";

/** ISO 639-1 code, or "und". `confidence` is the share of the sample that speaks for the language, 0 to 1, 4 decimals. */
export type DetectedLanguage = { language: string; confidence: number };

const SAMPLE = 20_000; // code units looked at
const SLICE = 500; // judged alone, so that one foreign word cannot sway the whole
const MIN_LETTERS = 20;
const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "ku"]);

type Script = { name: string; letters: RegExp; language: (text: string) => string };

const alone = (language: string) => () => language;

const SCRIPTS: Script[] = [
  { name: "Latin", letters: /\p{Script=Latin}/gu, language: latin },
  { name: "Cyrillic", letters: /\p{Script=Cyrillic}/gu, language: cyrillic },
  { name: "Arabic", letters: /\p{Script=Arabic}/gu, language: arabic },
  { name: "Hebrew", letters: /\p{Script=Hebrew}/gu, language: (text) => (/[װױײ]|יי?ִ|אָ/u.test(text) ? "yi" : "he") },
  { name: "CJK", letters: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, language: chineseOrJapanese },
  { name: "Hangul", letters: /\p{Script=Hangul}/gu, language: alone("ko") },
  { name: "Greek", letters: /\p{Script=Greek}/gu, language: alone("el") },
  { name: "Devanagari", letters: /\p{Script=Devanagari}/gu, language: devanagari },
  { name: "Thai", letters: /\p{Script=Thai}/gu, language: alone("th") },
  { name: "Bengali", letters: /\p{Script=Bengali}/gu, language: alone("bn") },
  { name: "Gurmukhi", letters: /\p{Script=Gurmukhi}/gu, language: alone("pa") },
  { name: "Gujarati", letters: /\p{Script=Gujarati}/gu, language: alone("gu") },
  { name: "Tamil", letters: /\p{Script=Tamil}/gu, language: alone("ta") },
  { name: "Telugu", letters: /\p{Script=Telugu}/gu, language: alone("te") },
  { name: "Kannada", letters: /\p{Script=Kannada}/gu, language: alone("kn") },
  { name: "Malayalam", letters: /\p{Script=Malayalam}/gu, language: alone("ml") },
  { name: "Sinhala", letters: /\p{Script=Sinhala}/gu, language: alone("si") },
  { name: "Lao", letters: /\p{Script=Lao}/gu, language: alone("lo") },
  { name: "Khmer", letters: /\p{Script=Khmer}/gu, language: alone("km") },
  { name: "Myanmar", letters: /\p{Script=Myanmar}/gu, language: alone("my") },
  { name: "Georgian", letters: /\p{Script=Georgian}/gu, language: alone("ka") },
  { name: "Armenian", letters: /\p{Script=Armenian}/gu, language: alone("hy") },
  { name: "Ethiopic", letters: /\p{Script=Ethiopic}/gu, language: alone("am") },
];

/**
 * The language of a text, judged on up to 20,000 code units spread over it.
 * "und" with confidence 0 when the sample has fewer than 20 letters or no language stands out.
 */
export function detectLanguage(text: string): DetectedLanguage {
  const slices = sample(text);
  const votes = new Map<string, number>();
  let letters = 0;
  for (const slice of slices) {
    const total = slice.match(/\p{L}/gu)?.length ?? 0;
    letters += total;
    const main = mainScript(slice);
    if (!main) continue;
    const language = main.script.language(slice);
    votes.set(language, (votes.get(language) ?? 0) + main.letters);
  }
  if (letters < MIN_LETTERS) return { language: "und", confidence: 0 };
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (!best || best[0] === "und") return { language: "und", confidence: 0 };
  return { language: best[0], confidence: Math.min(1, Math.round((best[1] / letters) * 10_000) / 10_000) };
}

export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/** Slices evenly spread over the text, cut between words. */
function sample(text: string): string[] {
  const count = Math.min(SAMPLE / SLICE, Math.ceil(text.length / SLICE));
  const stride = text.length / count;
  const slices: string[] = [];
  for (let index = 0; index < count; index++) {
    const start = Math.floor(index * stride);
    slices.push(text.slice(start, cutBefore(text, start, Math.min(text.length, start + SLICE))));
  }
  return slices;
}

/** The script with the most letters; one Chinese character says as much as several Latin letters. */
function mainScript(text: string): { script: Script; letters: number } | null {
  let best: { script: Script; letters: number; weight: number } | null = null;
  for (const script of SCRIPTS) {
    const letters = text.match(script.letters)?.length ?? 0;
    const weight = script.name === "CJK" || script.name === "Hangul" ? letters * 3 : letters;
    if (letters > 0 && (!best || weight > best.weight)) best = { script, letters, weight };
  }
  return best;
}

function latin(text: string): string {
  const [best] = detectAll(text, { only: LATIN });
  // Serbian in Latin letters and Croatian are one to these statistics; only Croatian is always written so.
  return best ? (best.lang === "sr" ? "hr" : best.lang) : "und";
}

const LATIN = "en de fr es it pt nl sv da no fi pl cs sk hu ro tr id vi et lv lt is ga eo af la sr tk".split(" ");

function cyrillic(text: string): string {
  const lower = text.toLowerCase();
  if (/ў/u.test(lower)) return "be";
  if (/[ђћ]/u.test(lower)) return "sr";
  if (/[ѓќѕ]/u.test(lower)) return "mk";
  if (/[їєґ]/u.test(lower)) return "uk";
  if (/[әғқңөұүһ]/u.test(lower)) return detectAll(text, { only: ["kk", "tt", "mn"] })[0]?.lang ?? "kk";
  const [best] = detectAll(text, { only: ["ru", "uk", "bg", "sr", "mk", "be"] });
  return best?.lang ?? "ru";
}

function arabic(text: string): string {
  // Arabic itself has none of these letters, save in a foreign name here and there.
  const urdu = text.match(/[ٹڈڑںےھ]/gu)?.length ?? 0;
  const persian = text.match(/[پچژگکی]/gu)?.length ?? 0;
  if ((urdu + persian) * 50 < text.length) return "ar";
  return urdu * 50 >= text.length ? "ur" : "fa";
}

function chineseOrJapanese(text: string): string {
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return kana > (kana + han) * 0.05 ? "ja" : "zh";
}

function devanagari(text: string): string {
  if (/ळ|आहे/u.test(text)) return "mr";
  return /(?:\s|^)(?:छ|छन्|हुन्छ|थियो)(?:\s|।|$)/u.test(text) ? "ne" : "hi";
}
