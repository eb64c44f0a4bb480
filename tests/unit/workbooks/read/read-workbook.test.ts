import { describe, expect, it } from "vitest";
import { columnLetters } from "../../../../lib/workbooks/engine/formula/a1.ts";
import type { Cell, Workbook } from "../../../../lib/workbooks/model.ts";
import { areaText } from "../../../../lib/workbooks/read/areas.ts";
import { readWorkbook } from "../../../../lib/workbooks/read/read-workbook.ts";
import { ExcelError, NA } from "../../../../lib/workbooks/values.ts";
import { makeXlsx, relationshipList, type XlsxParts } from "../../../support/ooxml/make-xlsx.ts";

const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

function read(parts: XlsxParts, maxCells?: number): Promise<Workbook> {
  return readWorkbook({ source: makeXlsx(parts), ...(maxCells === undefined ? {} : { maxCells }) });
}

async function cellsOf(rows: string, more: Partial<XlsxParts> = {}): Promise<Record<string, Cell>> {
  const { sheets } = await read({ sheets: { S: rows }, ...more });
  return Object.fromEntries(sheets[0]!.cells.map((cell) => [columnLetters(cell.column) + cell.row, cell]));
}

/** Formulas by address, with the area of arrays. */
async function formulasOf(rows: string, more: Partial<XlsxParts> = {}): Promise<Record<string, string>> {
  const shown: Record<string, string> = {};
  for (const [address, { formula }] of Object.entries(await cellsOf(rows, more))) {
    if (formula) shown[address] = formula.array ? `{${formula.text}} ${areaText(formula.array)}` : formula.text;
  }
  return shown;
}

describe("values", () => {
  it("keeps numbers bit for bit, makes −0 a 0, and leaves what is no number the text it is", async () => {
    const written = [
      "0.30000000000000004",
      "10000000000000.5",
      "1E-12",
      "-0",
      "1.7976931348623157E308",
      "1e999",
      "abc",
    ];
    const cells = await cellsOf(`<row r="1">${written.map((text) => `<c><v>${text}</v></c>`).join("")}</row>`);
    expect(Object.values(cells).map(({ raw }) => raw)).toStrictEqual([
      0.1 + 0.2,
      1e13 + 0.5,
      1e-12,
      0,
      Number.MAX_VALUE,
      "1e999",
      "abc",
    ]);
  });

  it("reads each kind of cell, joins rich text, drops phonetic hints, decodes escapes, and folds line ends", async () => {
    const cells = await cellsOf(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c>' +
        '<c r="E1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c r="F1" t="d"><v>2024-01-31T12:00:00</v></c>' +
        '<c r="G1" t="str"><v>123</v></c><c r="H1" t="e"><v>#NEW!</v></c></row>',
      {
        strings:
          "<si><r><t>a</t></r><r><t>b</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si><si><t>c_x000D_\nd_x0000_</t></si>",
      },
    );
    expect(Object.values(cells).map(({ raw }) => raw)).toStrictEqual([
      "ab",
      "c\nd",
      true,
      NA,
      "inline",
      45_322.5,
      "123",
      ExcelError.of("#UNKNOWN!"),
    ]);
  });

  it("counts ISO dates from 1904 where the workbook does", async () => {
    const { A1 } = await cellsOf('<row><c t="d"><v>1904-01-02</v></c></row>', {
      beforeSheets: '<workbookPr date1904="1"/>',
    });
    expect(A1?.raw).toBe(1);
  });

  it("stores cells with a value or a formula, and no others; an empty text is a value", async () => {
    const cells = await cellsOf(
      '<row r="2"><c r="A2" s="1"/><c r="B2"><v></v></c><c r="C2" t="str"><v></v></c><c r="D2" t="inlineStr"><is/></c>' +
        '<c r="E2" t="inlineStr"/><c r="F2"><f>1+1</f></c><c r="G2" t="str"><f>""</f></c><c r="H2" t="s"/><c r="I2"><f></f></c></row>',
    );
    expect(Object.entries(cells).map(([address, { raw }]) => [address, raw])).toEqual([
      ["C2", ""],
      ["D2", ""],
      ["F2", undefined],
      ["G2", ""],
    ]);
  });

  it("sorts cells, keeps the last of an address, and warns about it", async () => {
    const book = await read({
      sheets: {
        S: '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row><row r="1"><c r="C1"><v>3</v></c><c r="C1"><v>4</v></c></row>',
      },
    });
    expect(book.sheets[0]!.cells.map(({ row, column, raw }) => [row, column, raw])).toEqual([
      [1, 3, 4],
      [2, 1, 2],
      [2, 2, 1],
    ]);
    expect(book.warnings.map(({ code, cell }) => [code, cell])).toEqual([["duplicate_cell", "S!C1"]]);
  });
});

