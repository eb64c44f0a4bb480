import { describe, expect, it } from "vitest";
import { DIV0, NA, NUM, VALUE } from "../../../../lib/workbooks/values.ts";
import { itCalculates } from "../../../support/formula-table.ts";
import { calculate } from "../../../support/formulas.ts";

describe("sums and products", () => {
  const cells = { A1: 3, A2: "x", A3: true, A4: null, A5: 4, B1: 1, B2: 2, B3: "5", B4: 4, B5: false };
  itCalculates(
    [
      ["SUM(A1:A5)", 7],
      ['SUM("3",2,TRUE)', 6],
      ['SUM("x",2)', VALUE],
      ["SUM(A1:A2,#N/A)", NA],
      ["SUM((A1,A5))", 7],
      ["SUM({1,2;3,4})", 10],
      ['SUM({1,TRUE,"3"})', 1],
      ["SUM(C1:C9)", 0],
      ["PERCENTOF({1,2},{1,2,3,4})", 0.3],
      ["PERCENTOF(A1,C1:C2)", DIV0],
      ["PERCENTOF({1,#N/A},{1,2})", NUM],
      ["SUMSQ(3,4)", 25],
      ["SUMSQ(A1:A5)", 25],
      ["PRODUCT(A1:A5)", 12],
      ["PRODUCT(C1:C9)", 0],
      ["PRODUCT(A1:A5,2)", 24],
      ["SUMPRODUCT({3,4;8,6;1,9},{2,7;6,7;5,3})", 156],
      ["SUMPRODUCT(A1:A5,B1:B5)", 3],
      ["SUMPRODUCT(A1:A5,B1:B4)", VALUE],
      ["SUMPRODUCT((A1:A5=4)*1)", 1],
      ["SUMPRODUCT({1,2,3})", 6],
      ["SUMPRODUCT(A2,B1)", VALUE],
      ["SUMPRODUCT({1,#N/A},{0,1})", NA],
      ["SUMPRODUCT({1,2,#DIV/0!},{#N/A,1,1})", DIV0],
      ["SUMPRODUCT({1,2},{1,#N/A},{#DIV/0!,1})", NA],
      ["SUMX2MY2({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", -55],
      ["SUMX2PY2({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", 521],
      ["SUMXMY2({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", 79],
      ["SUMXMY2({1,2},{1,2,3})", NA],
      ["SUMX2MY2(A1:A5,B1:B5)", 9 - 1],
      ["SERIESSUM(PI()/4,0,2,{1,-0.5,0.041666666666666664,-0.001388888888888889})", 0.70710321482284],
    ],
    { cells },
  );
});

describe("powers and logarithms", () => {
  itCalculates([
    ["ABS(-2)", 2],
    ['ABS("-2")', 2],
    ['ABS("two")', VALUE],
    ["ABS(TRUE)", 1],
    ["ABS(A1)", 0],
    [
      "ABS({-1,2;-3,0})",
      [
        [1, 2],
        [3, 0],
      ],
    ],
    ["SIGN(-0.00001)", -1],
    ["SQRT(16)", 4],
    ["SQRT(-1)", NUM],
    ["SQRTPI(2)", 2.506628274631],
    ["SQRTPI(-1)", NUM],
    ["EXP(1)", Math.E],
    ["EXP(710)", NUM],
    ["LN(86)", 4.454347296253507],
    ["LN(0)", NUM],
    ["LOG10(1E5)", 5],
    ["LOG(8,2)", 3],
    ["LOG(86,2.7182818)", 4.4543473428883],
    ["LOG(10)", 1],
    ["LOG(10,1)", DIV0],
    ["LOG(-1,10)", NUM],
    ["LOG(10,0)", NUM],
    ["POWER(98.6,3.2)", 2401077.2220695773],
    ["POWER(0,0)", NUM],
    ["POWER(0,-1)", DIV0],
    ["POWER(-8,1/3)", NUM],
    ["POWER(-2,3)", -8],
    ["PI()", Math.PI],
  ]);
});

describe("division with remainder", () => {
  itCalculates([
    ["MOD(3,2)", 1],
    ["MOD(-3,2)", 1],
    ["MOD(3,-2)", -1],
    ["MOD(-3,-2)", -1],
    ["MOD(3,0)", DIV0],
    ["MOD(1E20,3)", NUM],
    ["QUOTIENT(5,2)", 2],
    ["QUOTIENT(-10,3)", -3],
    ["QUOTIENT(1,0)", DIV0],
    ["GCD(24,36)", 12],
    ["GCD(7,1)", 1],
    ["GCD(5,0)", 5],
    ["GCD(5.9,10)", 5],
    ["GCD(-1,2)", NUM],
    ["LCM(5,2)", 10],
    ["LCM(24,36)", 72],
    ["LCM(0,3)", 0],
    ["LCM(-1,2)", NUM],
    ["LCM(A1:A2)", 0],
    ["GCD(A1)", VALUE],
    ['LCM({4,"8",12})', 24],
    ["GCD(TRUE,2)", VALUE],
  ]);
});

