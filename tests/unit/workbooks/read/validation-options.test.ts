import { describe, expect, it } from "vitest";
import type { Workbook } from "../../../../lib/workbooks/model.ts";
import { readWorkbook } from "../../../../lib/workbooks/read/read-workbook.ts";
import { ValidationOptions } from "../../../../lib/workbooks/read/validation-options.ts";
import { makeXlsx } from "../../../support/ooxml/make-xlsx.ts";
import { withLists } from "./with-lists.ts";

/** Options of each validation of the first sheet, at the given row of the validation's column. */
function optionsAt(book: Workbook, row: number): string[][] {
  const [sheet] = book.sheets;
  const options = new ValidationOptions(book);
  return sheet!.validations.map((validation) =>
    options.optionsAt(validation, sheet!, { row, column: validation.areas[0]!.firstColumn }),
  );
}

async function optionsOf(...sources: string[]): Promise<string[][]> {
  return optionsAt(await withLists(...sources), 1);
}

describe("validation options", () => {
  it("splits a quoted list at commas and trims", async () => {
    expect(await optionsOf('"Low, Mid,High"', '"say ""yes"", no"', '" , "')).toEqual([
      ["Low", "Mid", "High"],
      ['say "yes"', "no"],
      [],
    ]);
  });

  it("gives the texts of a range's cells that are not empty, as they are shown", async () => {
    expect(await optionsOf("'My Lists'!$A$2:$A$5", "'my lists'!$B:$B", "'My Lists'!$2:$2")).toEqual([
      ["North", "South"],
      ["When", "2024-01-31", "TRUE", "0.5", "#N/A"],
      ["North", "2024-01-31"],
    ]);
  });

  it("follows names, to other names too, and table columns", async () => {
    expect(await optionsOf("Regions", "Again", "Regs[Name]", "Regs", "Regs[[#Headers],[Name]:[When]]")).toEqual([
      ["North", "South"],
      ["North", "South"],
      ["North", "South"],
      ["North", "2024-01-31", "TRUE", "South", "0.5"],
      ["Name", "When"],
    ]);
  });

  it("gives none where the source cannot be resolved", async () => {
    const sources = ["Loop", "Missing", "Gone!A1:A9", "[1]S!A1:A9", "INDIRECT(A1)", "Regs[Nothing]", "A1:A9+", "1"];
    expect(await optionsOf(...sources)).toEqual(sources.map(() => []));
  });

  it("moves relative references along with the cell", async () => {
    const book = await withLists("'My Lists'!A2:A2");
    expect([1, 2, 3].map((row) => optionsAt(book, row))).toEqual([[["North"]], [[]], [["South"]]]);
  });

  it("gives at most a thousand", async () => {
    const rows = Array.from(
      { length: 1500 },
      (_, i) => `<row r="${i + 1}"><c r="B${i + 1}"><v>${i}</v></c></row>`,
    ).join("");
    const sheet = `<worksheet><sheetData>${rows}</sheetData><dataValidations><dataValidation type="list" sqref="B1"><formula1>B:B</formula1></dataValidation></dataValidations></worksheet>`;
    const book = await readWorkbook({ source: makeXlsx({ sheets: { S: sheet } }) });
    expect(optionsAt(book, 1)[0]).toHaveLength(1000);
  });

  it("gives none for validations that are no lists", async () => {
    const sheet =
      '<worksheet><sheetData/><dataValidations><dataValidation type="decimal" sqref="A1"><formula1>"a,b"</formula1></dataValidation></dataValidations></worksheet>';
    expect(optionsAt(await readWorkbook({ source: makeXlsx({ sheets: { S: sheet } }) }), 1)).toEqual([[]]);
  });
});
