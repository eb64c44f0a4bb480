import { expect, it } from "vitest";
import {
  HyperFormulaEvaluator,
  type HyperFormulaModule,
  loadHyperFormula,
} from "../../../lib/workbooks/hyperformula.ts";
import { book } from "../../support/formulas.ts";

/** A stand-in that has calculated 7 everywhere, and in which A3 depends on A2. */
function standIn(seen: { sheets?: unknown; names?: unknown }): HyperFormulaModule {
  return {
    HyperFormula: {
      buildFromSheets(sheets, _options, names) {
        Object.assign(seen, { sheets, names });
        return {
          getCellValue: ({ row }) => (row === 5 ? { value: "#DIV/0!", type: "DIV_BY_ZERO" } : 7),
          getCellDependents: (at) => ("row" in at && at.row === 1 ? [{ sheet: 0, row: 2, col: 0 }] : []),
        };
      },
    },
  };
}

it("takes HyperFormula's values, and its gaps as unsupported with all that depends on them", async () => {
  const seen: { sheets?: unknown; names?: unknown } = {};
  const cells = {
    A1: "=1+1",
    A2: "=XIRR(B1:B2,B1:B2)",
    A3: "=A2",
    A4: "=A5",
    A5: "=A4",
    A6: "=1/0",
    B1: "12",
    B2: true,
  };
  const evaluator = new HyperFormulaEvaluator(book({ S: cells }, { names: { Rate: "S!$B$2" } }), standIn(seen));
  await evaluator.recalculate();
  const outcomes = [1, 2, 3, 4, 6].map((row) => {
    const { value, failure } = evaluator.result(0, row, 1)!;
    return failure?.reason ?? String(typeof value === "object" ? value.literal : value);
  });
  expect(outcomes).toEqual([
    "7",
    "unsupported_function:XIRR",
    "depends_on:S!A2",
    "unsupported_construct:circular_reference",
    "#DIV/0!",
  ]);
  expect(seen.sheets).toEqual({
    S: [["=1+1", "'12"], ["=XIRR(B1:B2,B1:B2)", true], ["=A2"], ["=A5"], ["=A4"], ["=1/0"]],
  });
  expect(seen.names).toEqual([{ name: "Rate", expression: "=S!$B$2" }]);
  expect(evaluator.result(0, 1, 2)).toBeUndefined();
});

it("is missing where the package is not installed, and says so", async () => {
  const loaded = await loadHyperFormula();
  expect(loaded === undefined || "HyperFormula" in loaded).toBe(true);
});
