import { describe } from "vitest";
import { DIV0, NA, REF, VALUE } from "../../../../../lib/workbooks/values.ts";
import { itCalculates } from "../../../../support/formula-table.ts";

const CELLS = {
  A1: "apples",
  A2: "oranges",
  A3: "peaches",
  A4: "Apples",
  A5: null,
  A6: "",
  A7: 32,
  A8: "32",
  A9: true,
  A10: "a*b",
  B1: 32,
  B2: 54,
  B3: 75,
  B4: 86,
  B5: 1,
  B6: 2,
  B7: 3,
  B8: 4,
  B9: 5,
  B10: "x",
};

describe("counting under conditions", () => {
  itCalculates(
    [
      ['COUNTIF(A1:A10,"apples")', 2],
      ["COUNTIF(A1:A10,A2)", 1],
      ['COUNTIF(A1:A10,"*es")', 4],
      ['COUNTIF(A1:A10,"?????es")', 2],
      ['COUNTIF(A1:A10,"a~*b")', 1],
      ['COUNTIF(A1:A10,"32")', 2],
      ["COUNTIF(A1:A10,32)", 2],
      ["COUNTIF(A1:A10,TRUE)", 1],
      ['COUNTIF(A1:A10,"")', 2],
      ['COUNTIF(A1:A10,"=")', 1],
      ['COUNTIF(A1:A10,"<>")', 9],
      ['COUNTIF(A1:A10,"<>apples")', 8],
      ['COUNTIF(B1:B10,">55")', 2],
      ['COUNTIF(B1:B10,"<>"&B4)', 9],
      ['COUNTIF(B1:B10,">="&32)-COUNTIF(B1:B10,">85")', 3],
      ['COUNTIF(A1:A10,">b")', 2],
      ['COUNTIF(A7:A8,"<>32")', 1],
      ['COUNTIF(A1:A10,">=")', 0],
      ['COUNTIF(A:A,"apples")', 2],
      ['COUNTIF(A:A,"")', 1048576 - 8],
      ['COUNTIF(B1:B4,{">50",">80"})', [[3, 1]]],
      ['COUNTIFS(A1:A4,"*es",B1:B4,">60")', 2],
      ['COUNTIFS(A1:A4,"*es",B1:B5,">60")', VALUE],
      ["COUNTIF(#REF!,1)", REF],
      ['SUMIFS(INDIRECT("no"),INDIRECT("no"),1)', REF],
    ],
    { cells: CELLS },
  );
});

describe("sums and averages under conditions", () => {
  itCalculates(
    [
      ['SUMIF(B1:B10,">50")', 215],
      ['SUMIF(A1:A4,"apples",B1:B4)', 118],
      ['SUMIF(A1:A4,"apples",B1)', 118],
      ['SUMIF(A1:A4,"pears",B1:B4)', 0],
      ['SUMIF(A:A,"peaches",B:B)', 75],
      ['AVERAGEIF(B1:B4,"<60")', 43],
      ['AVERAGEIF(B1:B4,">100")', DIV0],
      ['AVERAGEIF(A1:A4,"apples",B1)', 59],
      ['SUMIFS(B1:B4,A1:A4,"*es",B1:B4,">40")', 215],
      ['SUMIFS(B1:B4,A1:A3,"x")', VALUE],
      ['SUMIFS(B1:B4,A1:A4,{"apples";"peaches"})', [[118], [75]]],
      ['AVERAGEIFS(B1:B4,A1:A4,"a*")', 59],
      ['AVERAGEIFS(B1:B4,A1:A4,"q*")', DIV0],
      ['MAXIFS(B1:B4,A1:A4,"a*")', 86],
      ['MINIFS(B1:B4,A1:A4,"a*")', 32],
      ['MAXIFS(B1:B4,A1:A4,"q*")', 0],
      ['SUMIFS(C1:C2,D1:D2,">0")', NA, { C1: NA, C2: 1, D1: 1, D2: 2 }],
      ['SUMIFS(C1:C2,D1:D2,">1")', 1, { C1: NA, C2: 1, D1: 1, D2: 2 }],
    ],
    { cells: CELLS },
  );
});
