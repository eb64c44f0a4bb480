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
  const options = { delimeter: ";", sep: ",", sheet: 0, quote: "ab", skip_rows: -1, header: "no", null_values: [1] };
  const refused = () => parseTableOptions(options);
  expect(refused).toThrow(IntakeError);
  expect(refused).toThrow(
    [
      'options.quote: must be one ASCII character, "" for none, or "auto"',
      'options.header: must be true, false or "auto"',
      "options.sheet: must be the name of a sheet, or its place from 1",
      'options.skip_rows: must be a whole number from 0, or "auto"',
      "options.null_values: must be a list of at most 1,000 texts of at most 200 characters",
      "options.delimeter: is not an option",
      "options.sep: is not an option",
    ].join("; "),
  );
  expect(() => parseTableOptions([])).toThrow("options: must be a JSON object");
});
