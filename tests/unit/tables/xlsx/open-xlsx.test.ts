import { describe, expect, it } from "vitest";
import { FileFault } from "../../../../lib/errors.ts";
import { openXlsx } from "../../../../lib/tables/xlsx/open-xlsx.ts";
import { makeXlsx } from "../../../support/ooxml/make-xlsx.ts";
import { readAll } from "./read-all.ts";

const DATE_STYLES =
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="[h]:mm"/><numFmt numFmtId="165" formatCode="0&quot;d&quot;"/></numFmts>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>';

/** One row of the given `<c>` elements: texts and kinds. */
async function cells(xml: string, more: { strings?: string; beforeSheets?: string } = {}) {
  const { rows, kinds } = await readAll(
    makeXlsx({ sheets: { S: `<row r="1">${xml}</row>` }, styles: DATE_STYLES, ...more }),
  );
  return (rows[0] ?? []).map((text, i) => `${kinds[0]![i]} ${text}`);
}

describe("cells of a sheet", () => {
  it("gives shared and inline strings, rich text joined and phonetic hints left out", async () => {
    const strings =
      "<si><t>plain</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t xml:space='preserve'>ch </t></r></si>" +
      "<si><t>課</t><rPh sb='0' eb='1'><t>カ</t></rPh><phoneticPr fontId='1'/></si><si/><si><t/></si><si><t>a &amp; b&#10;c_x0041_</t></si>";
    const xml =
      '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c t="s"><v>4</v></c><c t="s"><v>5</v></c>' +
      '<c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>' +
      '<c t="str"><f>A1&amp;"x"</f><v>a&lt;b</v></c><c t="str"><v><![CDATA[<&amp;>]]></v></c>';
    expect(await cells(xml, { strings })).toEqual([
      "text plain",
      "text rich ",
      "text 課",
      "text ",
      "text ",
      "text a & b\ncA",
      "text inline",
      "text a<b",
      "text <&amp;>",
    ]);
  });

  it("gives numbers in the one form: shortest that reads back, no exponent below 1e21, long integers as written", async () => {
    const written = [
      "12",
      "1.50",
      "+3",
      "-0",
      "0.10000000000000001",
      "0.30000000000000004",
      "1E5",
      "1e-7",
      "0.0000001",
      ".5",
      "007",
    ];
    written.push(
      "9007199254740993",
      "12345678901234567890",
      "-5.5",
      "1.7976931348623157E308",
      "0.000001",
      "100",
      " 7 ",
      "1e21",
      "5.",
    );
    expect(await cells(written.map((text) => `<c><v>${text}</v></c>`).join(""))).toEqual(
      [
        ...["12", "1.5", "3", "0", "0.1", "0.30000000000000004", "100000", "1e-7", "1e-7", "0.5", "7"],
        ...[
          "9007199254740993",
          "12345678901234567890",
          "-5.5",
          "1.7976931348623157e+308",
          "0.000001",
          "100",
          "7",
          "1e+21",
          "5",
        ],
      ].map((text) => `number ${text}`),
    );
  });

  it("takes what is no number in a number cell for text", async () => {
    const written = ["abc", "0x10", "Infinity", "1e999", "1,5", "-"];
    expect(await cells(written.map((text) => `<c><v>${text}</v></c>`).join(""))).toEqual(
      written.map((text) => `text ${text}`),
    );
  });

  it("tells dates, times and datetimes by format and value, and leaves elapsed times numbers", async () => {
    const xml =
      '<c s="1"><v>45322</v></c><c s="1"><v>45322.5625</v></c><c s="2"><v>45322</v></c><c s="2"><v>45322.5625</v></c>' +
      '<c s="3"><v>0.5625</v></c><c s="3"><v>0</v></c><c s="1"><v>60</v></c><c s="4"><v>1.5</v></c><c s="5"><v>45322</v></c>' +
      '<c s="1"><v>-1</v></c><c s="1"><v>2958466</v></c><c s="2"><v>45322.000005787</v></c><c s="99"><v>1</v></c>';
    expect(await cells(xml)).toEqual([
      "date 2024-01-31",
      "datetime 2024-01-31T13:30:00",
      "datetime 2024-01-31T00:00:00",
      "datetime 2024-01-31T13:30:00",
      "time 13:30:00",
      "time 00:00:00",
      "date 1900-02-29",
      "number 1.5",
      "number 45322",
      "number -1",
      "number 2958466",
      "datetime 2024-01-31T00:00:00.500",
      "number 1",
    ]);
  });

  it("counts days from 1904 where the workbook says so, day 0 included", async () => {
    const beforeSheets = '<workbookPr date1904="true"/>';
    const xml = '<c s="1"><v>0</v></c><c s="1"><v>43860</v></c><c s="3"><v>0.25</v></c>';
    expect(await cells(xml, { beforeSheets })).toEqual(["date 1904-01-01", "date 2024-01-31", "time 06:00:00"]);
  });

  it("takes ISO dates of strict files, and text in a date cell that is none", async () => {
    const xml = ["2024-01-31", "2024-01-31T00:00:00Z", "2024-01-31T13:30:00.2500", "13:30", "soon"]
      .map((text) => `<c t="d" s="1"><v>${text}</v></c>`)
      .join("");
    expect(await cells(`${xml}<c t="d" s="2"><v>2024-01-31T00:00:00</v></c>`)).toEqual([
      "date 2024-01-31",
      "date 2024-01-31",
      "datetime 2024-01-31T13:30:00.250",
      "time 13:30:00",
      "text soon",
      "datetime 2024-01-31T00:00:00",
    ]);
  });

  it("gives booleans, error texts and the cached values of formulas", async () => {
    const xml =
      '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c><f>1+1</f><v>2</v></c>' +
      '<c t="str"><f>""</f><v></v></c><c><f>B9</f></c><c t="n"><v>4</v></c>';
    expect(await cells(xml)).toEqual([
      "boolean true",
      "boolean false",
      "error #N/A",
      "number 2",
      "text ",
      "text ",
      "number 4",
    ]);
  });
});

