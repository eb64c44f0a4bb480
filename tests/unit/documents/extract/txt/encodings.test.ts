import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { extractDocument } from "../../../../../lib/documents/extract/extract-document.ts";
import { PARAGRAPHS } from "./paragraphs.ts";

type Case = [language: keyof typeof PARAGRAPHS, encoding: string, names?: string[]];

/** What each text is written in; a name is listed only where another one reads the same bytes the same way. */
const CASES: Case[] = [
  ["zh", "GB18030"],
  ["zh", "GBK", ["GB18030"]],
  ["tw", "Big5"],
  ["ja", "Shift_JIS"],
  ["ja", "EUC-JP"],
  ["ko", "EUC-KR"],
  ["ru", "windows-1251"],
  ["uk", "windows-1251"],
  ["bg", "windows-1251"],
  ["ru", "KOI8-R"],
  ["ru", "ISO-8859-5"],
  ["fr", "windows-1252"],
  ["de", "windows-1252"],
  ["es", "windows-1252"],
  ["sv", "windows-1252"],
  ["en", "windows-1252"],
  ["pl", "windows-1250"],
  ["cs", "windows-1250"],
  ["hu", "windows-1250", ["windows-1250", "ISO-8859-2"]],
  ["pl", "ISO-8859-2"],
  ["tr", "windows-1254"],
  ["el", "windows-1253"],
  ["he", "windows-1255"],
  ["ar", "windows-1256"],
  ["lt", "windows-1257"],
];

async function read(bytes: Uint8Array) {
  return extractDocument({ bytes, fileType: "txt" });
}

describe("encodings of plain text", () => {
  for (const [language, encoding, names = [encoding]] of CASES) {
    it(`reads ${language} in ${encoding} and says that it guessed`, async () => {
      const { text, metadata, warnings } = await read(iconv.encode(PARAGRAPHS[language], encoding));
      expect(text).toBe(PARAGRAPHS[language]);
      expect(names).toContain(metadata.encoding);
      expect(warnings.map(({ code }) => code)).toEqual(["ENCODING_GUESSED"]);
    });
  }

  for (const encoding of ["UTF-16LE", "UTF-16BE"] as const) {
    it(`knows ${encoding} without a mark by its zero bytes, Latin and Chinese alike`, async () => {
      for (const content of [`${PARAGRAPHS.fr}\n`, `${PARAGRAPHS.zh}\n${PARAGRAPHS.zh}\n`]) {
        const { text, metadata, warnings } = await read(iconv.encode(content, encoding, { addBOM: false }));
        expect(text).toBe(content);
        expect(metadata.encoding).toBe(encoding);
        expect(warnings.map(({ code }) => code)).toEqual(["ENCODING_GUESSED"]);
      }
    });
  }

  for (const encoding of ["UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"]) {
    it(`takes ${encoding} by its mark, leaves the mark out and warns of nothing`, async () => {
      const { text, metadata, warnings } = await read(iconv.encode(`\ufeff${PARAGRAPHS.ja}`, encoding));
      expect(text).toBe(PARAGRAPHS.ja);
      expect(metadata.encoding).toBe(encoding);
      expect(warnings).toEqual([]);
    });
  }

  it("takes valid UTF-8 without a mark as sure", async () => {
    const { text, metadata, warnings } = await read(Buffer.from("naïve café 😀"));
    expect(text).toBe("naïve café 😀");
    expect(metadata.encoding).toBe("UTF-8");
    expect(warnings).toEqual([]);
  });

  it("reads ISO-2022-JP, which is ASCII in all but meaning", async () => {
    const { text } = await read(Buffer.from("\x1b$B$3$s$K$A$O\x1b(B", "latin1"));
    expect(text).toBe("こんにちは");
  });

  it("falls back to windows-1252 when nothing else speaks", async () => {
    const { text, metadata } = await read(Uint8Array.of(0x80, 0x20, 0xa9));
    expect(text).toBe("€ ©");
    expect(metadata.encoding).toBe("windows-1252");
  });

  it("finds the encoding by what comes late in a long ASCII file", async () => {
    const ascii = "plain words and nothing else\n".repeat(20_000);
    const { text, metadata } = await read(Buffer.concat([Buffer.from(ascii), iconv.encode(PARAGRAPHS.ru, "KOI8-R")]));
    expect(metadata.encoding).toBe("KOI8-R");
    expect(text.endsWith(PARAGRAPHS.ru)).toBe(true);
  });
});