describe("formulas", () => {
  it("writes shared formulas out for each cell, also for cells above the one that holds the text", async () => {
    const rows = [
      '<row r="1"><c r="A1"><f t="shared" si="1"/><v>0</v></c><c r="B1"><f t="shared" si="0" ref="B1:B3">A1*2+$A$1</f><v>2</v></c></row>',
      '<row r="2"><c r="A2"><f t="shared" si="1" ref="A1:A3">C2+1</f></c><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>',
      '<row r="3"><c r="B3"><f t="shared" si="0"/></c></row>',
    ];
    expect(await formulasOf(rows.join(""))).toEqual({
      A1: "C1+1",
      B1: "A1*2+$A$1",
      A2: "C2+1",
      B2: "A2*2+$A$1",
      B3: "A3*2+$A$1",
    });
  });

  it("gives each stored cell of an array the formula of its first, and tells spilling arrays by the metadata", async () => {
    const metadata =
      '<metadata><metadataTypes count="2"><metadataType name="OTHER"/><metadataType name="XLDAPR"/></metadataTypes>' +
      '<futureMetadata name="XLDAPR"><bk><extLst><ext><x:dynamicArrayProperties xmlns:x="urn:x" fDynamic="1"/></ext></extLst></bk></futureMetadata>' +
      '<cellMetadata><bk><rc t="1" v="0"/></bk><bk><rc t="2" v="0"/></bk></cellMetadata></metadata>';
    const cells = await cellsOf(
      '<row r="1"><c r="C1"><f t="array" ref="C1:C3">A1:A3*2</f><v>2</v></c><c r="D1" cm="2"><f t="array" ref="D1:E2">_xlfn.SEQUENCE(2,2)</f><v>1</v></c><c r="E1"><v>2</v></c></row>' +
        '<row r="2"><c r="C2"><v>4</v></c><c r="D2"><v>3</v></c><c r="F2"><v>9</v></c></row><row r="3"><c r="C3"><v>6</v></c><c r="D3" cm="1"><f t="array" ref="D3">1</f></c></row>',
      {
        parts: { "xl/metadata.xml": metadata },
        relationships: `<Relationship Id="rIdM" Type="${REL}/sheetMetadata" Target="metadata.xml"/>`,
      },
    );
    const shown = Object.entries(cells).map(([address, { formula }]) => [
      address,
      formula && `${formula.text} ${areaText(formula.array!)} ${formula.dynamic} ${formula.anchor?.row ?? "-"}`,
    ]);
    expect(Object.fromEntries(shown)).toEqual({
      C1: "A1:A3*2 C1:C3 false -",
      D1: "SEQUENCE(2,2) D1:E2 true -",
      E1: "SEQUENCE(2,2) D1:E2 true 1",
      C2: "A1:A3*2 C1:C3 false 1",
      D2: "SEQUENCE(2,2) D1:E2 true 1",
      F2: undefined,
      C3: "A1:A3*2 C1:C3 false 1",
      D3: "1 D3 false -",
    });
  });

  it("shows what-if data tables as TABLE in their defining cell, with a warning", async () => {
    const sheets = {
      S:
        '<row r="2"><c r="B2"><f t="dataTable" ref="B2:C3" dt2D="1" dtr="1" r1="A9" r2="B9"/><v>1</v></c><c r="C2"><v>2</v></c></row>' +
        '<row r="5"><c r="B5"><f t="dataTable" ref="B5:B6" dt2D="0" dtr="0" r1="A9"/><v>1</v></c><c r="C5"><f t="dataTable" ref="C5:D5" dtr="1" r1="A8"/><v>1</v></c></row>',
    };
    const book = await read({ sheets });
    expect(book.sheets[0]!.cells.map(({ formula }) => formula && [formula.text, formula.dataTable])).toEqual([
      ["TABLE(A9,B9)", true],
      undefined,
      ["TABLE(,A9)", true],
      ["TABLE(A8,)", true],
    ]);
    expect(book.warnings.map(({ code, cell }) => `${code} ${cell}`)).toEqual([
      "data_table S!B2",
      "data_table S!B5",
      "data_table S!C5",
    ]);
  });

  it("names tables, links and names as users do, and keeps what the file has cached of a link", async () => {
    const link =
      '<externalLink><externalBook r:id="rId1"><sheetNames><sheetName val="Data &amp; more"/><sheetName val="None"/></sheetNames>' +
      '<definedNames><definedName name="Rate" refersTo="=\'Data &amp; more\'!$A$1" sheetId="0"/></definedNames>' +
      '<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>7</v></cell><cell r="B1" t="str"><v>seven</v></cell><cell r="C1" t="e"><v>#REF!</v></cell></row></sheetData>' +
      '<sheetData sheetId="1" refreshError="1"/></sheetDataSet></externalBook></externalLink>';
    const linkTo = (target: string) =>
      relationshipList(
        `<Relationship Id="rId1" Type="${REL}/externalLinkPath" Target="${target}" TargetMode="External"/>`,
      );
    const book = await read({
      sheets: {
        S:
          '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><f>[1]None!A1+[2]S!A1+[0]!Local</f><v>1</v></c>' +
          '<c r="B2"><f>Sales[[#This Row],[Qty]]</f><v>1</v></c></row>',
      },
      strings: "<si><t>Qty</t></si>",
      parts: {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": linkTo("file:///C:\\books\\Book%202.xlsx"),
        "xl/externalLinks/externalLink2.xml": '<externalLink><externalBook r:id="rId1"/></externalLink>',
        "xl/externalLinks/_rels/externalLink2.xml.rels": linkTo("../other/Book%202.xlsx"),
        "xl/worksheets/_rels/sheet1.xml.rels": relationshipList(
          `<Relationship Id="rId1" Type="${REL}/table" Target="../tables/t.xml"/>`,
        ),
        "xl/tables/t.xml":
          '<table displayName="Sales" ref="B1:C4" totalsRowCount="1"><autoFilter ref="B1:C3"/><tableColumns><tableColumn name="Qty"/><tableColumn name="a_x000a_b"/></tableColumns></table>',
      },
      relationships:
        `<Relationship Id="rIdL1" Type="${REL}/externalLink" Target="externalLinks/externalLink1.xml"/>` +
        `<Relationship Id="rIdL2" Type="${REL}/externalLink" Target="externalLinks/externalLink2.xml"/>`,
      afterSheets:
        '<externalReferences><externalReference r:id="rIdL1"/><externalReference r:id="rIdL2"/></externalReferences>' +
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">S!$A$1:$B$2</definedName><definedName name="Twice" hidden="1">_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)</definedName>' +
        '<definedName name="Old" function="1" vbProcedure="1">#REF!</definedName></definedNames>',
    });
    const [first, second] = book.externalLinks;
    expect([first?.label, first?.target, first?.sheets, second?.label]).toEqual([
      "Book 2.xlsx",
      "file:///C:\\books\\Book%202.xlsx",
      ["Data & more", "None"],
      "2",
    ]);
    expect(first!.cache.get("Data & more")).toEqual(
      new Map<number, unknown>([
        [16_384, 7],
        [16_385, "seven"],
        [16_386, ExcelError.of("#REF!")],
      ]),
    );
    expect([first!.cache.get("None"), second?.cache.size]).toEqual([null, 0]);
    expect(first?.definedNames).toEqual([{ name: "Rate", sheetIndex: 0, refersTo: "'Data & more'!$A$1" }]);
    expect(book.sheets[0]!.cells.map(({ formula }) => formula?.text)).toEqual([
      undefined,
      "'[Book 2.xlsx]None'!A1+[2]S!A1+Local",
      "[@Qty]",
    ]);
    expect(book.tables).toEqual([
      {
        name: "Sales",
        sheetIndex: 0,
        area: { firstRow: 1, firstColumn: 2, lastRow: 4, lastColumn: 3 },
        columns: ["Qty", "a\nb"],
        headerRow: true,
        totalsRow: true,
      },
    ]);
    expect(book.definedNames).toEqual([
      { name: "Print_Area", scope: 0, refersTo: "S!$A$1:$B$2", hidden: false, macro: false },
      { name: "Twice", scope: null, refersTo: "LAMBDA(x,x*2)", hidden: true, macro: false },
      { name: "Old", scope: null, refersTo: "#REF!", hidden: false, macro: true },
    ]);
  });
});

