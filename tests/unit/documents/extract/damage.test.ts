import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extractDocument } from "../../../../lib/documents/extract/extract-document.ts";
import type { FileType } from "../../../../lib/documents/types.ts";
import { FileFault } from "../../../../lib/errors.ts";
import { makeDocx, p, styled } from "./docx/make-docx.ts";
import { lines, makePdf } from "./pdf/make-pdf.ts";

const WHOLE: Record<FileType, Buffer> = {
  pdf: makePdf({
    pages: [1, 2].map((n) => lines(72, 700, [`Page ${n} of a text that is soon damaged.`, "It goes on."])),
  }),
  docx: makeDocx({ body: styled("Heading1", "Damage") + p("A text that is soon damaged.") }),
  txt: Buffer.from("DAMAGE\n\nA text that is soon damaged – naïve, façade.\n"),
};

/** Overwrites some bytes and cuts the end off. */
const damage = fc.record({
  writes: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), { maxLength: 12 }),
  kept: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("a damaged file", () => {
  for (const fileType of ["pdf", "docx", "txt"] as const) {
    it(`of type ${fileType} is either read, its sections and pages covering the text, or refused as a FileFault`, async () => {
      await fc.assert(
        fc.asyncProperty(damage, async ({ writes, kept }) => {
          const bytes = Buffer.from(WHOLE[fileType]);
          for (const [place, value] of writes) bytes[Math.floor(place * bytes.length)] = value;
          const cut = bytes.subarray(0, Math.ceil(kept * bytes.length));
          try {
            const { text, sections, pages, metadata } = await extractDocument({ bytes: cut, fileType });
            const joined = (spans: { start: number; end: number }[]) =>
              spans.map(({ start, end }) => text.slice(start, end)).join("");
            expect(joined(sections)).toBe(text.trim() === "" ? "" : text);
            if (pages.length > 0) expect(joined(pages)).toBe(text);
            expect(text.isWellFormed()).toBe(true);
            expect(metadata.char_count).toBe(text.length);
          } catch (error) {
            expect(error).toBeInstanceOf(FileFault);
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});
