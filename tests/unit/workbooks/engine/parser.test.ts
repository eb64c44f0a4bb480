import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Node } from "../../../../lib/workbooks/engine/formula/ast.ts";
import { parseFormula } from "../../../../lib/workbooks/engine/formula/parser.ts";
import { printFormula } from "../../../../lib/workbooks/engine/formula/printer.ts";

function reprinted(formula: string): string {
  const node = parseFormula(formula);
  return typeof node === "string" ? node : printFormula(node);
}

describe("every part of the formula language is read and written back as it stood", () => {
  it.each([
    "SUM(A1:A10)+'P&L 2024'!$B$3*Rate+LOG10(2)&\"B7\"",
    "-2^2",
    "A1%%",
    "1.5E-3+.5",
    '"say ""hi"""&#N/A',
    '{1,-2;"a",TRUE}',
    "F(,1,)",
    "SUM((A1,B2:B3) B:B)",
    "A2:INDEX(A:A,3)",
    "$A:C",
    "3:$5",
    "Jan:Mar!B2",
    "'Jan 1:Mar 1'!A1",
    "'It''s \"q\" é 🧮'!A1",
    "[1]Data!A1",
    "'[Book 2.xlsx]My Sheet'!A1:B2",
    "[1]!Rate",
    "Sheet1!#REF!",
    "It!A1:It!B2",
    "D1#",
    "@A1:A3",
    "LAMBDA(x,x+1)(2)",
    "LET(x,1,x)",
    "Sales[Price]",
    "Sales[]",
    "Sales[#Totals]",
    "Sales[[#Headers],[A]:[C]]",
    "[@Price]",
    "Sales[@[Unit Price]]",
    "Sales[it''s '[odd']]",
    'IF(A1="","",-A1%)',
    "A1<>B1",
    "naïve_Name.1*2",
  ])("%s", (formula) => {
    expect(reprinted(formula)).toBe(formula);
  });
});

describe("operators bind as in Excel", () => {
  const tree = (node: Node): unknown => {
    switch (node.type) {
      case "binary":
      case "join":
        return [tree(node.left), node.operator, tree(node.right)];
      case "prefix":
        return [node.operator, tree(node.operand)];
      case "postfix":
        return [tree(node.operand), node.operator];
      case "parentheses":
        return tree(node.inner);
      default:
        return printFormula(node);
    }
  };
  it.each<[string, unknown]>([
    ["-2^2", [["-", "2"], "^", "2"]],
    ["2^3^2", [["2", "^", "3"], "^", "2"]],
    ["2^5%", ["2", "^", ["5", "%"]]],
    ["1+2*3", ["1", "+", ["2", "*", "3"]]],
    ["1&2+3=4", [["1", "&", ["2", "+", "3"]], "=", "4"]],
    ["-A1:B2", ["-", "A1:B2"]],
    ["(A1,B1 C1)", ["A1", ",", ["B1", " ", "C1"]]],
    ["A1:B2 C1:INDEX(D1,1)", ["A1:B2", " ", ["C1", ":", "INDEX(D1,1)"]]],
    ["a=b=c", [["a", "=", "b"], "=", "c"]],
  ])("%s", (formula, expected) => {
    const node = parseFormula(formula);
    expect(typeof node === "string" ? node : tree(node)).toEqual(expected);
  });
});

describe("what is no formula ends as a fault, not as an exception", () => {
  it.each(["", "1+", "SUM(1", "SUM(1))", '"open', "'open", "{1,2;3}", "A1 5", ")", "Sales[", "1..2.3x", "IF(,", "&1"])(
    "%s",
    (formula) => {
      expect(parseFormula(formula)).toBe("parse_error");
    },
  );

  it("refuses the 65th level of nesting and takes the 64th", () => {
    const nested = (levels: number) => `${"ABS(".repeat(levels)}1${")".repeat(levels)}`;
    expect(reprinted(nested(64))).toBe(nested(64));
    expect(parseFormula(nested(65))).toBe("formula_too_deep");
  });

  it("refuses the 8,193rd character and takes the 8,192nd", () => {
    const long = (length: number) => `"${"x".repeat(length - 2)}"`;
    expect(reprinted(long(8192))).toBe(long(8192));
    expect(parseFormula(long(8193))).toBe("formula_too_long");
  });

  it("takes chains of thousands of operators", () => {
    const chain = Array.from({ length: 4000 }, () => "1").join("+");
    expect(reprinted(chain)).toBe(chain);
    expect(reprinted(`${"-".repeat(3000)}1`)).toBe(`${"-".repeat(3000)}1`);
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const node = parseFormula(text);
        expect(typeof node === "string" || typeof node.type === "string").toBe(true);
      }),
    );
  });
});

describe("printing and parsing undo each other", () => {
  const cell = fc
    .tuple(fc.constantFrom("A", "$B", "XFD", "aa"), fc.constantFrom("1", "$7", "1048576"))
    .map(([column, row]) => `${column.toUpperCase()}${row}`);
  const sheet = fc.constantFrom("", "", "Data!", "'My Sheet'!", "Jan:Mar!", "[2]Out!");
  const reference = fc.tuple(sheet, cell, fc.option(cell)).map(([s, a, b]) => `${s}${a}${b === null ? "" : `:${b}`}`);
  const leaf = fc.oneof(
    reference,
    fc.constantFrom(
      "1",
      "2.5",
      "1E+10",
      '"a""b"',
      "TRUE",
      "#DIV/0!",
      "Rate",
      "Sales[Price]",
      "{1,2;3,4}",
      "A:C",
      "$3:5",
    ),
  );
  const { formula } = fc.letrec<{ formula: string }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaf,
      fc
        .tuple(tie("formula"), fc.constantFrom("+", "-", "*", "/", "^", "&", "=", "<>", "<=", ">="), tie("formula"))
        .map(([left, operator, right]) => `${left}${operator}${right}`),
      tie("formula").map((inner) => `(${inner})`),
      tie("formula").map((inner) => `-${inner}`),
      tie("formula").map((inner) => `(${inner})%`),
      fc
        .tuple(
          fc.constantFrom("SUM", "IF", "STDEV.S", "LOG10"),
          fc.array(fc.option(tie("formula"), { nil: "" }), { maxLength: 3 }),
        )
        .filter(([, args]) => args.length !== 1 || args[0] !== "")
        .map(([name, args]) => `${name}(${args.join(",")})`),
    ),
  }));

  it("print(parse(f)) = f", () => {
    fc.assert(
      fc.property(formula, (text) => {
        expect(reprinted(text)).toBe(text);
      }),
      { numRuns: 400 },
    );
  });
});