describe("sheets", () => {
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

  it("reads layout: dimension, widths, hidden rows and columns, filters, merges, protection", async () => {
    const sheet = `<worksheet xmlns="${MAIN}"><sheetPr><tabColor rgb="FF00FF00"/></sheetPr><dimension ref="A1:XFD1048576"/><sheetFormatPr defaultRowHeight="15" defaultColWidth="10.7109375"/>
      <cols><col min="2" max="3" width="9.140625" customWidth="1" hidden="1"/></cols>
      <sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row><row r="9" hidden="1"/></sheetData>
      <sheetProtection sheet="1"/><autoFilter ref="A1:A5"><filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn></autoFilter>
      <mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>`;
    const { sheets } = await read({ sheets: { S: sheet } });
    const [read1] = sheets;
    expect([read1?.dimension, read1?.protected, read1?.defaultColumnWidth]).toEqual(["A1:XFD1048576", true, 10]);
    expect([[...read1!.hiddenRows], [...read1!.filteredRows], [...read1!.hiddenColumns]]).toEqual([
      [2, 9],
      [2, 9],
      [2, 3],
    ]);
    expect([...read1!.columnWidths]).toEqual([
      [2, 8.43],
      [3, 8.43],
    ]);
    expect(read1!.mergedRanges.map(areaText)).toEqual(["A1:B2"]);
  });

  it("takes rows hidden by hand for filtered ones only while a filter is active", async () => {
    const sheet = `<worksheet><sheetData><row r="2" hidden="1"/></sheetData><autoFilter ref="A1:A5"/></worksheet>`;
    const { sheets } = await read({ sheets: { S: sheet } });
    expect([[...sheets[0]!.hiddenRows], [...sheets[0]!.filteredRows]]).toEqual([[2], []]);
  });

  it("reads validations of the sheet and of its extended part", async () => {
    const sheet =
      `<worksheet xmlns="${MAIN}" xmlns:x14="urn:x14" xmlns:xm="urn:xm"><sheetData/><dataValidations count="2"><dataValidation type="list" allowBlank="1" sqref="A1:A3 C1" prompt="Pick" error="No"><formula1>"Low, Mid,High"</formula1></dataValidation>` +
      '<dataValidation type="whole" sqref="B1"><formula1>1</formula1><formula2>9</formula2></dataValidation><dataValidation sqref="D1" prompt="only a hint"/></dataValidations>' +
      '<extLst><ext><x14:dataValidations><x14:dataValidation type="list"><x14:formula1><xm:f>Other!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>E1:E2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>';
    const { sheets } = await read({ sheets: { S: sheet } });
    expect(
      sheets[0]!.validations.map(({ areas, ...rest }) => ({ ...rest, areas: areas.map(areaText).join(" ") })),
    ).toEqual([
      {
        type: "list",
        operator: null,
        formula1: '"Low, Mid,High"',
        formula2: null,
        allowBlank: true,
        prompt: "Pick",
        error: "No",
        areas: "A1:A3 C1",
      },
      {
        type: "whole",
        operator: "between",
        formula1: "1",
        formula2: "9",
        allowBlank: false,
        prompt: null,
        error: null,
        areas: "B1",
      },
      {
        type: "list",
        operator: null,
        formula1: "Other!$A$1:$A$9",
        formula2: null,
        allowBlank: false,
        prompt: null,
        error: null,
        areas: "E1:E2",
      },
    ]);
  });

  it("lists chart, dialog and macro sheets without cells, and tells macros", async () => {
    const book = await read({
      sheets: { S: "" },
      beforeSheets:
        '<sheets><sheet name="Chart" r:id="rIdC" state="veryHidden"/><sheet name="Macro" r:id="rIdX"/><sheet name="Module" r:id=""/></sheets>',
      parts: { "xl/c.xml": "<chartsheet/>", "xl/x.xml": "<macrosheet/>" },
      relationships:
        `<Relationship Id="rIdC" Type="${REL}/chartsheet" Target="c.xml"/>` +
        '<Relationship Id="rIdX" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="x.xml"/>',
    });
    expect(book.sheets.map(({ name, type, state }) => `${name} ${type} ${state}`)).toEqual([
      "Chart chartsheet very_hidden",
      "Macro macrosheet visible",
      "Module macrosheet visible",
      "S worksheet visible",
    ]);
    expect(book.hasMacros).toBe(true);
  });

  it("reads calculation settings and document properties", async () => {
    const core =
      "<coreProperties><created>2024-01-31T12:00:00+02:00</created><modified>nonsense</modified></coreProperties>";
    const book = await read({
      sheets: { S: "" },
      afterSheets:
        '<calcPr calcMode="manual" iterate="1" iterateCount="50" iterateDelta="1E-4" fullCalcOnLoad="1" fullPrecision="0"/>',
      parts: {
        "_rels/.rels": relationshipList(
          `<Relationship Id="a" Type="${REL}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="b" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="core.xml"/>` +
            `<Relationship Id="c" Type="${REL}/extended-properties" Target="app.xml"/>`,
        ),
        "core.xml": core,
        "app.xml":
          "<Properties><Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>",
      },
    });
    expect(book.calc).toEqual({
      mode: "manual",
      iterate: true,
      iterateCount: 50,
      iterateDelta: 1e-4,
      fullCalcOnLoad: true,
      precisionAsDisplayed: true,
    });
    expect([book.application, book.appVersion, book.created, book.modified, book.hasMacros]).toEqual([
      "Microsoft Excel",
      "16.0300",
      "2024-01-31T10:00:00.000Z",
      null,
      false,
    ]);
  });

  it("keeps any sheet name exactly", async () => {
    const name = `It's "q" é 🧮 A!B & <c>`;
    expect((await read({ sheets: { [name]: "" } })).sheets[0]!.name).toBe(name);
  });
});