describe("choices", () => {
  itCalculates([
    ["FACT(5)", 120],
    ["FACT(1.9)", 1],
    ["FACT(-1)", NUM],
    ["FACT(171)", NUM],
    ["FACT(170)", 7.257415615307994e306],
    ["FACTDOUBLE(6)", 48],
    ["FACTDOUBLE(7)", 105],
    ["FACTDOUBLE(-1)", 1],
    ["FACTDOUBLE(-2)", NUM],
    ["FACTDOUBLE(-1.1)", NUM],
    ["COMBIN(8,2)", 28],
    ["COMBIN(3,4)", NUM],
    ["COMBIN(52,5)", 2598960],
    ["COMBINA(4,3)", 20],
    ["COMBINA(10,3)", 220],
    ["COMBINA(0,0)", 1],
    ["PERMUT(100,3)", 970200],
    ["PERMUT(2,3)", NUM],
    ["PERMUTATIONA(3,2)", 9],
    ["PERMUTATIONA(2,2)", 4],
    ["MULTINOMIAL(2,3,4)", 1260],
    ["MULTINOMIAL(2,-3)", NUM],
    ["MULTINOMIAL(TRUE,1)", VALUE],
  ]);
});

describe("numerals and bases", () => {
  itCalculates([
    ["ROMAN(499,0)", "CDXCIX"],
    ["ROMAN(499,1)", "LDVLIV"],
    ["ROMAN(499,2)", "XDIX"],
    ["ROMAN(499,3)", "VDIV"],
    ["ROMAN(499,4)", "ID"],
    ["ROMAN(499,TRUE)", "CDXCIX"],
    ["ROMAN(499,FALSE)", "ID"],
    ["ROMAN(0)", ""],
    ["ROMAN(4000)", VALUE],
    ["ROMAN(-1)", VALUE],
    ["ROMAN(5,5)", VALUE],
    ['ARABIC("LVII")', 57],
    ['ARABIC("mcmxii")', 1912],
    ['ARABIC("-X")', -10],
    ['ARABIC("IIIIIIV")', -1],
    ['ARABIC("")', 0],
    ['ARABIC("ABC")', VALUE],
    ["BASE(7,2)", "111"],
    ["BASE(100,16)", "64"],
    ["BASE(15,2,10)", "0000001111"],
    ["BASE(-1,2)", NUM],
    ["BASE(1,37)", NUM],
    ['DECIMAL("FF",16)', 255],
    ["DECIMAL(111,2)", 7],
    ['DECIMAL("zap",36)', 45745],
    ['DECIMAL("2",2)', NUM],
    ['DECIMAL("1",37)', NUM],
  ]);
});

describe("matrices", () => {
  itCalculates([
    ["MDETERM({1,3,8,5;1,3,6,1;1,1,1,0;7,3,10,2})", 88],
    ["MDETERM({3,6,1;1,1,0;3,10,2})", 1],
    ["MDETERM({3,6;1,1})", -3],
    ["MDETERM({1,3,8,5;1,3,6,1})", VALUE],
    ["MDETERM(A1:B2)", VALUE],
    ["MDETERM({1,#N/A;1,2})", NA],
    [
      "MINVERSE({4,-1;2,0})",
      [
        [0, 0.5],
        [-1, 2],
      ],
    ],
    [
      "MINVERSE({1,2,1;3,4,-1;0,2,0})",
      [
        [0.25, 0.25, -0.75],
        [0, 0, 0.5],
        [0.75, -0.25, -0.25],
      ],
    ],
    ["MINVERSE({1,2;2,4})", NUM],
    [
      "MMULT({1,3;7,2},{2,0;0,2})",
      [
        [2, 6],
        [14, 4],
      ],
    ],
    ["MMULT({1,2},{3,4})", VALUE],
    ['MMULT({1,"a"},{3;4})', VALUE],
    [
      "MUNIT(2)",
      [
        [1, 0],
        [0, 1],
      ],
    ],
    ["MUNIT(0)", VALUE],
    ["MUNIT(45000)", VALUE],
  ]);
});

describe("random numbers", () => {
  it("stay within their limits", () => {
    const value = calculate("RAND()") as number;
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(1);
    expect([1, 2, 3]).toContain(calculate("RANDBETWEEN(0.5,3.9)"));
  });

  it("fill an array of whole numbers", () => {
    const rows = calculate("RANDARRAY(2,3,5,6,TRUE)", {}, { array: true }) as number[][];
    expect(rows.map((row) => row.length)).toEqual([3, 3]);
    expect(rows.flat().every((value) => value === 5 || value === 6)).toBe(true);
  });

  itCalculates([
    ["RANDBETWEEN(2,1)", NUM],
    ["RANDARRAY(0)", VALUE],
    ["RANDARRAY(1,1,2,1)", VALUE],
    ["RANDARRAY(1,1,0.5,2,TRUE)", VALUE],
  ]);
});
