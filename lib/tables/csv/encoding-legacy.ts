/**
 * Which encoding a text that is not Unicode has: one byte a letter, or East Asian with two.
 *
 * Two-byte encodings are told by their structure (every lead byte is followed by a fitting trail byte) and by how many
 * of their characters are among the frequent ones, which have lead bytes of their own; they do not stand within Latin words. Single-byte encodings allow any
 * byte, so the text is read in each and the reading wins in which the letters stand where letters stand: é within a
 * word, £ before a digit, a capital at a word's start. Statistics of letter sequences would need more text than the
 * few accented letters of a typical CSV.
 */
import { Buffer } from "node:buffer";
import iconv from "iconv-lite";

/** Bytes around the non-ASCII ones that are looked at; some hundred letters decide. */
const EXCERPT_LENGTH = 2_048;

/** Bytes kept on each side of a non-ASCII byte. */
const CONTEXT = 8;

type Ranked = { encoding: string; confidence: number };

/** @param sample not valid UTF-8, no byte order mark */
export function legacyEncoding(sample: Uint8Array): Ranked {
  const bytes = withPlainSpaces(sample);
  const single = singleByteEncoding(excerptOf(bytes));
  const double = eastAsianEncoding(bytes);
  return double !== null && double.confidence > single.confidence - 0.1 ? double : single;
}

/** No-break space in the encodings of Windows and ISO, á or а in those of DOS. */
const HARD_SPACE = 0xa0;

/**
 * The sample, its no-break spaces made plain ones where they are most of what is not ASCII, as in English tables that
 * were copied from a page: they tell nothing of the language. As a letter, the byte is never so frequent.
 */
function withPlainSpaces(sample: Uint8Array): Uint8Array {
  let foreign = 0;
  let spaces = 0;
  for (const byte of sample) {
    if (byte >= 0x80) foreign++;
    if (byte === HARD_SPACE) spaces++;
  }
  return spaces > foreign / 2 ? sample.map((byte) => (byte === HARD_SPACE ? 0x20 : byte)) : sample;
}

type EastAsian = {
  encoding: string;
  /** Whether a pair of bytes is one of the encoding's frequent characters. */
  frequent: (lead: number, trail: number) => boolean;
  /** Characters that show the language beyond doubt. */
  sign: RegExp | null;
};

const EAST_ASIAN: readonly EastAsian[] = [
  {
    encoding: "shift_jis", // signs 81, hiragana 82 9F–F1, katakana 83, kanji of level 1 from 88 9F to 97
    frequent: (lead, trail) =>
      lead === 0x81 || (lead === 0x82 && trail >= 0x4f) || lead === 0x83 || (lead >= 0x88 && lead <= 0x97),
    sign: /[\u3040-\u30ff]/g,
  },
  {
    encoding: "euc-jp", // signs A1, as in the three below; hiragana A4, katakana A5, kanji of level 1 from B0 to CF
    frequent: (lead) => lead === 0xa1 || lead === 0xa4 || lead === 0xa5 || (lead >= 0xb0 && lead <= 0xcf),
    sign: /[\u3040-\u30ff]/g,
  },
  {
    encoding: "euc-kr", // hangul from B0 to C8
    frequent: (lead, trail) => trail >= 0xa1 && (lead === 0xa1 || (lead >= 0xb0 && lead <= 0xc8)),
    sign: /[\uac00-\ud7a3]/g,
  },
  {
    encoding: "gb18030", // hanzi of level 1 from B0 to D7; rarer ones have lower trail bytes
    frequent: (lead, trail) => trail >= 0xa1 && (lead === 0xa1 || lead === 0xa3 || (lead >= 0xb0 && lead <= 0xd7)),
    sign: null,
  },
  {
    encoding: "big5", // hanzi of level 1 from A4 to C6
    frequent: (lead) => lead === 0xa1 || (lead >= 0xa4 && lead <= 0xc6),
    sign: null,
  },
];

/** Share of ASCII trail bytes that Chinese text does not reach. Japanese may, and has signs of its own. */
const PLAIN_TRAILS = 0.8;

function eastAsianEncoding(sample: Uint8Array): Ranked | null {
  let best: Ranked | null = null;
  for (const candidate of EAST_ASIAN) {
    const confidence = eastAsianFit(sample, candidate);
    if (confidence > 0.55 && confidence > (best?.confidence ?? 0)) best = { encoding: candidate.encoding, confidence };
  }
  return best;
}

