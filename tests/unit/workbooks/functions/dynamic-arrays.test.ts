import { describe, expect, it } from "vitest";
import { calculate } from "../../../support/formulas.ts";
import { table } from "./formula-table.ts";

const cells = { A1: "b", B1: 2, A2: "A", B2: 1, A3: "a", B3: 3, A4: "c", B4: 1 };

describe("filtering and sorting", () => {
  table(
    [
      [
        "FILTER(A1:B4,B1:B4>1)",
        [
          ["b", 2],
          ["a", 3],
        ],
      ],
      ['FILTER(A1:A4,B1:B4>9,"none")', "none"],
      ["FILTER(A1:A4,B1:B4>9)", "#CALC!"],
      ["FILTER(A1:A4,B1:B3>1)", "#VALUE!"],
      ["FILTER({1,2,3},{1,0,1})", [[1, 3]]],
      ["SORT(B1:B4)", [[1], [1], [2], [3]]],
      [
        "SORT(A1:B4,2,-1)",
        [
          ["a", 3],
          ["b", 2],
          ["A", 1],
          ["c", 1],
        ],
      ],
      [
        "SORT(A1:B4,{2,1},{1,-1})",
        [
          ["c", 1],
          ["A", 1],
          ["b", 2],
          ["a", 3],
        ],
      ],
      ["SORT({3,1,2},,,TRUE)", [[1, 2, 3]]],
      ['SORT({"b";2;TRUE;"a";1})', [[1], [2], ["a"], ["b"], [true]]],
      ["SORT(A1:A4,2)", "#VALUE!"],
      ["SORT({2,1},1,{1;-1})", "#VALUE!"],
      ["SORTBY(A1:A4,B1:B4,-1,A1:A4,1)", [["a"], ["b"], ["A"], ["c"]]],
      ["SORTBY(A1:A4,B1:B3)", "#VALUE!"],
      ["UNIQUE(A1:A4)", [["b"], ["A"], ["c"]]],
      ["UNIQUE(B1:B4,,TRUE)", [[2], [3]]],
      ["UNIQUE({1,1,2},TRUE)", [[1, 2]]],
    ],
    cells,
  );
});

