import XLSX from "@e965/xlsx";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FileFault } from "../../../../lib/errors.ts";
import { canonicalNumber, isCanonicalNumber, parseNumber } from "../../../../lib/tables/xlsx/number-bytes.ts";
import { makeXlsx } from "../../../support/ooxml/make-xlsx.ts";
import { readAll } from "./read-all.ts";

const text = fc
  .string({ unit: "grapheme", maxLength: 40 })
  .filter((value) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(value));
const value = fc.oneof(
  text.filter((one) => one !== "" && !one.includes("_x")),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const table = fc.array(fc.array(value, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 });

/** What the reader must give for values put into a sheet: rows without a value left out, blanks at the end too. */
function expected(rows: (string | number | boolean | null)[][]): string[][] {
  return rows
    .map((row) => row.map((one) => (one === null ? "" : String(one === 0 ? 0 : one))))
    .map((row) => row.slice(0, row.findLastIndex((one) => one !== "") + 1))
    .filter((row) => row.length > 0);
}

describe("files that others write", () => {
  it("reads what SheetJS wrote, with shared strings or inline", async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), async (rows, shared) => {
        const book = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet(rows));
        const bytes: Buffer = XLSX.write(book, {
          type: "buffer",
          bookType: "xlsx",
          bookSST: shared,
          compression: true,
        });
        expect((await readAll(bytes)).rows).toEqual(expected(rows));
      }),
      { numRuns: 15 },
    );
  });

  it("reads what exceljs wrote, dates included", async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const book = new ExcelJS.Workbook();
        const sheet = book.addWorksheet("Data");
        for (const row of rows) sheet.addRow(row);
        sheet.addRow([
          new Date("2024-01-31T13:30:00Z"),
          { formula: "1+1", result: 2 },
          { richText: [{ text: "a" }, { text: "b" }] },
        ]);
        const bytes = Buffer.from(await book.xlsx.writeBuffer());
        expect((await readAll(bytes)).rows).toEqual([...expected(rows), ["2024-01-31T13:30:00", "2", "ab"]]);
      }),
      { numRuns: 15 },
    );
  });
});

describe("numbers", () => {
  it("stand as written only where that is the shortest text of the same double", () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one.toPrecision(17)),
      fc.double({ min: -1000, max: 1000, noNaN: true }).map((one) => one.toFixed(6)),
      fc.stringMatching(/^-?[0-9]{0,4}\.?[0-9]{0,8}$/),
      fc.stringMatching(/^[-+0-9.eE]{1,8}$/),
    );
    fc.assert(
      fc.property(written, (one) => {
        const bytes = Buffer.from(one);
        if (isCanonicalNumber(bytes, 0, bytes.length) && !/^-?\d+$/.test(one)) expect(one).toBe(String(Number(one)));
        const canonical = canonicalNumber(one);
        if (canonical !== undefined) expect(parseNumber(bytes, 0, bytes.length)).toBe(Number(one));
      }),
      { numRuns: 1500 },
    );
  });
});

describe("mutilated files", () => {
  it("are read or end in a fault, never in another error", async () => {
    const bytes = makeXlsx({
      sheets: {
        S: '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45322.5</v></c></row><row r="2"><c t="b"><v>1</v></c></row>',
      },
      strings: "<si><t>text &amp; more</t></si>",
      styles: '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>',
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const damaged = Buffer.from(bytes);
          for (const [at, byte] of changes) damaged[at] = byte;
          await readAll(damaged).catch((error: unknown) => expect(error).toBeInstanceOf(FileFault));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("are read or end in a fault where the XML itself is changed", async () => {
    const sheet =
      '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a&amp;b</v></c><c r="B1" s="1"><v>45322.5</v></c></row><row r="2"><c t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>';
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(sheet.length), fc.nat(6), fc.string({ maxLength: 6 })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (cuts) => {
          let changed = sheet;
          for (const [at, length, put] of cuts) changed = changed.slice(0, at) + put + changed.slice(at + length);
          await readAll(makeXlsx({ sheets: { S: "" }, parts: { "xl/worksheets/sheet1.xml": changed } })).catch(
            (error: unknown) => expect(error).toBeInstanceOf(FileFault),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
