import { expect, it } from "vitest";
import { recalculate } from "../../../lib/workbooks/recalculate.ts";
import { recalcLine } from "../../../lib/workbooks/report.ts";
import { NA, type Scalar } from "../../../lib/workbooks/values.ts";
import { book, place } from "../../support/formulas.ts";

function saved(cells: Record<string, Scalar>, values: Record<string, Scalar>) {
  const workbook = book({ Sheet1: cells });
  for (const [address, raw] of Object.entries(values)) {
    const { row, column } = place(address);
    const cell = workbook.sheets[0]!.cells.find((each) => each.row === row && each.column === column);
    cell!.raw = raw;
  }
  return workbook;
}

it("shows a saved value that was tampered with, and does not copy it", async () => {
  const workbook = saved({ A1: 2, A2: "=A1*2", A3: '=A1&"x"', A4: "=NA()" }, { A2: 5, A3: "2x", A4: NA });
  const recalculation = await recalculate(workbook);
  expect(recalculation.summary.stats).toMatchObject({
    total_cells: 4,
    value_cells: 1,
    formula_cells: 3,
    formula_text_cells: 1,
    exact_matches: 2,
    within_tolerance: 0,
    mismatches: 1,
    fidelity: 0.666667,
  });
  expect(recalculation.summary.warnings).toEqual([
    { code: "mismatch", cell: "Sheet1!A2", warning: "Calculated value differs", expected: 5, actual: 4 },
  ]);
  expect(recalcLine(recalculation, "a.xlsx", 12.4)).toMatchObject({
    file: "a.xlsx",
    matches: 2,
    mismatches: 1,
    ms: 12,
    mismatch_cells: [{ sheet: "Sheet1", cell: "A2", formula: "=A1*2", expected: 5, actual: 4, reason: "numeric" }],
  });
});

it("calculates everything of a file without saved values, and judges nothing", async () => {
  const { summary } = await recalculate(book({ Sheet1: { A1: 2, A2: "=A1*2", A3: '=A2&"x"' } }));
  expect(summary.stats).toMatchObject({ no_reference: 2, formula_text_cells: 1, fidelity: null, mismatches: 0 });
  expect(summary.status).toBe("success");
});

it("keeps value cells without a calculated value", async () => {
  const recalculation = await recalculate(book({ Sheet1: { A1: 2, A2: "=A1" } }));
  const [value, formula] = [...recalculation.cells()];
  expect(value).toMatchObject({ result: undefined, verdict: undefined, cellType: "value" });
  expect(formula).toMatchObject({ result: { value: 2 }, cellType: "formula" });
});

it("reports cycles, failures and the functions that no engine has", async () => {
  const workbook = saved({ A1: "=A1+1", A2: "=FOO(1)", A3: "=BAR(A2)", A4: "=SUM(A9:B9)" }, { A2: 1 });
  const { summary } = await recalculate(workbook);
  expect(summary.status).toBe("partial_success");
  expect(summary.stats).toMatchObject({
    circular_references: 1,
    circular_groups: 1,
    circular_converged: 0,
    circular_failed: 1,
    errors: 1,
    unsupported: 2,
    no_reference: 1,
    hyperformula_compatible: 1,
    custom_required: 3,
  });
  expect(summary.unsupported_functions).toEqual({ BAR: 1, FOO: 1 });
  expect(summary.errors.map(({ cell, code }) => [cell, code])).toEqual([
    ["Sheet1!A1", "circular_not_converged"],
    ["Sheet1!A2", "unsupported_function"],
    ["Sheet1!A3", "unsupported_function"],
  ]);
  expect(summary.warnings.map(({ code }) => code)).toEqual(["iterative_calc_disabled", "circular_not_converged"]);
});

it("counts every mismatch but lists the first hundred", async () => {
  const cells: Record<string, Scalar> = {};
  const values: Record<string, Scalar> = {};
  for (let row = 1; row <= 150; row++) {
    cells[`A${row}`] = "=1+1";
    values[`A${row}`] = 3;
  }
  const recalculation = await recalculate(saved(cells, values));
  expect(recalculation.summary.warnings).toHaveLength(100);
  expect(recalculation.summary.warnings_total).toBe(150);
  expect(recalculation.validate()).toMatchObject({
    status: "failed",
    total: 150,
    mismatch_summary: { total_mismatches: 150, shown: 100 },
  });
});
