import { describe, expect, it } from "vitest";
import { shownFormula, trimReferencesAsCalls } from "../../../../lib/workbooks/engine/formula/trim-references.ts";

describe("trim references", () => {
  it.each([
    ["SUM(_TRO_ALL(A1:C4))", "=SUM(A1.:.C4)"],
    ["_TRO_LEADING($A$1:C4)+_TRO_TRAILING(Data!A:C)", "=$A$1.:C4+Data!A:.C"],
    ["_TRO_ALL('It''s (1)'!A1:B2)", "='It''s (1)'!A1.:.B2"],
    ["_TRO_ALL(1:3)", "=1.:.3"],
    ['"_TRO_ALL(A1:C4)"&A1', '="_TRO_ALL(A1:C4)"&A1'],
    ["_TRO_ALL(Sales[Price])", "=_TRO_ALL(Sales[Price])"],
    ["A1:C4", "=A1:C4"],
  ])("%s is shown as %s, and read back", (stored, shown) => {
    expect(shownFormula(stored)).toBe(shown);
    expect(trimReferencesAsCalls(shown.slice(1))).toBe(stored);
  });
});
