import { describe, expect, it } from "vitest";
import { userFormula } from "../../../../lib/workbooks/read/formula-text.ts";

const context = {
  linkLabel: (index: number) => [undefined, "Book2.xlsx", "My Book.xlsx", "3"][index],
  tableAround: () => "Sales",
};

describe("userFormula", () => {
  it.each([
    ["SUM(A1:A3)", "SUM(A1:A3)"],
    ["=1+1", "1+1"],
    ["_xlfn._xlws.SORT(_xlfn.UNIQUE(A1:A9))", "SORT(UNIQUE(A1:A9))"],
    ["_xlfn.LET(_xlpm.x,1,_xlpm.x+1)", "LET(x,1,x+1)"],
    ["_xlfn.LAMBDA(_xlpm.a,_xlop.b,_xlpm.a)", "LAMBDA(a,b,a)"],
    ["_xlfn.BYROW(A1:B2,_xleta.SUM)", "BYROW(A1:B2,SUM)"],
    ["_xludf.MYFUNC(1)", "MYFUNC(1)"],
    ['"_xlfn.IFS("&A1', '"_xlfn.IFS("&A1'],
    ["_xlfn.SINGLE(A1:A10)", "@A1:A10"],
    ["_xlfn.SINGLE(F(1,2))+1", "@F(1,2)+1"],
    ["_xlfn.SINGLE(A1:A3+1)", "@(A1:A3+1)"],
    ["SUM(_xlfn.ANCHORARRAY(Sheet2!$D$2))", "SUM(Sheet2!$D$2#)"],
    ["_xlfn.SINGLE(_xlfn.ANCHORARRAY(D2))", "@D2#"],
    ["SINGLE(A1)", "SINGLE(A1)"],
    ["Sales[[#This Row],[Price]]*2", "[@Price]*2"],
    ["Sales[[#This Row],[Unit Price]]", "[@[Unit Price]]"],
    ["SUM(Sales[[#This Row],[Q1]:[Q4]])", "SUM([@[Q1]:[Q4]])"],
    ["Sales[#This Row]", "[@]"],
    ["Other[[#This Row],[Price]]", "Other[@Price]"],
    ["SUM(Sales[Price])", "SUM(Sales[Price])"],
    ["Sales[[#Headers],[Price]]", "Sales[[#Headers],[Price]]"],
    ["[1]Sheet1!A1+1", "[Book2.xlsx]Sheet1!A1+1"],
    ["'[1]It''s'!A1", "'[Book2.xlsx]It''s'!A1"],
    ["SUM([2]Sheet1!$A$1:$B$2)", "SUM('[My Book.xlsx]Sheet1'!$A$1:$B$2)"],
    ["SUM([2]Jan:Mar!A1)", "SUM('[My Book.xlsx]Jan:Mar'!A1)"],
    ["[1]!Rate", "[Book2.xlsx]!Rate"],
    ["[0]!Rate", "Rate"],
    ["[3]S!A1", "[3]S!A1"],
    ["[9]S!A1", "[9]S!A1"],
    ['"[1]S!A1"', '"[1]S!A1"'],
    ['"open', '"open'],
    ["Sales[[#This", "Sales[[#This"],
  ])("shows %s as %s", (stored, shown) => {
    expect(userFormula(stored, context)).toBe(shown);
  });
});