/** 0 to 1: the share of frequent characters among all that are not ASCII; 0 where the bytes are not in that form. */
function eastAsianFit(sample: Uint8Array, { encoding, frequent, sign }: EastAsian): number {
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  const faults = text.split("\uFFFD").length - 1;
  let pairs = 0;
  let common = 0;
  let withinWords = 0; // lead bytes right after a small Latin letter
  let plainTrails = 0; // trail bytes that are ASCII: °C, é followed by a comma
  let ended = 0; // where the last pair ended
  for (let at = 0; at < sample.length; at++) {
    const lead = sample[at]!;
    if (lead < 0x80 || (encoding === "shift_jis" && lead >= 0xa1 && lead <= 0xdf)) continue;
    if (at + 1 === sample.length) break; // cut by the end, or no pair at all
    pairs++;
    if (at > ended && isLowerAscii(sample[at - 1]!)) withinWords++;
    const trail = sample[++at]!;
    if (trail < 0x80) plainTrails++;
    if (frequent(lead, trail)) common++;
    ended = at + 1;
  }
  if (pairs === 0 || faults > pairs * 0.01 || withinWords > pairs * 0.3) return 0;
  if (sign === null && plainTrails > pairs * PLAIN_TRAILS) return 0;
  const signs = sign === null ? 0 : Math.min(1, (text.match(sign)?.length ?? 0) / pairs);
  return (common / pairs) * (sign === null ? 0.9 : 0.75 + 0.25 * signs);
}

const isLowerAscii = (byte: number) => byte >= 0x61 && byte <= 0x7a;

/** The non-ASCII bytes with some bytes around each, stretches parted by line ends. */
function excerptOf(sample: Uint8Array): Buffer {
  const parts: Uint8Array[] = [];
  let length = 0;
  let end = 0;
  for (let at = 0; at < sample.length && length < EXCERPT_LENGTH; at++) {
    if (sample[at]! < 0x80) continue;
    const start = Math.max(end, at - CONTEXT);
    if (start > end) parts.push(Uint8Array.of(0x0a));
    end = Math.min(sample.length, at + CONTEXT + 1);
    parts.push(sample.subarray(start, end));
    length += end - start;
    at = Math.max(at, end - 1 - CONTEXT);
  }
  return Buffer.concat(parts);
}

/** The letters beyond ASCII of the languages written in an encoding; of Cyrillic and Greek the more frequent ones. */
const WESTERN = [
  "éèàçêâîôûëïùœ", // French
  "äöüß",
  "áéíóúñü", // Spanish
  "ãõçáéíóúâêôà", // Portuguese
  "àèéìòù", // Italian
  "åäöæøé", // Scandinavian
  "ðþæöáéíóúý", // Icelandic
  "àçèéíïòóúü", // Catalan
];
const CENTRAL = [
  "ąćęłńóśźż", // Polish
  "áčďéěíňóřšťúůýž", // Czech
  "áäčďéíĺľňóôŕšťúýž", // Slovak
  "áéíóöőúüű", // Hungarian
  "čćđšž", // Croatian
  "ăâîşţ", // Romanian
];
const CYRILLIC = ["оеаинтсрвлкмдпуяыьгзбчй", "оаинвертіклсдпумягзбйї"];
const GREEK = ["αειοντσρηπκμλυςάίόέήώγδ"];
const TURKISH = ["ıiİşğüöç"]; // İ has no single small letter
const HEBREW = ["אבגדהוזחטיכלמנסעפצקרשתםןךףץ"];
const ARABIC = ["ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآءئؤ"];
const THAI = ["กขคงจชซดตถทนบปผพฟมยรลวสหอะาิีึืุูเแโใไ่้์ัำ"];

/** In the order in which they are preferred when a text reads equally well in several. */
const SINGLE_BYTE: readonly { encoding: string; languages: readonly string[] }[] = [
  { encoding: "windows-1252", languages: WESTERN },
  { encoding: "windows-1251", languages: CYRILLIC },
  { encoding: "windows-1250", languages: CENTRAL },
  { encoding: "iso-8859-2", languages: CENTRAL },
  { encoding: "koi8-u", languages: CYRILLIC },
  { encoding: "ibm866", languages: CYRILLIC },
  { encoding: "macintosh", languages: WESTERN },
  { encoding: "iso-8859-15", languages: WESTERN },
  { encoding: "cp850", languages: WESTERN },
  { encoding: "cp852", languages: CENTRAL },
  { encoding: "windows-1254", languages: TURKISH },
  { encoding: "windows-1253", languages: GREEK },
  { encoding: "windows-1255", languages: HEBREW },
  { encoding: "windows-1256", languages: ARABIC },
  { encoding: "windows-874", languages: THAI },
  { encoding: "iso-8859-5", languages: CYRILLIC },
];

