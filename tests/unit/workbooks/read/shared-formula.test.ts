import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormulaTemplate } from "../../../../lib/workbooks/read/shared-formula.ts";

describe("FormulaTemplate", () => {
  it.each([
    ["A1*2", 1, 0, "A2*2"],
    ["$A1+A$1+$A$1", 2, 3, "$A3+D$1+$A$1"],
    ["SUM(A1:B2)", 1, 1, "SUM(B2:C3)"],
    ["SUM(A:A)+SUM($B:C)", 5, 1, "SUM(B:B)+SUM($B:D)"],
    ["SUM(3:5)+SUM($1:2)", 2, 9, "SUM(5:7)+SUM($1:4)"],
    ["LOG10(A1)+ATAN2(1,B1)", 1, 0, "LOG10(A2)+ATAN2(1,B2)"],
    ['"A1"&A1', 1, 0, '"A1"&A2'],
    ["'A1'!B2+Q1!C3", 1, 0, "'A1'!B3+Q1!C4"],
    ["SUM(Q1:Q4!B2)", 1, 1, "SUM(Q1:Q4!C3)"],
    ["T1[A1]+[Book1.xlsx]S!A1", 1, 0, "T1[A1]+[Book1.xlsx]S!A2"],
    ["A1#+@B1%", 1, 0, "A2#+@B2%"],
    ["Rate*A1.5+ABC1234567+XFE1", 1, 1, "Rate*A1.5+ABC1234567+XFE1"],
    ["1E5+A1*1.5E+10", 1, 0, "1E5+A2*1.5E+10"],
    ["A1:INDEX(B:B,3)", 1, 1, "B2:INDEX(C:C,3)"],
    ["A1", -1, -1, "XFD1048576"],
    ["aa7", 1, 1, "AB8"],
  ])("moves %s by %i rows and %i columns to %s", (formula, rows, columns, moved) => {
    expect(new FormulaTemplate(formula).movedBy(rows, columns)).toBe(moved);
  });

  it("leaves any text as it is when it moves nowhere, but for the case of addresses", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."A1$:!'\"[](),+ #@xR9.") }), (formula) => {
        expect(new FormulaTemplate(formula).movedBy(0, 0).toUpperCase()).toBe(formula.toUpperCase());
      }),
    );
  });
});
