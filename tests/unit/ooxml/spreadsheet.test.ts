import { describe, expect, it } from "vitest";
import { decodeCellText } from "../../../lib/ooxml/cell-text.ts";
import { numberFormats, openSpreadsheet, type SpreadsheetPolicy } from "../../../lib/ooxml/spreadsheet.ts";
import { readXmlTree } from "../../../lib/ooxml/xml-tree.ts";
import { makeXlsx } from "../../support/ooxml/make-xlsx.ts";
import { makeZip } from "../../support/ooxml/make-zip.ts";

const policy: SpreadsheetPolicy = {
  maxEntries: 100,
  maxTotalBytes: 2 ** 20,
  maxPartBytes: 2 ** 20,
  maxRatio: 100,
  ratioFloorBytes: 2 ** 20,
  faults: { corrupt: "CORRUPT", encrypted: "ENCRYPTED", bomb: "BOMB", partTooLarge: "LARGE", unsafeName: null },
  notSpreadsheet: "OTHER",
};

describe("openSpreadsheet", () => {
  it("lists the sheets in workbook order with their state, and tells the date system", async () => {
    const bytes = makeXlsx({
      sheets: { "B & C": "", Hidden: "", Very: "" },
      sheetAttributes: { Hidden: 'state="hidden"', Very: 'state="veryHidden"' },
      beforeSheets: '<workbookPr date1904="1"/>',
      strings: "",
    });
    const book = await openSpreadsheet(bytes, policy);
    await using _package = book.package;
    expect(book.sheets.map(({ name, index, state, type }) => [name, index, state, type])).toEqual([
      ["B & C", 0, "visible", "worksheet"],
      ["Hidden", 1, "hidden", "worksheet"],
      ["Very", 2, "very_hidden", "worksheet"],
    ]);
    expect(book.date1904).toBe(true);
    expect([book.sharedStrings, book.styles]).toEqual(["xl/sharedStrings.xml", null]);
  });

  it("finds the workbook by its content type, whatever the parts are called, in a strict file with prefixes", async () => {
    const strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    const bytes = makeZip({
      "[Content_Types].xml":
        '<t:Types xmlns:t="http://schemas.openxmlformats.org/package/2006/content-types">' +
        '<t:Override PartName="/Data/Book.bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></t:Types>',
      "_rels/.rels": `<Relationships><Relationship Id="a" Type="${strict}/officeDocument" Target="/data/book.bin"/></Relationships>`,
      "Data/Book.bin":
        '<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:q="urn:r"><x:sheets><x:sheet name="S" sheetId="1" q:id="z"/></x:sheets></x:workbook>',
      "Data/_rels/Book.bin.rels": `<Relationships><Relationship Id="z" Type="${strict}/worksheet" Target="../Sheet%201.xml"/></Relationships>`,
      "Sheet 1.xml": "<worksheet/>",
    });
    const book = await openSpreadsheet(bytes, policy);
    await using _package = book.package;
    expect(book.sheets).toEqual([{ name: "S", index: 0, type: "worksheet", state: "visible", part: "Sheet 1.xml" }]);
  });

  it.each([
    ["a text", Buffer.from("a,b\n1,2"), "OTHER"],
    ["an empty file", Buffer.alloc(0), "OTHER"],
    ["another archive", makeZip({ "word/document.xml": "<w/>" }), "OTHER"],
    ["an old .xls", ole("Workbook"), "OTHER"],
    ["an encrypted workbook", ole("EncryptedPackage"), "ENCRYPTED"],
    ["half a file", makeXlsx({ sheets: { A: "" } }).subarray(0, 700), "CORRUPT"],
  ])("refuses %s with the code of the policy", async (_what, bytes, code) => {
    await expect(openSpreadsheet(bytes, policy)).rejects.toMatchObject({ name: "FileFault", code });
  });
});

/** The start of an OLE container, and the name of one of its streams somewhere behind it. */
function ole(stream: string): Buffer {
  const start = Buffer.alloc(2048);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(start);
  Buffer.from(stream, "utf16le").copy(start, 1500);
  return start;
}

describe("numberFormats", () => {
  it("gives each cell format its code: built-in, custom, General where the number means nothing", () => {
    const styles = readXmlTree(
      '<s><numFmts><numFmt numFmtId="164" formatCode="d\\.m\\.yy"/><numFmt numFmtId="14" formatCode="yyyy"/></numFmts>' +
        '<cellXfs><xf/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="999"/></cellXfs></s>',
      { part: "styles", fault: "X" },
    );
    expect(numberFormats(styles)).toEqual(["General", "0.00%", "d\\.m\\.yy", "yyyy", "General"]);
  });
});

describe("decodeCellText", () => {
  it("undoes _xHHHH_ once, folds line ends, drops NUL, joins pairs and replaces halves", () => {
    expect(decodeCellText("a_x000D_\nb_x0000_c\rd")).toBe("a\nbc\nd");
    expect(decodeCellText("_x005F_x000D_")).toBe("_x000D_");
    expect(decodeCellText("_xD83E__xDDEE_ _xD83E_ _x12_")).toBe("🧮 \uFFFD _x12_");
  });
});