describe("rows of a sheet", () => {
  it("puts cells into their columns, in any order, with and without addresses, and fills gaps with blanks", async () => {
    const sheet =
      '<row r="1"><c r="C1"><v>3</v></c><c><v>4</v></c><c r="A1"><v>1</v></c></row>' +
      "<row><c><v>1</v></c><c><v>2</v></c></row>" +
      '<row r="3"><c r="AB3" t="str"><v>last</v></c></row>';
    const { rows } = await readAll(makeXlsx({ sheets: { S: sheet } }));
    expect(rows).toEqual([
      ["1", "", "3", "4"],
      ["1", "2"],
      [...Array<string>(27).fill(""), "last"],
    ]);
  });

  it("leaves out rows without a value, names the gaps they leave, and keeps a row of empty texts", async () => {
    const sheet =
      '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"/></row><row r="3"><c r="A3" s="1"/></row>' +
      '<row r="4"><c r="A4"><v>2</v></c></row><row r="5"/><row r="6"/><row r="9"><c r="A9" t="inlineStr"><is><t></t></is></c></row>' +
      '<row r="10"><c r="A10"><v>3</v></c></row>';
    const { rows, gaps } = await readAll(makeXlsx({ sheets: { S: sheet } }));
    expect(rows).toEqual([["1"], ["2"], [""], ["3"]]);
    expect(gaps).toEqual([1, 2]);
  });

  it("reads prefixed elements, blanks between them, comments, and a dimension that lies", async () => {
    const sheet =
      '<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:dimension ref="A1:B1048576"/>\n' +
      ' <x:sheetData>\n <x:row r="1" >\n <!-- c --> <x:c r="A1" t="inlineStr" ><x:is><x:t>one</x:t></x:is></x:c >\n<x:c r="B1">\n<x:v>2</x:v></x:c></x:row></x:sheetData>' +
      "<x:extLst><x:row><x:c><x:v>9</x:v></x:c></x:row></x:extLst></x:worksheet>";
    expect((await readAll(makeXlsx({ sheets: { S: sheet } }))).rows).toEqual([["one", "2"]]);
  });

  it("reads a sheet in UTF-16", async () => {
    const text = '<worksheet><sheetData><row><c t="str"><v>é🧮</v></c></row></sheetData></worksheet>';
    const parts = { "xl/worksheets/sheet1.xml": Buffer.from(`\uFEFF${text}`, "utf16le") };
    expect((await readAll(makeXlsx({ sheets: { S: "" }, parts }))).rows).toEqual([["é🧮"]]);
  });

  it("gives chunks of no more rows than asked for, and the same rows whatever the chunk", async () => {
    const sheet = Array.from({ length: 25 }, (_, i) => `<row r="${i + 1}"><c><v>${i}</v></c></row>`).join("");
    const bytes = makeXlsx({ sheets: { S: sheet } });
    const reader = await openXlsx(bytes);
    expect(reader.progress()).toBe(0);
    expect([(await reader.read(10))?.rows, (await reader.read(10))?.rows, (await reader.read(10))?.rows]).toEqual([
      10, 10, 5,
    ]);
    expect([await reader.read(10), await reader.read(10), reader.progress()]).toEqual([null, null, 1]);
    await reader.close();
    await reader.close();
    expect((await readAll(bytes, {}, 7)).rows).toEqual((await readAll(bytes)).rows);
  });

  it("has no rows in an empty sheet", async () => {
    for (const sheet of ["", "<worksheet/>", "<worksheet><sheetData/></worksheet>"]) {
      expect((await readAll(makeXlsx({ sheets: { S: sheet } }))).rows).toEqual([]);
    }
  });
});

