import { describe, expect, it } from "vitest";
import { compare, fidelityOf, type MismatchReason, ReportBuilder } from "../../../lib/workbooks/compare.ts";
import { ExcelError, NA, REF, type Scalar, VALUE } from "../../../lib/workbooks/values.ts";

const judge = (raw: Scalar | undefined, calculated: Scalar | undefined, more = {}) =>
  compare({ raw, calculated, failure: undefined, isVolatile: false, isCircular: false, ...more });

describe("matches", () => {
  it.each<[Scalar, Scalar, boolean]>([
    [1_000_000, 1_000_000.5, false],
    [0, 5e-7, false],
    [1, 1, true],
    [1, 1 + 5e-11, true],
    ["a\r\nb", "a\nb", true],
    [NA, NA, true],
    [VALUE, ExcelError.of("#SPILL!"), true],
    [VALUE, ExcelError.of("#CALC!"), true],
    [true, true, true],
    ["", "", true],
  ])("%s and %s, exactly: %s", (raw, calculated, exact) => {
    expect(judge(raw, calculated)).toMatchObject({ outcome: "match", exact, mismatchDiff: null });
  });
});

describe("mismatches", () => {
  it.each<[Scalar, Scalar, MismatchReason, number | null]>([
    [1, 1.000002, "numeric", 2.0000000000575113e-6],
    ["Abc", "abc", "text", 0],
    ["abc", "abc ", "text", 1],
    [0, "", "type", null],
    [true, 1, "type", null],
    [5, "5", "type", null],
    [NA, REF, "error", null],
    [1, NA, "error", null],
    [ExcelError.of("#SPILL!"), VALUE, "error", null],
    [true, false, "boolean", null],
  ])("%s and %s: %s", (raw, calculated, mismatchReason, mismatchDiff) => {
    expect(judge(raw, calculated)).toMatchObject({ outcome: "mismatch", mismatchReason, mismatchDiff });
  });

  it("are called circular where numbers in a cycle differ", () => {
    expect(judge(1, 2, { isCircular: true })).toMatchObject({ mismatchReason: "circular", mismatchDiff: 1 });
  });

  it("vanish under a wider tolerance", () => {
    const cell = { raw: 1, calculated: 1.5, failure: undefined, isVolatile: false, isCircular: false };
    expect(compare(cell, 1).outcome).toBe("match");
    expect(compare(cell, 1e-6).outcome).toBe("mismatch");
  });
});

describe("the first outcome that applies wins", () => {
  it("a missing calculation before volatile before a missing reference", () => {
    expect(judge(undefined, undefined, { failure: "unsupported", isVolatile: true }).outcome).toBe("unsupported");
    expect(judge(undefined, undefined, { failure: "error" }).outcome).toBe("error");
    expect(judge(undefined, 1, { isVolatile: true }).outcome).toBe("volatile");
    expect(judge(undefined, 1).outcome).toBe("no_reference");
  });
});

describe("the validation report", () => {
  it("adds up, lists what differs in order, and shows 0 as 0", () => {
    const report = new ReportBuilder(1e-6);
    const add = (ref: string, raw: Scalar | undefined, calculated: Scalar | undefined, error: string | null = null) => {
      const verdict = judge(raw, calculated, { failure: error === null ? undefined : "unsupported" });
      report.add({ ref, formula: "=x", raw, calculated, error, verdict });
    };
    add("S!A1", 1, 1);
    add("S!A2", 0, 3);
    add("S!A3", NA, undefined, "unsupported_function:FOO");
    add("S!A4", undefined, 1);
    expect(report.finish()).toEqual({
      status: "partial",
      total: 4,
      matches: 1,
      mismatches: 1,
      errors: 0,
      unsupported: 1,
      volatile: 0,
      no_reference: 1,
      null_calculated: 1,
      tolerance: 1e-6,
      fidelity: 0.333333,
      mismatch_cells: [
        { cell_ref: "S!A2", formula: "=x", expected: 0, actual: 3, diff: 3, type: "numeric", error: null },
        {
          cell_ref: "S!A3",
          formula: "=x",
          expected: "#N/A",
          actual: null,
          diff: null,
          type: "unsupported",
          error: "unsupported_function:FOO",
        },
      ],
      mismatch_summary: { total_mismatches: 2, shown: 2 },
    });
  });

  it("has passed where nothing was judged", () => {
    expect(new ReportBuilder(1e-6).finish()).toMatchObject({ status: "passed", total: 0, fidelity: null });
    expect(fidelityOf({ matches: 0, mismatches: 0, errors: 0, unsupported: 0 })).toBeNull();
  });
});
