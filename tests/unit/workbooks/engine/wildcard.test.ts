import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Wildcard } from "../../../../lib/workbooks/engine/wildcard.ts";

describe("Wildcard", () => {
  it.each([
    ["a*", "Abc", true],
    ["a*", "bac", false],
    ["*c", "abc", true],
    ["*b*", "abc", true],
    ["a?c", "aBc", true],
    ["a?c", "ac", false],
    ["???", "abcd", false],
    ["~*", "*", true],
    ["~*", "x", false],
    ["a~?", "a?", true],
    ["~~", "~", true],
    ["a~", "a", true],
    ["*", "", true],
    ["?", "", false],
    ["a*a", "a", false],
    ["a**b", "axb", true],
    ["*ab*ab", "abab", true],
    ["*ab*ab", "ab", false],
    ["x*", "X\nY", true],
  ])("%s takes the whole of %j: %s", (pattern, text, expected) => {
    expect(new Wildcard(pattern).test(text)).toBe(expected);
  });

  it.each([
    ["m*n", "Profit Margin", 0, 7],
    ["t?", "Statement", 2, 3],
    ["~?", "why?", 0, 3],
    ["*e", "Statement", 3, 3],
    ["z*", "abc", 0, -1],
    ["b*b", "abc", 0, -1],
    ["?", "abc", 3, -1],
  ])("%s is found in %j from %d at %d", (pattern, text, from, expected) => {
    expect(new Wildcard(pattern).indexIn(text, from)).toBe(expected);
  });

  it("takes what the same pattern as a regular expression takes", () => {
    const piece = fc.constantFrom("a", "b", "*", "?");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }), (p, t) => {
        const pattern = p.join("");
        const text = t.join("");
        const source = pattern.replaceAll("*", ".*").replaceAll("?", ".");
        expect(new Wildcard(pattern).test(text)).toBe(new RegExp(`^${source}$`).test(text));
        expect(new Wildcard(pattern).indexIn(text, 0)).toBe(new RegExp(source).exec(text)?.index ?? -1);
      }),
    );
  });

  it("does not lose itself in a pattern of many asterisks", () => {
    const text = "a".repeat(32_767);
    expect(new Wildcard("*a*a*a*a*a*a*a*a*b").test(text)).toBe(false);
    expect(new Wildcard("*a*a*a*a*a*a*a*a*b").indexIn(text, 0)).toBe(-1);
  });
});
