import { describe } from "vitest";
import { DIV0, NUM, VALUE } from "../../../../lib/workbooks/values.ts";
import { itCalculates } from "../../../support/formula-table.ts";

const CELLS = { A1: 120, A2: 10, A3: 150, A4: 23, A5: "=SUBTOTAL(9,A1:A2)", A6: "x", A7: null };

describe("SUBTOTAL leaves out other subtotals", () => {
  itCalculates(
    [
      ["SUBTOTAL(9,A1:A7)", 303],
      ["SUBTOTAL(1,A1:A7)", 75.75],
      ["SUBTOTAL(2,A1:A7)", 4],
      ["SUBTOTAL(3,A1:A7)", 5],
      ["SUBTOTAL(4,A1:A7)", 150],
      ["SUBTOTAL(5,A1:A7)", 10],
      ["SUBTOTAL(6,A1:A2)", 1200],
      ["SUBTOTAL(107,A1:A2)", 77.78174593052023],
      ["SUBTOTAL(8,A1:A2)", 55],
      ["SUBTOTAL(10,A1:A2)", 6050],
      ["SUBTOTAL(11,A1:A2)", 3025],
      ["SUBTOTAL(109,A1:A2,A4)", 153],
      ["SUBTOTAL(0,A1:A2)", VALUE],
      ["SUBTOTAL(12,A1:A2)", VALUE],
      ["SUBTOTAL(1,B1:B2)", DIV0],
    ],
    { cells: CELLS },
  );
});

describe("AGGREGATE", () => {
  const cells = { A1: DIV0, A2: 82, A3: 72, A4: 65, A5: 30, A6: 95, A7: NUM, A8: 63, A9: 31, A10: 53, A11: 96, B1: 71 };
  itCalculates(
    [
      ["AGGREGATE(4,6,A1:A11)", 96],
      ["AGGREGATE(14,6,A1:A11,3)", 82],
      ["AGGREGATE(15,6,A1:A11)", VALUE],
      ["AGGREGATE(12,6,A1:A11,B1)", 68],
      ["AGGREGATE(9,6,A1:A11)", 587],
      ["AGGREGATE(9,4,A1:A11)", DIV0],
      ["AGGREGATE(15,6,A2:A6/(A2:A6>40),1)", 65],
      ["AGGREGATE(15,6,A2:A6,{1;2})", [[30], [65]]],
      ["AGGREGATE(16,6,A1:A11,0.5)", 65],
      ["AGGREGATE(17,6,A1:A11,4)", 96],
      ["AGGREGATE(18,6,A1:A11,0.5)", 65],
      ["AGGREGATE(19,6,A1:A11,2)", 65],
      ["AGGREGATE(3,6,A1:A11)", 9],
      ["AGGREGATE(20,6,A1:A11)", VALUE],
      ["AGGREGATE(9,8,A1:A11)", VALUE],
    ],
    { cells },
  );
});
