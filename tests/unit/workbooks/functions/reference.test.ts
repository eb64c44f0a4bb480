import { describe } from "vitest";
import { table } from "./formula-table.ts";

const cells = { A1: 10, A2: 20, A3: 30, B1: "A2", C1: "=A1*2", D1: "text" };

describe("references as values", () => {
  table(
    [
      ['INDIRECT("A2")', 20],
      ["INDIRECT(B1)", 20],
      ['INDIRECT("R2C1",FALSE)', 20],
      ['SUM(INDIRECT("A1:A3"))', 60],
      ['INDIRECT("nonsense!")', "#REF!"],
      ["OFFSET(A1,1,0)", 20],
      ["SUM(OFFSET(A1,0,0,3,1))", 60],
      ["SUM(OFFSET(A3,0,0,-2,1))", 50],
      ["OFFSET(A1,-1,0)", "#REF!"],
      ["OFFSET(A1,0,0,0,1)", "#REF!"],
      ["SUM(OFFSET(A1,0,0,2.9,0.3))", 30],
      ["SUM(OFFSET(A1:A3,0,0,,1))", 60],
      ["ADDRESS(2,3)", "$C$2"],
      ["ADDRESS(2,3,2)", "C$2"],
      ["ADDRESS(2,3,4)", "C2"],
      ["ADDRESS(2,3,2,FALSE)", "R2C[3]"],
      ['ADDRESS(2,3,1,FALSE,"[Book1]Sheet1")', "[Book1]Sheet1!R2C3"],
      ['ADDRESS(2,3,1,FALSE,"EXCEL SHEET")', "'EXCEL SHEET'!R2C3"],
      ['ADDRESS(1,1,1,TRUE,"Data")', "Data!$A$1"],
      ["ADDRESS(0,1)", "#VALUE!"],
      ["ROW(C10)", 10],
      ["COLUMN(C10)", 3],
      ["ROW()-ROW(A1000)", 0],
      ["SUM(ROW(A1:A4))", 10],
      ["ROWS(A1:C4)", 4],
      ["COLUMNS({1,2,3;4,5,6})", 3],
      ["AREAS((A1:A2,C1))", 2],
      ["COLUMNS((A1:A2,C1))", "#REF!"],
    ],
    cells,
  );
});

describe("facts about cells", () => {
  table(
    [
      ['CELL("address",A2)', "$A$2"],
      ['CELL("row",A2)', 2],
      ['CELL("col",C2)', 3],
      ['CELL("contents",A2)', 20],
      ['CELL("type",A2)', "v"],
      ['CELL("type",D1)', "l"],
      ['CELL("type",Z9)', "b"],
      ['CELL("format",A2)', "G"],
      ['CELL("nonsense",A2)', "#VALUE!"],
      ["FORMULATEXT(C1)", "=A1*2"],
      ["FORMULATEXT(A1)", "#N/A"],
      ["ISFORMULA(C1)", true],
      ["SHEET()", 1],
      ["SHEETS()", 1],
    ],
    cells,
  );
});
