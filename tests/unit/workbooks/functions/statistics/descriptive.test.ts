import { describe } from "vitest";
import { DIV0, NA, NUM, VALUE } from "../../../../../lib/workbooks/values.ts";
import { itCalculates } from "../../../../support/formula-table.ts";

const MIXED = { A1: 10, A2: 7, A3: 9, A4: 2, A5: "x", A6: true, A7: null, A8: "" };

describe("counts and extremes", () => {
  itCalculates(
    [
      ["COUNT(A1:A8)", 4],
      ['COUNT(1,"2","x",TRUE,#N/A)', 3],
      ["COUNT(B1)", 0],
      ["COUNTA(A1:A8)", 7],
      ['COUNTA(1,"",#N/A)', 3],
      ["COUNTA(B1:B3)", 0],
      ["COUNTA(UNIQUE(A6:A8))", 3],
      ["COUNTBLANK(A1:A8)", 2],
      ["COUNTBLANK(B1:C1000)", 2000],
      ["MAX(A1:A8)", 10],
      ["MAX(B1:B3)", 0],
      ["MAX(A1:A3,30)", 30],
      ["MIN(A1:A8)", 2],
      ["MIN(B1:B3)", 0],
      ["MIN(A1,#DIV/0!)", DIV0],
      ["MAXA(A5:A6,0.5)", 1],
      ["MINA(A1:A8)", 0],
      ["MAXA(-1,A5)", 0],
    ],
    { cells: MIXED },
  );
});

describe("averages", () => {
  itCalculates(
    [
      ["AVERAGE(A1:A8)", 7],
      ["AVERAGE(B1:B3)", DIV0],
      ["AVERAGE(1,TRUE)", 1],
      ["AVERAGE(A1:A4,5)", 6.6],
      ["AVERAGEA(A1:A5)", 5.6],
      ['AVERAGEA({1;2;4;"Text";TRUE})', 1.75],
      ["AVERAGEA(A1:A6)", 29 / 6],
      ["MEDIAN(1,2,3,4,5)", 3],
      ["MEDIAN({1,2,3,4,5,6})", 3.5],
      ["MEDIAN(B1:B3)", NUM],
      ["MODE({5.6,4,4,3,2,4})", 4],
      ["MODE.SNGL({3,2,2,3})", 3],
      ["MODE(1,2,3)", NA],
      ['MODE(1,"1",1)', VALUE],
      ["MODE.MULT({1,2,3,4,3,2,1,2,3,5,6,1})", [[1], [2], [3]]],
      ["GEOMEAN(4,5,8,7,11,4,3)", 5.476986969656962],
      ["GEOMEAN(4,0)", NUM],
      ["HARMEAN(4,5,8,7,11,4,3)", 5.028375962061728],
      ["HARMEAN(1,-1)", NUM],
      ["TRIMMEAN({4,5,6,7,2,3,4,5,1,2,3},0.2)", 34 / 9],
      ["TRIMMEAN({1,2,3},1)", NUM],
    ],
    { cells: MIXED },
  );
});

describe("deviations", () => {
  const strengths = "{1345,1301,1368,1322,1310,1370,1318,1350,1303,1299}";
  const cells = { A1: 1, A2: "x", A3: true, A4: 4 };
  itCalculates(
    [
      [`STDEV.S(${strengths})`, 27.463915719843495],
      [`STDEV(${strengths})`, 27.463915719843495],
      [`STDEV.P(${strengths})`, 26.054558142482477],
      [`STDEVP(${strengths})`, 26.054558142482477],
      [`VAR.S(${strengths})`, 754.2666666666667],
      [`VAR(${strengths})`, 754.2666666666667],
      [`VAR.P(${strengths})`, 678.84],
      [`VARP(${strengths})`, 678.84],
      ["STDEV.S(1)", DIV0],
      ["STDEV.P(1)", 0],
      ["VARA(A1:A4)", 3],
      ["VARPA(A1:A4)", 2.25],
      ["STDEVA(A1:A4)", Math.sqrt(3)],
      ["STDEVPA(A1:A4)", 1.5],
      ["VAR(A1:A4)", 4.5],
      ["DEVSQ(4,5,8,7,11,4,3)", 48],
      ["DEVSQ(B1:B2)", NUM],
      ["AVEDEV(4,5,6,7,5,4,3)", 1.0204081632653061],
      ["AVEDEV(B1:B2)", NUM],
      ["SKEW(3,4,5,2,3,4,5,6,4,7)", 0.35954307140679753],
      ["SKEW.P(3,4,5,2,3,4,5,6,4,7)", 0.30319333935414405],
      ["SKEW(1,2)", DIV0],
      ["SKEW(1,1,1)", DIV0],
      ["KURT(3,4,5,2,3,4,5,6,4,7)", -0.15179963720841405],
      ["KURT(1,2,3)", DIV0],
      ["STANDARDIZE(42,40,1.5)", 4 / 3],
      ["STANDARDIZE(42,40,0)", NUM],
      ['STDEV("x")', VALUE],
    ],
    { cells },
  );
});
