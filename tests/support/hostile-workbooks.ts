import * as XLSX from "@e965/xlsx";
import { makeXlsx } from "./ooxml/make-xlsx.ts";
import { makeZip } from "./ooxml/make-zip.ts";

const HEADER =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>';
const ROW = '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>';
const PLAIN = makeXlsx({ sheets: { S: HEADER + ROW } });

const row = (cells: string) => `<row>${cells}</row>`;
const sheet = (rows: string) => makeXlsx({ sheets: { S: HEADER + rows } });

const ENTITIES =
  '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' +
  '<row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>';

const MOVED_DIMENSION = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="C9:ZZ99999"/><sheetData>${HEADER}${ROW}</sheetData></worksheet>`;

const PREFIXED = `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>${(HEADER + ROW).replace(/<(\/?)/g, "<$1x:")}</x:sheetData></x:worksheet>`;

/** Sheets that are right, each written in another way. */
export const ODD_SHEETS = [
  HEADER + ROW + row('<c t="s"><v>0</v></c><c t="b"><v>1</v></c>'),
  HEADER + row('<c t="d"><v>2024-01-31</v></c><c t="e"><v>#N/A</v></c>') + row("<c><f>1+1</f><v>2</v></c>"),
  MOVED_DIMENSION,
  PREFIXED,
];

const oldBook = (bookType: "biff2" | "biff8"): Buffer =>
  XLSX.write(
    XLSX.utils.book_new(
      XLSX.utils.aoa_to_sheet([
        ["a", "b"],
        [1, "x"],
        [2, "y"],
      ]),
    ),
    { type: "buffer", bookType },
  );

/** Workbooks that are damaged, odd or made to do harm, by the names under which fixtures/hostile/expected.json has them. */
export const HOSTILE_WORKBOOKS: Record<string, () => Buffer> = {
  "cut-off.xlsx": () => PLAIN.subarray(0, PLAIN.length / 2),
  "cut-off-by-a-byte.xlsx": () => PLAIN.subarray(0, PLAIN.length - 1),
  "junk-before.xlsx": () => Buffer.concat([Buffer.from("PK\x03\x04junk"), PLAIN]),
  "another-zip.xlsx": () => makeZip({ "readme.txt": "no workbook" }),
  "word-document.xlsx": () => makeZip({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>" }),
  "entity-expansion.xlsx": () => makeXlsx({ sheets: { S: ENTITIES } }),
  "zip-bomb.xlsx": () => sheet(row(`<c t="inlineStr"><is><t>${" ".repeat(30_000)}</t></is></c>`.repeat(400))),
  "shared-text-bomb.xlsx": () =>
    makeXlsx({
      sheets: { S: HEADER + row('<c t="s"><v>0</v></c>'.repeat(2_000)) },
      strings: `<si><t>${"x".repeat(32_767)}</t></si>`,
    }),
  "path-trick.xlsx": () => makeXlsx({ sheets: { S: HEADER + ROW }, parts: { "../../evil.xml": "<x/>" } }),
  "false-checksum.xlsx": () =>
    makeXlsx({ sheets: { S: HEADER + ROW }, parts: { "xl/worksheets/sheet1.xml": { data: HEADER, crc32: 1 } } }),
  "encrypted-part.xlsx": () =>
    makeXlsx({ sheets: { S: HEADER + ROW }, parts: { "docProps/a.xml": { data: "x", encrypted: true } } }),
  "unclosed-row.xlsx": () => sheet("<row><c><v>1</v>"),
  "text-that-is-not-there.xlsx": () => sheet(row('<c t="s"><v>99</v></c>')),
  "column-past-the-last.xlsx": () => sheet('<row r="2"><c r="XFE2"><v>1</v></c></row>'),
  "dimension-elsewhere.xlsx": () => makeXlsx({ sheets: { S: MOVED_DIMENSION } }),
  "prefixed.xlsx": () => makeXlsx({ sheets: { S: PREFIXED } }),
  "without-addresses.xlsx": () => sheet(row("<c><v>1</v></c><c><v>2</v></c>")),
  "last-row-of-excel.xlsx": () => sheet('<row r="1048576"><c r="B1048576"><v>2</v></c></row>'),
  "hidden-first.xlsx": () =>
    makeXlsx({ sheets: { Old: "", New: HEADER + ROW }, sheetAttributes: { Old: 'state="veryHidden"' } }),
  "no-rows.xlsx": () => makeXlsx({ sheets: { S: "" } }),
  "errors-in-cells.xlsx": () =>
    sheet(ROW + row('<c t="e"><v>#N/A</v></c><c t="e"><v>#DIV/0!</v></c>') + ROW.replaceAll("2", "4")),
  "no-number.xlsx": () => sheet(ROW + row("<c><v>NaN</v></c><c><v>1e999</v></c>")),
  "biff2.xls": () => oldBook("biff2"),
  "cut-off.xls": () => oldBook("biff8").subarray(0, 1_500),
  "zeroed-middle.xls": () => Buffer.from(oldBook("biff8")).fill(0, 600, 1_400),
  "workbook-under-another-name.xlsx": () => oldBook("biff8"),
  "new-under-an-old-name.xls": () => PLAIN,
};
