import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, truncate } from "../../../../lib/documents/extract/clean.ts";

describe("cleanText", () => {
  it("makes every line end LF, form feeds and Unicode separators too", () => {
    expect(cleanText("a\r\nb\rc\fd\u2028e\u0085f")).toBe("a\nb\nc\nd\ne\nf");
  });

  it("drops NUL and other controls, soft hyphens and byte order marks; tab and LF stay", () => {
    expect(cleanText("a\0b\x07c\x9bd\u00ade\ufefff\tg\nh")).toBe("abcdef\tg\nh");
  });

  it("composes letters and replaces lone surrogates", () => {
    expect(cleanText("e\u0301 \ud800x \udc00")).toBe("é \ufffdx \ufffd");
  });

  it("expands Latin ligatures and Arabic presentation forms", () => {
    expect(cleanText("eﬀect oﬃce ﬁt ﬂat ﬄ ﬆ")).toBe("effect office fit flat ffl st");
    expect(cleanText("\ufefb \ufe8d")).toBe("لا ا");
  });

  it("joins a word hyphenated at a line end only when the next line starts in lower case", () => {
    expect(cleanText("infra-\nstructure, soft\u00ad\nware")).toBe("infrastructure, software");
    expect(cleanText("Jean-\nPaul 5-\nfold -\nx")).toBe("Jean-\nPaul 5-\nfold -\nx");
  });

  it("leaves clean text as it is, whatever it was before", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = cleanText(text);
        expect(once.isWellFormed()).toBe(true);
        expect(once.normalize("NFC")).toBe(once);
        expect(cleanText(once)).toBe(once);
      }),
    );
  });
});

describe("truncate", () => {
  it("never keeps half a surrogate pair", () => {
    expect(truncate("a😀b", 2)).toBe("a");
    expect(truncate("a😀b", 3)).toBe("a😀");
    expect(truncate("ab", 2)).toBe("ab");
  });
});
