import { describe, expect, it } from "vitest";
import {
  DIV0,
  ExcelError,
  NA,
  NAME,
  NULL_ERROR,
  NUM,
  REF,
  type Scalar,
  VALUE,
} from "../../../../lib/workbooks/values.ts";
import { type Cells, calculate } from "../../../support/formulas.ts";

type Row = [formula: string, expected: Scalar, cells?: Cells];
const table = (title: string, rows: Row[]) =>
  describe(title, () => {
    it.each(rows)("=%s is %s", (formula, expected, cells = {}) => {
      expect(calculate(formula, cells)).toBe(expected);
    });
  });

table("arithmetic", [
  ["-2^2", 4],
  ["2^3^2", 64],
  ["50%", 0.5],
  ["10%^2", 0.010000000000000002],
  ["1/0", DIV0],
  ["0^0", NUM],
  ["0^-1", DIV0],
  ["(-8)^(1/3)", NUM],
  ["1E308*10", NUM],
  ["+A1", "x", { A1: "x" }],
  ["-A1", VALUE, { A1: "x" }],
  ["--TRUE", 1],
  ["#N/A+#REF!", NA],
  ["#REF!+#N/A", REF],
  ["#REF!A1", REF],
  ["#REF!#REF!", REF],
  ["SUM(#REF!$A$1:B2,1)", REF],
  ["IF(TRUE,#REF!Rate,1)", REF],
  ["ISERROR(#REF!A:A)", true],
]);

table("a difference that ends a formula and is all but 0 beside its operands is 0", [
  ["0.5-0.4-0.1", 0],
  ["(0.5-0.4-0.1)", -2.7755575615628914e-17],
  ["(0.5-0.4-0.1)*1", -2.7755575615628914e-17],
  ["1-0.9-0.1=0", false],
]);

table("texts become numbers by their meaning", [
  ['"5"+1', 6],
  ['"1,234"*1', 1234],
  ['"50%"*2', 1],
  ['"$1,234.50"+0', 1234.5],
  ['"(5)"+0', -5],
  ['"1E3"+0', 1000],
  ['"1/31/2024"+0', 45322],
  ['"2024-01-31"+0', 45322],
  ['"31-Jan-2024"+0', 45322],
  ['"12:00"+0', 0.5],
  ['""+1', VALUE],
  ['"abc"*1', VALUE],
  ['"0x10"+0', VALUE],
  ["TRUE+1", 2],
]);

table("blank is 0, the empty text, FALSE", [
  ["A1+1", 1],
  ["A1", 0],
  ['A1&"x"', "x"],
  ['A1=""', true],
  ["A1=0", true],
  ["A1=FALSE", true],
  ["A1<1", true],
  ["IF(A1,1,2)", 2],
]);

table("comparing", [
  ["0.1+0.2=0.3", true],
  ["1=1.00000000000001", false],
  ["1=1.000000000000001", true],
  ['"a"="A"', true],
  ['"a"<"B"', true],
  ['"10"<"9"', true],
  ['9<"1"', true],
  ['"z"<FALSE', true],
  ["TRUE>99", true],
  ['1="1"', false],
  ["#N/A=1", NA],
]);

table("joining texts", [
  ['1/3&""', "0.333333333333333"],
  ['1E21&""', "1E+21"],
  ['123456789012345678&""', "123456789012346000"],
  ['0.00001&""', "0.00001"],
  ['TRUE&""', "TRUE"],
  ['0.1+0.2&""', "0.3"],
  ['-0&""', "0"],
]);

const GRID: Cells = { A1: 1, A2: 2, A3: 3, B1: 10, B2: 20, B3: 30 };

table("references as operands", [
  ["SUM((A1,B2:B3))", 51, GRID],
  ["SUM(A1:B2 B1:B3)", 30, GRID],
  ["SUM(A1:A2 B1:B2)", NULL_ERROR, GRID],
  ["SUM(A2:INDEX(B:B,3))", 55, GRID],
  ["SUM(A:A)", 6, GRID],
  ["SUM(2:3)", 55, GRID],
  ["SUM(B3:A1)", 66, GRID],
  ["SUM(OFFSET(A1,1,1,2,1))", 50, GRID],
  ['SUM(INDIRECT("A"&1&":B2"))', 33, GRID],
  ['INDIRECT("R2C2",FALSE)', 20, GRID],
  ['INDIRECT("no such")', REF, GRID],
  ["ROW(B7)+COLUMN(C1)", 10, GRID],
  ["Nowhere!A1", REF, GRID],
  ["unknown_name", NAME, GRID],
  ["SUM(IF(FALSE,A1,A1:A3))", 6, GRID],
]);

describe("implicit intersection", () => {
  it.each<[string, Scalar, string, boolean]>([
    ["A1:A3", 2, "D2", false],
    ["A1:A3", VALUE, "D9", false],
    ["A1:B1", 10, "B9", false],
    ["A1:A3*10", 20, "D2", false],
    ["SUM(A1:A3*10)", 20, "D2", false],
    ["SUMPRODUCT(A1:A3*10)", 60, "D2", false],
    ["ABS(A1:A3)", 2, "D2", false],
    ["@A1:A3", 2, "D2", true],
    ["SUM(A1:A3*10)", 60, "D2", true],
  ])("=%s is %s in %s", (formula, expected, at, array) => {
    expect(calculate(formula, GRID, { at, array })).toBe(expected);
  });

  it("takes the first value where a formula without the array attribute yields an array", () => {
    expect(calculate("{5,6;7,8}")).toBe(5);
    expect(calculate("SUM(ABS({-1,-2}))")).toBe(3);
  });
});

