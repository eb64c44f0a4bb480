import { describe, expect, it } from "vitest";
import { dataType, isoOf, valueFields } from "../../../lib/workbooks/cell-values.ts";
import { NA } from "../../../lib/workbooks/values.ts";

describe("values as the API shows them", () => {
  it.each([
    [12.5, "General", "number", 12.5, null],
    [45_322, "yyyy-mm-dd", "date", 45_322, null],
    [0.5, "h:mm", "date", 0.5, null],
    [1.5, "[h]:mm", "number", 1.5, null],
    ["123", "yyyy-mm-dd", "text", null, "123"],
    ["", "General", "text", null, ""],
    [true, "General", "boolean", 1, null],
    [false, "yyyy", "boolean", 0, null],
    [NA, "yyyy", "error", null, "#N/A"],
    [undefined, "yyyy", "blank", null, null],
  ] as const)("shows %s in format %s as %s", (raw, format, type, value, text) => {
    expect([dataType(raw, format), valueFields(raw)]).toEqual([type, { value, text }]);
  });

  it("gives dates as ISO texts in the workbook's date system", () => {
    expect([isoOf(60, false), isoOf(0.5625, false), isoOf(1, true), isoOf(-1, false)]).toEqual([
      "1900-02-29",
      "13:30:00",
      "1904-01-02",
      null,
    ]);
  });
});
