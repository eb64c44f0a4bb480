import { expect, it } from "vitest";
import { IntakeError } from "../../../lib/errors.ts";
import { parseTableOptions } from "../../../lib/tables/options.ts";

it("fills in what is not said", () => {
  expect(parseTableOptions(undefined)).toEqual({
    delimiter: "auto",
    quote: "auto",
    escape: "auto",
    encoding: "auto",
    header: true,
    skip_rows: "auto",
    skip_footer: "auto",
    null_values: ["", "NULL", "null", "NA", "N/A", "NaN", "None"],
    blank_cells: "error",
    load_rows: true,
    trim: true,
    decimal: ".",
    max_errors: 1_000_000,
  });
});

it("refuses unknown keys by name, and every bad value under its key", () => {
  const refused = () => parseTableOptions({ delimeter: ";", sep: ",", sheet: 0, quote: "ab", skip_rows: -1 });
  expect(refused).toThrow(IntakeError);
  expect(refused).toThrow(/options\.sheet: .*options\.quote: |options\.quote: .*options\.sheet: /);
  expect(refused).toThrow(/options\.delimeter: is not an option; options\.sep: is not an option/);
  expect(refused).toThrow(/options\.skip_rows: /);
});
