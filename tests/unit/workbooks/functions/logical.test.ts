import { describe } from "vitest";
import { table } from "./formula-table.ts";

const cells = { A1: 1, A2: 0, A3: "text", A4: true, A5: "=1/0" };

describe("choosing", () => {
  table(
    [
      ['IF(A1>0,"yes","no")', "yes"],
      ["IF(FALSE,1)", false],
      ["IF(TRUE,,2)", 0],
      ["IF(TRUE,1,1/0)", 1],
      ['IF("abc",1,2)', "#VALUE!"],
      ["IF(A5,1,2)", "#DIV/0!"],
      ['IF({TRUE,FALSE},{1,2},{"a","b"})', [[1, "b"]]],
      ['IFS(A2,"a",A1,"b")', "b"],
      ['IFS(FALSE,"a")', "#N/A"],
      ["IFS(TRUE,1,1/0,2)", 1],
      ['SWITCH(2,1,"a",2,"b")', "b"],
      ['SWITCH(3,1,"a",2,"b")', "#N/A"],
      ['SWITCH(3,1,"a",2,"b","else")', "else"],
      ['SWITCH("B","a",1,"b",2)', 2],
      ['SWITCH(Z9,"",1,FALSE,2,0,3)', 3],
      ["IFERROR(1/0,5)", 5],
      ["IFERROR(3,1/0)", 3],
      ["IFERROR({1,#N/A},0)", [[1, 0]]],
      ["IFNA(NA(),7)", 7],
      ["IFNA(1/0,7)", "#DIV/0!"],
    ],
    cells,
  );
});

describe("combining", () => {
  table(
    [
      ["AND(TRUE,1)", true],
      ["AND(A1:A4)", false],
      ["AND(A1,A3,A4)", true],
      ["AND(A3)", "#VALUE!"],
      ['AND("abc")', "#VALUE!"],
      ['AND("TRUE")', true],
      ['AND(TRUE,"0")', true],
      ['OR("",TRUE)', true],
      ["AND(A1,A5)", "#DIV/0!"],
      ["OR(A2,FALSE)", false],
      ["OR(A2:A4)", true],
      ["XOR(TRUE,TRUE,TRUE)", true],
      ["XOR(TRUE,TRUE)", false],
      ["NOT(0)", true],
      ['NOT("abc")', "#VALUE!"],
      ["TRUE()", true],
      ["FALSE()", false],
    ],
    cells,
  );
});
