import { describe, expect, it } from "vitest";
import { templateKey } from "../../../../lib/workbooks/engine/template-key.ts";

describe("formulas share a key where they say the same relative to their cells", () => {
  it.each([
    ["A1*2", 1, 3, "A2*2", 2, 3],
    ["SUM(A$1:A5)", 5, 2, "SUM(A$1:A6)", 6, 2],
    ["SUM(A:C)", 1, 5, "SUM(B:D)", 1, 6],
    ["SUM(3:4)", 1, 1, "SUM(5:6)", 3, 1],
    ['Data!A1&"A1"', 1, 1, 'Data!A2&"A1"', 2, 1],
  ] as const)("%s and %s", (a, rowA, columnA, b, rowB, columnB) => {
    expect(templateKey(a, rowA, columnA)).toBe(templateKey(b, rowB, columnB));
  });

  it.each([
    ["$A$1*2", "$A$2*2"],
    ['A1&"A1"', 'A2&"A2"'],
    ["'A1'!B1", "'A2'!B1"],
    ["LOG10(1)", "LOG11(1)"],
    ["T1[Q1]", "T1[Q2]"],
    ["Q1!A1", "Q2!A2"],
    ["$A:$A", "$B:$B"],
  ])("%s in C1 and %s in C2 do not", (a, b) => {
    expect(templateKey(a, 1, 3)).not.toBe(templateKey(b, 2, 3));
  });
});
