import fc from "fast-check";
import { expect, it } from "vitest";
import { trimEnd, trimStart } from "../../../../lib/tables/validate/trim.ts";

it("trims what String.prototype.trim trims", () => {
  const unit = fc.oneof(
    fc.constantFrom(" ", "\t", "\v", "\u00a0", "\u0085", "\u1680", "\u180e", "\u2000", "\u200a", "\u200b", "\u2028"),
    fc.constantFrom("\u202f", "\u205f", "\u3000", "\ufeff", "a", "é", "あ", "😀", "\0", "\x7f", "\u0080", "\u00a1"),
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 8 }), (text) => {
      const bytes = Buffer.from(`x${text}x`);
      const start = trimStart(bytes, 1, bytes.length - 1);
      const end = trimEnd(bytes, start, bytes.length - 1);
      expect(bytes.toString("utf8", start, end)).toBe(text.trim());
    }),
    { numRuns: 3_000 },
  );
});