describe("limits", () => {
  it("stops at more cells than allowed, all sheets together", async () => {
    const row = "<row><c><v>1</v></c><c><v>2</v></c></row>";
    expect((await read({ sheets: { A: row, B: row } }, 4)).sheets[1]!.cells).toHaveLength(2);
    await expect(read({ sheets: { A: row, B: row } }, 3)).rejects.toMatchObject({ code: "WORKBOOK_TOO_LARGE" });
  });

  it("refuses a workbook without any worksheet", async () => {
    const parts = {
      sheets: {},
      beforeSheets: '<sheets><sheet name="C" r:id="x"/></sheets>',
      parts: { "xl/c.xml": "<c/>" },
    };
    const relationships = `<Relationship Id="x" Type="${REL}/chartsheet" Target="c.xml"/>`;
    await expect(read({ ...parts, relationships })).rejects.toMatchObject({ code: "WORKBOOK_EMPTY" });
  });

  it("calls a sheet whose relationship is gone lost, not one of Excel 5's modules", async () => {
    const lost = { sheets: {}, beforeSheets: '<sheets><sheet name="S" r:id="x"/></sheets>' };
    await expect(read(lost)).rejects.toMatchObject({ code: "WORKBOOK_CORRUPT" });
  });

  it.each([
    [
      "a missing sheet part",
      {
        sheets: { S: "" },
        beforeSheets: '<sheets><sheet name="X" r:id="rIdGone"/></sheets>',
        relationships: `<Relationship Id="rIdGone" Type="${REL}/worksheet" Target="gone.xml"/>`,
      },
    ],
    ["a shared text that does not exist", { sheets: { S: '<row><c t="s"><v>1</v></c></row>' } }],
    ["a shared formula that does not exist", { sheets: { S: '<row><c><f t="shared" si="3"/></c></row>' } }],
    ["an address past the last column", { sheets: { S: '<row><c r="XFE1"><v>1</v></c></row>' } }],
    ["a row past the last", { sheets: { S: '<row r="1048577"/>' } }],
    ["a document type", { sheets: { S: '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>' } }],
    ["a sheet cut off", { sheets: { S: "<worksheet><sheetData><row><c><v>1</v>" } }],
  ])("calls %s damage", async (_what, parts) => {
    await expect(read(parts)).rejects.toMatchObject({ name: "FileFault", code: "WORKBOOK_CORRUPT" });
  });

  it("ends with the signal's reason", async () => {
    const source = makeXlsx({ sheets: { S: "" } });
    await expect(readWorkbook({ source, signal: AbortSignal.abort(new Error("cancelled")) })).rejects.toThrow(
      "cancelled",
    );
  });
});
