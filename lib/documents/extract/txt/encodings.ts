/**
 * Which character encoding bytes of plain text are in.
 *
 * Sure: a byte order mark, or bytes that are valid UTF-8. Guessed: UTF-16 by the pattern of its zero bytes, then byte
 * statistics (chardet), and for Latin scripts which code page gives letters that the text's language really has.
 */
import { analyse } from "chardet";
import { detectLanguage } from "../../language.ts";
import { alphabetOf, COMMON_SIGNS } from "./alphabets.ts";

/** Name as in the WHATWG Encoding Standard, capitals as people write them. */
export type Encoding = { name: string; guessed: boolean; bomBytes: number };

const SAMPLE_BYTES = 128 * 1024;
const MIN_CONFIDENCE = 10; // of chardet, 0 to 100; below it says nothing
const LAST_RESORT = "windows-1252";

const BYTE_ORDER_MARKS: [name: string, mark: number[]][] = [
  ["UTF-32LE", [0xff, 0xfe, 0x00, 0x00]],
  ["UTF-32BE", [0x00, 0x00, 0xfe, 0xff]],
  ["UTF-8", [0xef, 0xbb, 0xbf]],
  ["UTF-16LE", [0xff, 0xfe]],
  ["UTF-16BE", [0xfe, 0xff]],
  ["GB18030", [0x84, 0x31, 0x95, 0x33]],
];

/** ISO code pages whose printable characters are those of a Windows one, which files mislabelled so really use. */
const WINDOWS_NAMES: Record<string, string> = {
  ASCII: LAST_RESORT,
  "ISO-8859-1": LAST_RESORT,
  "ISO-8859-7": "windows-1253",
  "ISO-8859-8": "windows-1255",
  "ISO-8859-9": "windows-1254",
};

const LATIN = ["windows-1252", "windows-1250", "windows-1254", "windows-1257", "ISO-8859-2"];
const MULTIBYTE = new Set(["GB18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR", "ISO-2022-JP", "UTF-8"]);

export function detectEncoding(bytes: Uint8Array): Encoding {
  for (const [name, mark] of BYTE_ORDER_MARKS) {
    if (mark.every((byte, index) => bytes[index] === byte)) return { name, guessed: false, bomBytes: mark.length };
  }
  const wide = utf16ByPattern(bytes);
  if (wide) return { name: wide, guessed: true, bomBytes: 0 };
  if (hasJapaneseEscape(bytes)) return { name: "ISO-2022-JP", guessed: true, bomBytes: 0 };
  if (decodesStrictly(bytes, "UTF-8")) return { name: "UTF-8", guessed: false, bomBytes: 0 };
  return { name: guess(sample(bytes)), guessed: true, bomBytes: 0 };
}

/**
 * UTF-16 without a mark: it has zero bytes, which no other text has, and read in the right byte order it is made of
 * everyday characters almost throughout, blanks or stops among them; in the wrong order it is not.
 */
function utf16ByPattern(bytes: Uint8Array): "UTF-16LE" | "UTF-16BE" | null {
  const start = bytes.subarray(0, Math.min(bytes.length, SAMPLE_BYTES) & ~1);
  if (!start.includes(0)) return null;
  // Plain ASCII with a stray NUL would read as Chinese: two letters make one ideograph.
  const beyondAscii = start.reduce((count, byte) => count + (byte === 0 || byte >= 0x80 ? 1 : 0), 0);
  if (beyondAscii < start.length * 0.15) return null;
  const little = everydayShare(new TextDecoder("UTF-16LE").decode(start));
  const big = everydayShare(new TextDecoder("UTF-16BE").decode(start));
  if (Math.max(little, big) < 0.95) return null;
  return little >= big ? "UTF-16LE" : "UTF-16BE";
}

// Scripts up to Thai, general punctuation to symbols, CJK with its punctuation and full-width forms, Hangul.
const EVERYDAY = /[\t\n\r\x20-\x7e\u00a0-\u0e7f\u1e00-\u27bf\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]/g;
const BLANK_OR_STOP = /[\s.,\u3001\u3002\uff0c]/;

function everydayShare(text: string): number {
  return BLANK_OR_STOP.test(text) ? (text.match(EVERYDAY)?.length ?? 0) / text.length : 0;
}

/** ISO-2022-JP is made of ASCII bytes alone and gives itself away by its escape sequences. */
function hasJapaneseEscape(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE_BYTES));
  return start.includes("\x1b$B") || start.includes("\x1b$@");
}

function decodesStrictly(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** From the line of the first byte above ASCII on: before it every encoding reads the same. */
function sample(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const lineStart = bytes.subarray(0, first).lastIndexOf(0x0a) + 1;
  const from = first - lineStart > SAMPLE_BYTES / 2 ? first : lineStart;
  const end = Math.min(bytes.length, from + SAMPLE_BYTES);
  const lineEnd = end < bytes.length ? bytes.subarray(from, end).lastIndexOf(0x0a) : -1;
  return bytes.subarray(from, lineEnd > 0 ? from + lineEnd : end); // a cut character would look like damage
}

function guess(bytes: Uint8Array): string {
  const candidates = analyse(bytes).filter(({ confidence }) => confidence >= MIN_CONFIDENCE);
  for (const { name } of candidates) {
    if (name === "UTF-8") return name; // nearly valid: a few damaged bytes in a long text
    if (name.startsWith("UTF-")) continue;
    if (MULTIBYTE.has(name) && decodesStrictly(bytes, name)) return name;
    if (!MULTIBYTE.has(name)) return singleByte(name, bytes);
  }
  return singleByte(LAST_RESORT, bytes);
}

function singleByte(name: string, bytes: Uint8Array): string {
  if (name === "ISO-8859-7" && isIsoGreek(bytes)) return name;
  const windows = WINDOWS_NAMES[name] ?? name;
  return LATIN.includes(windows) ? bestLatin(windows, bytes) : windows;
}

/** The accented capital alpha is B6 in ISO 8859-7 and A2 in windows-1253; the two agree on every other letter. */
function isIsoGreek(bytes: Uint8Array): boolean {
  return bytes.some((byte, index) => byte === 0xb6 && (bytes[index + 1] ?? 0) >= 0xc0);
}

/** The code page under which most of the letters beyond ASCII belong to the language; the first guess wins a tie. */
function bestLatin(first: string, bytes: Uint8Array): string {
  let best = { name: first, score: -1 };
  for (const name of [first, ...LATIN.filter((other) => other !== first)]) {
    const text = new TextDecoder(name).decode(bytes);
    const beyondAscii = text.match(/[^\0-\x7f]/g) ?? [];
    const alphabet = alphabetOf(detectLanguage(text).language);
    const fitting = beyondAscii.filter((character) => alphabet.has(character) || COMMON_SIGNS.has(character)).length;
    const score = fitting / Math.max(1, beyondAscii.length);
    if (score > best.score + 0.001) best = { name, score };
  }
  return best.name;
}