describe("choosing a sheet", () => {
  const row = (text: string) => `<row><c t="str"><v>${text}</v></c></row>`;
  const bytes = makeXlsx({
    sheets: { Secret: row("1"), Data: row("2"), More: row("3") },
    sheetAttributes: { Secret: 'state="hidden"' },
  });

  it("takes the first visible one unless told otherwise, by name or by place from 1", async () => {
    expect((await readAll(bytes)).sheet).toBe("Data");
    expect((await readAll(bytes, { sheet: "More" })).rows).toEqual([["3"]]);
    expect((await readAll(bytes, { sheet: 1 })).rows).toEqual([["1"]]);
  });

  it("names the sheets that exist when the one asked for does not", async () => {
    await expect(openXlsx(bytes, { sheet: "data" })).rejects.toThrow(
      'The workbook has no worksheet named "data". Its worksheets are: "Secret", "Data", "More".',
    );
    await expect(openXlsx(bytes, { sheet: 4 })).rejects.toMatchObject({ code: "SHEET_NOT_FOUND" });
  });
});

describe("damage", () => {
  it.each([
    ["cut off in a row", "<worksheet><sheetData><row><c><v>1</v></c>"],
    ["cut off in a tag", "<worksheet><sheetData><row><c r='A1"],
    ["a document type", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'],
    ["an unknown entity", "<worksheet><sheetData><row><c t='str'><v>&nbsp;</v></c></row></sheetData></worksheet>"],
    [
      "a shared text that does not exist",
      "<worksheet><sheetData><row><c t='s'><v>7</v></c></row></sheetData></worksheet>",
    ],
    ["a column past the last", "<worksheet><sheetData><row><c r='XFE1'><v>7</v></c></row></sheetData></worksheet>"],
    ["no XML", "<worksheet>< / ></worksheet>"],
  ])("is a fault of the file: %s", async (_what, sheet) => {
    const fault = await readAll(makeXlsx({ sheets: { S: sheet } })).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(FileFault);
    expect((fault as FileFault).code).toBe("FILE_CORRUPT");
  });

  it("is found in bytes that are no UTF-8", async () => {
    const parts = {
      "xl/worksheets/sheet1.xml": Buffer.from(
        "<worksheet><sheetData><row><c t='str'><v>\xe9</v></c></row></sheetData></worksheet>",
        "latin1",
      ),
    };
    await expect(readAll(makeXlsx({ sheets: { S: "" }, parts }))).rejects.toMatchObject({ code: "FILE_CORRUPT" });
  });

  it("stops a sheet that expands more than a hundred times over 10 MB", async () => {
    const sheet = `<worksheet><sheetData>${"<row><c><v>1</v></c></row>".repeat(600_000)}</sheetData></worksheet>`;
    await expect(readAll(makeXlsx({ sheets: { S: sheet } }))).rejects.toMatchObject({ code: "FILE_UNSAFE" });
  });
});
