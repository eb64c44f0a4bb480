import { describe, expect, it } from "vitest";
import { annotator } from "../../../../lib/workbooks/read/annotations.ts";
import { workbookMetadata } from "../../../../lib/workbooks/read/metadata.ts";
import { readWorkbook } from "../../../../lib/workbooks/read/read-workbook.ts";
import { makeXlsx, relationshipList } from "../../../support/ooxml/make-xlsx.ts";

const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook whose first sheet validates row 1 with the given lists, one a column, and whose second holds options. */
function withLists(...sources: string[]) {
  const cells = sources.map(() => "<c><v>1</v></c>").join("");
  const validations = sources.map(
    (source, i) =>
      `<dataValidation type="list" sqref="${String.fromCharCode(65 + i)}1:${String.fromCharCode(65 + i)}9"><formula1>${source}</formula1></dataValidation>`,
  );
  return readWorkbook({
    source: makeXlsx({
      sheets: {
        S: `<worksheet><sheetData><row r="1">${cells}</row><row r="2">${cells}</row></sheetData><dataValidations>${validations.join("")}</dataValidations></worksheet>`,
        "My Lists":
          '<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>When</v></c></row>' +
          '<row r="2"><c r="A2" t="str"><v>North</v></c><c r="B2" s="1"><v>45322</v></c></row>' +
          '<row r="3"><c r="A3" t="str"><v></v></c><c r="B3" t="b"><v>1</v></c></row>' +
          '<row r="4"><c r="A4" t="str"><v>South</v></c><c r="B4"><v>0.5</v></c></row>' +
          '<row r="5"><c r="A5"><f>A4</f></c><c r="B5" t="e"><v>#N/A</v></c></row>',
      },
      styles:
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>',
      afterSheets:
        '<definedNames><definedName name="Regions">\'My Lists\'!$A$2:$A$4</definedName><definedName name="Regions" localSheetId="1">#REF!</definedName>' +
        '<definedName name="Again">Regions</definedName><definedName name="Loop">Loop</definedName></definedNames>',
      parts: {
        "xl/worksheets/_rels/sheet2.xml.rels": relationshipList(
          `<Relationship Id="t" Type="${REL}/table" Target="../t.xml"/>`,
        ),
        "xl/t.xml":
          '<table displayName="Regs" ref="A1:B4"><tableColumns><tableColumn name="Name"/><tableColumn name="When"/></tableColumns></table>',
      },
    }),
  });
}

async function optionsOf(...sources: string[]): Promise<string[][]> {
  const book = await withLists(...sources);
  const annotate = annotator(book)(book.sheets[0]!);
  return book.sheets[0]!.cells.filter(({ row }) => row === 1).map((cell) => annotate(cell).validation_options);
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
    const annotate = annotator(book)(book.sheets[0]!);
    expect(book.sheets[0]!.cells.map((cell) => annotate(cell).validation_options)).toEqual([["North"], []]);
  });

  it("gives at most a thousand", async () => {
    const rows = Array.from(
      { length: 1500 },
      (_, i) => `<row r="${i + 1}"><c r="B${i + 1}"><v>${i}</v></c></row>`,
    ).join("");
    const sheet = `<worksheet><sheetData>${rows}</sheetData><dataValidations><dataValidation type="list" sqref="B1"><formula1>B:B</formula1></dataValidation></dataValidations></worksheet>`;
    const book = await readWorkbook({ source: makeXlsx({ sheets: { S: sheet } }) });
    expect(annotator(book)(book.sheets[0]!)(book.sheets[0]!.cells[0]!).validation_options).toHaveLength(1000);
  });
});

describe("annotator", () => {
  it("gives merges to their top-left cell, and formats and styles to all", async () => {
    const sheet =
      '<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="9"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>' +
      '<dataValidations><dataValidation type="decimal" operator="greaterThan" allowBlank="1" sqref="A1" prompt="p" error="e"><formula1>0</formula1></dataValidation></dataValidations></worksheet>';
    const book = await readWorkbook({
      source: makeXlsx({
        sheets: { S: sheet },
        styles: '<fonts><font/><font><b/></font></fonts><cellXfs><xf/><xf numFmtId="9" fontId="1"/></cellXfs>',
      }),
    });
    const annotate = annotator(book)(book.sheets[0]!);
    expect(book.sheets[0]!.cells.map(annotate)).toEqual([
      {
        has_validation: true,
        validation_type: "decimal",
        validation_options: [],
        validation_rule: {
          operator: "greaterThan",
          formula1: "0",
          formula2: null,
          allow_blank: true,
          prompt: "p",
          error: "e",
        },
        merge_range: "A1:B2",
        number_format: "0%",
        style: { bold: true },
      },
      {
        has_validation: false,
        validation_type: null,
        validation_options: [],
        validation_rule: null,
        merge_range: null,
        number_format: "General",
        style: {},
      },
    ]);
  });
});

describe("workbookMetadata", () => {
  it("tells sheets, counts, dropdowns, names and tables", async () => {
    const metadata = workbookMetadata(await withLists('"a,b"', "Regions"));
    expect(metadata).toMatchObject({
      sheets: ["S", "My Lists"],
      sheet_count: 2,
      total_cells: 14,
      formula_cells: 1,
      dropdown_cells: ["S!A1:A9", "S!B1:B9"],
      has_macros: false,
      date_system: 1900,
      tables: [
        {
          name: "Regs",
          sheet: "My Lists",
          ref: "A1:B4",
          columns: ["Name", "When"],
          header_row: true,
          totals_row: false,
        },
      ],
      calc: {
        mode: "auto",
        iterate: false,
        iterate_count: 100,
        iterate_delta: 0.001,
        full_calc_on_load: false,
        precision_as_displayed: false,
      },
      application: null,
    });
    expect(metadata.defined_names.slice(0, 2)).toEqual([
      { name: "Regions", scope: null, refers_to: "'My Lists'!$A$2:$A$4", hidden: false },
      { name: "Regions", scope: "My Lists", refers_to: "#REF!", hidden: false },
    ]);
    expect(metadata.sheet_details[1]).toEqual({
      name: "My Lists",
      index: 1,
      type: "worksheet",
      state: "visible",
      dimension: null,
      max_row: 5,
      max_column: 2,
      cell_count: 10,
      formula_count: 1,
      merged_ranges: [],
      protected: false,
    });
  });
});
