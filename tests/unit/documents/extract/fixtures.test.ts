import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { extractDocument } from "../../../../lib/documents/extract/extract-document.ts";
import type { FileType } from "../../../../lib/documents/types.ts";

const FOLDER = new URL("../../../../quality/fixtures/extract/", import.meta.url);

type Case = [rule: string, file: string, language: string, direction: "ltr" | "rtl"];

const CASES: Case[] = [
  ["Arabic in logical order, its ligatures letter by letter", "tuning/libreoffice-ar.pdf", "ar", "rtl"],
  ["Arabic of another producer, without an outline", "held-out/weasyprint-ar.pdf", "ar", "rtl"],
  ["Hebrew with numbers and brackets in logical order", "held-out/libreoffice-he.pdf", "he", "rtl"],
  ["Chinese without blanks put in", "held-out/libreoffice-zh.pdf", "zh", "ltr"],
  ["Chinese in a font that is not embedded", "tuning/reportlab-zh-not-embedded.pdf", "zh", "ltr"],
  ["Japanese in a font that is not embedded", "held-out/reportlab-ja-not-embedded.pdf", "ja", "ltr"],
  ["German of a tagged PDF", "tuning/libreoffice-tagged-de.pdf", "de", "ltr"],
  ["Japanese of a DOCX", "held-out/python-docx-ja.docx", "ja", "ltr"],
];

describe("documents made from a known text", () => {
  for (const [rule, file, language, direction] of CASES) {
    it(`gives ${rule}`, async () => {
      const truth = JSON.parse(await readFile(new URL(`${file}.json`, FOLDER), "utf8"));
      const fileType = file.slice(file.lastIndexOf(".") + 1) as FileType;
      const { text, sections, metadata } = await extractDocument({
        bytes: await readFile(new URL(file, FOLDER)),
        fileType,
      });
      expect(text).toBe(truth.text);
      expect(sections.map(({ title, level }) => ({ level, title }))).toEqual(truth.headings);
      expect(metadata).toMatchObject({ language, direction });
    });
  }
});