describe("arrays", () => {
  it.each<[string, Scalar[][]]>([
    ["A1:A3+B1:B3", [[11], [22], [33]]],
    [
      "A1:A2*{1,2,3}",
      [
        [1, 2, 3],
        [2, 4, 6],
      ],
    ],
    ["{1,2}+{1,2,3}", [[2, 4, NA]]],
    ['IF(A1:A3>1,"big","small")', [["small"], ["big"], ["big"]]],
    ["A1:A2=2", [[false], [true]]],
    ["C1:C2", [[null], [null]]],
  ])("{=%s}", (formula, expected) => {
    expect(calculate(formula, GRID, { array: true })).toEqual(expected);
  });

  it("compares whole columns only as far as cells are used", () => {
    expect(calculate("SUMPRODUCT((A:A>1)*B:B)", GRID)).toBe(50);
    expect(calculate('SUMPRODUCT(--(A:A=""))', GRID)).toBe(1_048_573);
    expect(calculate("SUM(LEN(A1:XFD900))", GRID, { array: true })).toBe(9);
    expect(calculate("SUM((A1:XFD3>2)*1)", GRID, { array: true })).toBe(4);
  });

  it("reads arrays of references one by one", () => {
    expect(calculate('SUMPRODUCT(SUMIF(INDIRECT({"A1:A3","B1:B3"}),">2"))', GRID)).toBe(63);
    expect(calculate("SUMPRODUCT(SUBTOTAL(9,OFFSET(A1,ROW(A1:A3)-1,0)))", GRID)).toBe(6);
    expect(calculate("SUMPRODUCT(N(OFFSET(B1,{0;2},0)))", GRID)).toBe(40);
  });
});

describe("LET and LAMBDA", () => {
  it.each<[string, Scalar]>([
    ["LET(x,2,y,x*3,x+y)", 8],
    ["LET(x,1,LET(x,x+1,x*10)+x)", 21],
    ["LAMBDA(x,y,x-y)(5,3)", 2],
    ["LET(f,LAMBDA(x,x^2),f(3)+f(4))", 25],
    ["LET(k,10,f,LAMBDA(x,x*k),k,99,f(2))", 20],
    ["LAMBDA(x,y,IF(ISOMITTED(y),x,x+y))(1)", 1],
    ["LAMBDA(x,x)(1,2)", VALUE],
    ["LET(r,A1:A3,SUM(r))", 6],
    ["LET(f,SUM,f(1,2))", 3],
    ["SUM(MAP({1,2,3},LAMBDA(x,x*2)))", 12],
  ])("=%s is %s", (formula, expected) => {
    expect(calculate(formula, GRID)).toBe(expected);
  });

  it("lets a named lambda call itself, and stops it when it never ends", () => {
    const names = { FACTORIAL: "LAMBDA(n,IF(n<2,1,n*FACTORIAL(n-1)))", FOREVER: "LAMBDA(n,FOREVER(n+1))" };
    expect(calculate("FACTORIAL(10)", {}, { names })).toBe(3_628_800);
    expect(calculate("FOREVER(1)", {}, { names })).toBe(NUM);
  });
});

describe("names", () => {
  it.each<[string, Scalar]>([
    ["Rate*2", 4],
    ["SUM(Block)", 6],
    ["Twice", 4],
    ["Left", 7],
    ["Constant&1", "k1"],
  ])("=%s in D2 is %s", (formula, expected) => {
    const names = {
      Rate: "Sheet1!$A$2",
      Block: "Sheet1!$A$1:$A$3",
      Twice: "Sheet1!$A$2*2",
      Left: "Sheet1!XFD1", // the cell to the left: relative names reach round the edge
      Constant: '"k"',
    };
    expect(calculate(formula, { ...GRID, C2: 7 }, { names, at: "D2" })).toBe(expected);
  });
});

describe("structured references", () => {
  const cells: Cells = { A1: "Item", B1: "Price", A2: "a", B2: 5, A3: "b", B3: 7, A4: "Total", B4: 12 };
  const tables = [
    {
      name: "Sales",
      sheetIndex: 0,
      area: { firstRow: 1, firstColumn: 1, lastRow: 4, lastColumn: 2 },
      columns: ["Item", "Price"],
      headerRow: true,
      totalsRow: true,
    },
  ];
  it.each<[string, Scalar, string]>([
    ["SUM(Sales[Price])", 12, "D9"],
    ["SUM(Sales[])", 12, "D9"],
    ["SUM(Sales)", 12, "D9"],
    ["SUM(Sales[#All])", 24, "D9"],
    ["Sales[[#Totals],[Price]]", 12, "D9"],
    ["Sales[[#Headers],[Price]]", "Price", "D9"],
    ["Sales[@Price]*2", 14, "D3"],
    ["Sales[@Price]", VALUE, "D9"],
    ["COUNTA(Sales[[#Headers],[#Data],[Item]])", 3, "D9"],
    ["COLUMNS(Sales[[Item]:[Price]])", 2, "D9"],
    ["Sales[Nope]", REF, "D9"],
  ])("=%s is %s in %s", (formula, expected, at) => {
    expect(calculate(formula, cells, { tables, at })).toBe(expected);
  });
});

it("knows the literals of every error", () => {
  expect(calculate("#SPILL!")).toBe(ExcelError.of("#SPILL!"));
});