/** How much better a later encoding must read to be preferred. */
const LEAD = 0.02;

function singleByteEncoding(excerpt: Buffer): Ranked {
  let best = { encoding: "windows-1252", confidence: 0 };
  for (const { encoding, languages } of SINGLE_BYTE) {
    const confidence = plausibility(iconv.decode(excerpt, encoding), languages);
    if (confidence > best.confidence + LEAD) best = { encoding, confidence };
  }
  return best;
}

/** What a letter is worth that other languages of the encoding have, and one that none has. */
const FOREIGN = 0.6;
const RARE = 0.15;
const MISFIT = -0.5;

/** Mean over the non-ASCII characters of how well each fits where it stands, in the language that suits best; 0 to 1. */
function plausibility(text: string, languages: readonly string[]): number {
  const all = languages.join("");
  const sums = new Array<number>(languages.length).fill(0);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character < "\x80") continue;
    count++;
    const before = text[at - 1] ?? "\n";
    const after = text[at + 1] ?? "\n";
    const isLetter = kindOf(character) !== OTHER;
    const fit = isLetter ? letterFit(character, before, after) : symbolFit(character, before, after);
    const small = character === "İ" ? character : character.toLowerCase();
    for (const [language, letters] of languages.entries()) {
      const worth = !isLetter || letters.includes(small) ? 1 : all.includes(small) ? FOREIGN : RARE;
      sums[language]! += fit > 0 ? fit * worth : fit;
    }
  }
  return count === 0 ? 0 : Math.max(0, ...sums) / count;
}

const OTHER = 0;
const LATIN_SMALL = 1;
const LATIN_CAPITAL = 2;
const SMALL = 3;
const CAPITAL = 4;
const kinds = new Map<string, number>();

/** Whether a character is a letter, of which script and case. Letters without case are small. */
function kindOf(character: string): number {
  let kind = kinds.get(character);
  if (kind === undefined) {
    const letter = /[\p{L}\p{M}]/u.test(character) && !/[ªº]/.test(character);
    const capital = /\p{Lu}/u.test(character);
    const latin = /\p{Script=Latin}/u.test(character);
    kind = letter ? (latin ? (capital ? LATIN_CAPITAL : LATIN_SMALL) : capital ? CAPITAL : SMALL) : OTHER;
    kinds.set(character, kind);
  }
  return kind;
}

const isLatin = (kind: number) => kind === LATIN_SMALL || kind === LATIN_CAPITAL;
const isCapital = (kind: number) => kind === LATIN_CAPITAL || kind === CAPITAL;

function letterFit(letter: string, before: string, after: string): number {
  const kind = kindOf(letter);
  const previous = kindOf(before);
  const next = kindOf(after);
  if (previous !== OTHER && isLatin(previous) !== isLatin(kind)) return MISFIT; // two scripts in one word
  if (next !== OTHER && isLatin(next) !== isLatin(kind)) return MISFIT;
  if (previous === OTHER && next === OTHER) return isLatin(kind) && !isDigit(before) ? 0.45 : 0;
  if (isCapital(kind)) return previous !== OTHER && !isCapital(previous) ? MISFIT : 0.95; // a capital after a small one
  return previous !== OTHER && isCapital(next) ? MISFIT : 1; // a small one within a word, before a capital
}

const isDigit = (character: string) => character >= "0" && character <= "9";
const opensWord = (character: string) => ' \t\r\n,;|"('.includes(character);

function symbolFit(symbol: string, before: string, after: string): number {
  if (symbol === "’") return kindOf(before) !== OTHER ? 1 : 0.3;
  if ("“‘„«¿¡".includes(symbol)) return opensWord(before) && !opensWord(after) ? 0.9 : 0;
  if ("”»".includes(symbol)) return opensWord(before) ? 0.1 : 0.8;
  if ("£€".includes(symbol)) return isDigit(after) || isDigit(before) || opensWord(before) ? 0.9 : 0.2;
  if ("°ºª".includes(symbol)) return isDigit(before) || kindOf(before) !== OTHER ? 0.9 : 0.5;
  if ("–—…•\u00a0".includes(symbol)) return 0.7;
  return "²³½¼¾®™©µ×±·§№".includes(symbol) ? 0.5 : MISFIT;
}
