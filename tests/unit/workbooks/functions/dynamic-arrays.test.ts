import { describe } from "vitest";
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

describe("lambdas over arrays", () => {
  table([
    ["MAP({1,2,3},LAMBDA(x,x*x))", [[1, 4, 9]]],
    ["MAP({1,2},{10,20},LAMBDA(x,y,x+y))", [[11, 22]]],
    ["MAP({1,2},LAMBDA(x,y,x))", [["#VALUE!", "#VALUE!"]]],
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
  ]);
});