describe("parts and shapes", () => {
  table(
    [
      [
        "SEQUENCE(2,3)",
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      ["SEQUENCE(3,1,10,-5)", [[10], [5], [0]]],
      ["SEQUENCE(0)", "#CALC!"],
      ["TAKE(SEQUENCE(3,3),2,-1)", [[3], [6]]],
      ["TAKE({1,2},0)", "#CALC!"],
      [
        "DROP(SEQUENCE(3,2),1)",
        [
          [3, 4],
          [5, 6],
        ],
      ],
      ["DROP(SEQUENCE(3,2),-2,1)", [[2]]],
      ["DROP({1,2},,2)", "#CALC!"],
      [
        "EXPAND({1,2},2,3,0)",
        [
          [1, 2, 0],
          [0, 0, 0],
        ],
      ],
      ["EXPAND({1,2},1,3)", [[1, 2, "#N/A"]]],
      ["EXPAND({1,2},1,1)", "#VALUE!"],
      ["CHOOSECOLS({1,2,3},3,-3)", [[3, 1]]],
      ["CHOOSEROWS({1;2;3},{1,3})", [[1], [3]]],
      ["CHOOSECOLS({1,2},3)", "#VALUE!"],
      ["TOCOL({1,2;3,4})", [[1], [2], [3], [4]]],
      ["TOROW({1,2;3,4},,TRUE)", [[1, 3, 2, 4]]],
      ["TOCOL({1,#N/A},2)", [[1]]],
      [
        "WRAPROWS({1,2,3},2)",
        [
          [1, 2],
          [3, "#N/A"],
        ],
      ],
      [
        'WRAPCOLS({1,2,3},2,"-")',
        [
          [1, 3],
          [2, "-"],
        ],
      ],
      ["WRAPROWS({1,2;3,4},2)", "#VALUE!"],
      [
        "VSTACK({1,2},{3})",
        [
          [1, 2],
          [3, "#N/A"],
        ],
      ],
      [
        "HSTACK({1;2},{3})",
        [
          [1, 3],
          [2, "#N/A"],
        ],
      ],
      [
        "TRIMRANGE(A1:D9)",
        [
          ["b", 2],
          ["A", 1],
          ["a", 3],
          ["c", 1],
        ],
      ],
    ],
    cells,
  );
});

describe("trim references, as files spell A1.:.C4", () => {
  table(
    [
      ["_TRO_ALL(A1:C4)", [[1], [1]]],
      [
        "_TRO_LEADING(A1:C4)",
        [
          [1, null],
          [1, null],
          [null, null],
        ],
      ],
      [
        "_TRO_TRAILING(A1:C4)",
        [
          [null, null],
          [null, 1],
          [null, 1],
        ],
      ],
      ["SUM(_TRO_ALL(A:C))", 2],
      ["A1.:.C4", [[1], [1]]],
      ["SUM(A.:.C)", 2],
      ["ROWS(A1.:$C$4)&ROWS(A1:.C4)", "33"],
      ['"A1.:.C4"', "A1.:.C4"],
    ],
    { B2: 1, B3: 1 },
  );
});

describe("lambdas over arrays", () => {
  table(
    [
      ["MAP({1,2,3},LAMBDA(x,x*x))", [[1, 4, 9]]],
      ["MAP({1,2},{10,20},LAMBDA(x,y,x+y))", [[11, 22]]],
      ["MAP({1,2},LAMBDA(x,y,x))", [["#VALUE!", "#VALUE!"]]],
      ["MAP({1,2,3},{10,20},LAMBDA(x,y,IFERROR(x+y,0)))", [[11, 22, 0]]],
      ["MAP(F1:F3,LAMBDA(c,ROW(c)))", [[1], [2], [3]]],
      ["SUM(MAP(F1:F3,LAMBDA(c,SUM(OFFSET(c,0,0,2,1)))))", 11],
      ["BYROW(F1:F3,LAMBDA(r,ROW(r)))", [[1], [2], [3]]],
      ["REDUCE(0,F1:F3,LAMBDA(a,c,a+COLUMN(c)))", 18],
      ["REDUCE(0,{1,2,3},LAMBDA(a,x,a+x))", 6],
      ["REDUCE(,{1,2,3},LAMBDA(a,x,a*x))", 6],
      ["SCAN(0,{1,2,3},LAMBDA(a,x,a+x))", [[1, 3, 6]]],
      ["BYROW({1,2;3,4},LAMBDA(r,SUM(r)))", [[3], [7]]],
      ["BYCOL({1,2;3,4},LAMBDA(c,MAX(c)))", [[3, 4]]],
      ["BYROW({1,2;3,4},SUM)", [[3], [7]]],
      [
        "MAKEARRAY(2,2,LAMBDA(r,c,r*10+c))",
        [
          [11, 12],
          [21, 22],
        ],
      ],
      ["BYROW({1,2},LAMBDA(r,r))", "#CALC!"],
      ["LAMBDA(x,[y],IF(ISOMITTED(y),x,x+y))(5)", 5],
      ["LET(x,2,y,x*3,x+y)", 8],
    ],
    { F1: 1, F2: 2, F3: "=F1+F2" },
  );
});

describe("groups", () => {
  const sales = {
    A1: "region",
    B1: "year",
    C1: "amount",
    A2: "west",
    B2: 2024,
    C2: 10,
    A3: "east",
    B3: 2023,
    C3: 20,
    A4: "west",
    B4: 2023,
    C4: 30,
    A5: "east",
    B5: 2023,
    C5: 40,
  };
  table(
    [
      ["PERCENTOF({1,2},{1,2,3,4})", 0.3],
      ["PERCENTOF({1},{0})", "#DIV/0!"],
      [
        "GROUPBY(A1:A5,C1:C5,SUM)",
        [
          ["east", 60],
          ["west", 40],
          ["Total", 100],
        ],
      ],
      [
        "GROUPBY(A1:A5,C1:C5,SUM,3,0,-2)",
        [
          ["region", "amount"],
          ["east", 60],
          ["west", 40],
        ],
      ],
      [
        "GROUPBY(A2:A5,C2:C5,PERCENTOF,0,-1,2)",
        [
          ["Total", 1],
          ["west", 0.4],
          ["east", 0.6],
        ],
      ],
      [
        "GROUPBY(A2:A5,C2:C5,LAMBDA(x,ROWS(x)),0,0,,B2:B5=2023)",
        [
          ["east", 2],
          ["west", 1],
        ],
      ],
      [
        "GROUPBY(A2:B5,C2:C5,MAX,0,2)",
        [
          ["east", 2023, 40],
          ["east", "", 40],
          ["west", 2023, 30],
          ["west", 2024, 10],
          ["west", "", 30],
          ["Grand Total", "", 40],
        ],
      ],
      ["GROUPBY(A2:A5,C2:C4,SUM)", "#VALUE!"],
      ["GROUPBY(A2:A5,C2:C5,SUM,0,1,3)", "#VALUE!"],
      [
        "PIVOTBY(A2:A5,B2:B5,C2:C5,SUM)",
        [
          ["", 2023, 2024, "Total"],
          ["east", 60, "", 60],
          ["west", 30, 10, 40],
          ["Total", 90, 10, 100],
        ],
      ],
      [
        "PIVOTBY(A1:A5,B1:B5,C1:C5,SUM,3,0,,0)",
        [
          ["", "year", ""],
          ["", 2023, 2024],
          ["region", "amount", "amount"],
          ["east", 60, ""],
          ["west", 30, 10],
        ],
      ],
      [
        "PIVOTBY(A2:A5,B2:B5,C2:C5,PERCENTOF,0,0,,0,,,1)",
        [
          ["", 2023, 2024],
          ["east", 1, ""],
          ["west", 0.75, 0.25],
        ],
      ],
    ],
    sales,
  );
});

describe("arrays that no memory holds", () => {
  it.each(["ROWS(TRANSPOSE(1:1048576))", "ROWS(VSTACK(1:1048576,1))", "COLUMNS(EXPAND({1},1000000,1000))"])(
    "fail in the formula alone: %s",
    (formula) => {
      expect(() => calculate(formula)).toThrow("too large");
    },
  );
});
