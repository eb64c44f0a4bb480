import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as XLSX from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRawTable } from "../../../lib/tables/convert.ts";
import { openTable } from "../../../lib/tables/open-table.ts";
import { parseTableOptions } from "../../../lib/tables/options.ts";
import { makeXlsx } from "../../support/ooxml/make-xlsx.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sheets-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Rows = unknown[][];
type BookType = "xlsx" | "biff8" | "biff5" | "biff2";

type Book = { fileType: "xlsx" | "xls"; path: string; filename: string; sizeBytes: number };

/** A workbook of one sheet per list of rows. */
function book(sheets: Record<string, Rows>, bookType: BookType): Book {
  const workbook = XLSX.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    XLSX.utils.book_append_sheet(workbook, XLSX.utils.aoa_to_sheet(rows, { UTC: true, cellDates: false }), name);
  }
  const fileType = bookType === "xlsx" ? ("xlsx" as const) : ("xls" as const);
  const path = join(folder, `${Math.random()}.${fileType}`);
  writeFileSync(path, XLSX.write(workbook, { type: "buffer", bookType }) as Buffer);
  return { fileType, path, filename: `book.${fileType}`, sizeBytes: statSync(path).size };
}

async function check(source: Book, options: unknown = {}, schema?: unknown) {
  const table = await openTable(source, { options: parseTableOptions(options), schema });
  const rows: string[] = [];
  const faults: string[] = [];
  let count = 0;
  for await (const chunk of table.check()) {
    count += chunk.rows;
    const { json, ends } = chunk.valid!;
    for (const [index, end] of ends.entries()) rows.push(json.toString("utf8", ends[index - 1] ?? 0, end));
    for (const { row, column_name, error_type, raw_value } of chunk.findings) {
      faults.push(`${row} ${column_name ?? "-"} ${error_type}: ${raw_value ?? "-"}`);
    }
  }
  return { rows, faults, count, dialect: table.dialect, fields: table.schema.fields };
}

const day = { t: "n", v: 45322, z: "yyyy-mm-dd" };
const moment = { t: "n", v: 45322.5, z: "yyyy-mm-dd hh:mm" };
const clock = { t: "n", v: 0.25, z: "hh:mm:ss" };

async function joined(pieces: AsyncIterable<string | Buffer>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece.toString();
  return text;
}

describe.each(["xlsx", "biff8", "biff5"] as const)("a workbook written as %s", (bookType) => {
  it("gives typed values: numbers, dates, times, truth values and text", async () => {
    const rows = [
      ["id", "price", "day", "at", "clock", "ok", "name"],
      [1, 1.5, day, moment, clock, true, "n"],
      [2, -0.1, day, moment, clock, false, "x"],
    ];
    const { rows: json, fields, faults } = await check(book({ Data: rows }, bookType));
    expect(faults).toEqual([]);
    expect(fields.map(({ type }) => type)).toEqual([
      "integer",
      "number",
      "date",
      "datetime",
      "time",
      "boolean",
      "string",
    ]);
    expect(json[0]).toBe(
      '{"id":1,"price":1.5,"day":"2024-01-31","at":"2024-01-31T12:00:00","clock":"06:00:00","ok":true,"name":"n"}',
    );
  });

  it("takes absent cells for blank ones, skips absent rows, ignores blank rows below the table", async () => {
    const rows = [["a", "b"], [1, 2], [3], [], [null, 4], ["", ""], ["", ""]];
    const { faults, count } = await check(book({ Data: rows }, bookType));
    expect(count).toBe(3);
    expect(faults).toEqual(["2 b null-value: ", "3 a null-value: "]);
  });

  it("reads the sheet that the options name, by name or place, and says which there are", async () => {
    const source = book({ One: [["a"], [1]], Two: [["b"], [2]] }, bookType);
    expect((await check(source, { sheet: "Two" })).rows).toEqual(['{"b":2}']);
    expect((await check(source, { sheet: 2 })).rows).toEqual(['{"b":2}']);
    expect((await check(source)).dialect).toMatchObject({ sheet: "One", delimiter: null, header: true });
    await expect(check(source, { sheet: "Three" })).rejects.toThrow(/"Three".*"One", "Two"/);
  });

  it("leaves out titles above and notes below the table", async () => {
    const rows = [["Sales report"], [], ["id", "city", "sum"], [1, "Rome", 10.5], [2, "Oslo", 11], ["Source: us"]];
    const { dialect, faults, count } = await check(book({ Data: rows }, bookType));
    expect(faults).toEqual([]);
    expect(count).toBe(2);
    expect(dialect).toMatchObject({ skip_rows: 1, skip_footer: 1 });
  });

  it("takes a date of the file for a date whatever pattern the schema has for texts", async () => {
    const schema = { fields: [{ name: "d", type: "date", format: "%d/%m/%Y" }] };
    const { rows, faults } = await check(book({ Data: [["d"], [day], ["01/02/2024"], [45322]] }, bookType), {}, schema);
    expect(rows).toEqual(['{"d":"2024-01-31"}', '{"d":"2024-02-01"}']);
    expect(faults).toEqual(["3 d type-error: 45322"]);
  });
});

it("takes error cells for text, which no typed column allows", async () => {
  const rows = [["n"], [1], [{ t: "e", v: 0x2a }], [{ t: "e", v: 0x07 }]];
  const schema = { fields: [{ name: "n", type: "number" }] };
  expect((await check(book({ Data: rows }, "xlsx"), {}, schema)).faults).toEqual([
    "2 n type-error: #N/A",
    "3 n type-error: #DIV/0!",
  ]);
  expect((await check(book({ Data: rows }, "biff8"), {}, schema)).faults).toEqual([
    "2 n type-error: #N/A",
    "3 n type-error: #DIV/0!",
  ]);
});

it("keeps what a sheet holds as a number a number in a column of no type", async () => {
  const schema = { fields: [{ name: "a" }] };
  const { rows } = await check(
    book(
      {
        Data: [
          ["a", "b"],
          ["x", 1.5],
          [7, true],
          ["y", "007"],
        ],
      },
      "xlsx",
    ),
    {},
    schema,
  );
  expect(rows).toEqual(['{"a":"x","b":1.5}', '{"a":"7","b":true}', '{"a":"y","b":"007"}']);
});

it("refuses a file that is no workbook", async () => {
  const path = join(folder, "no.xls");
  writeFileSync(path, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 1, 2, 3]));
  const source = { fileType: "xls" as const, path, filename: "no.xls", sizeBytes: 11 };
  await expect(check(source)).rejects.toMatchObject({ name: "FileFault", code: "FILE_CORRUPT" });
});

describe("conversion", () => {
  const rows = [
    ["id", "day", "note"],
    [1, day, 'a,"b"'],
    [2, null, "x"],
  ];

  it("writes a sheet as clean csv", async () => {
    const table = await openRawTable(book({ Data: rows }, "xlsx"), parseTableOptions({}));
    const csv = await joined(table.csv());
    expect(csv).toBe('id,day,note\r\n1,2024-01-31,"a,""b"""\r\n2,,x\r\n');
  });

  it("writes a sheet as lines of JSON, blank cells as null", async () => {
    const table = await openRawTable(book({ Data: rows }, "biff8"), parseTableOptions({}));
    const lines = await joined(table.ndjson());
    expect(lines).toBe('{"id":1,"day":"2024-01-31","note":"a,\\"b\\""}\n{"id":2,"day":null,"note":"x"}\n');
  });
});

it("counts the rows that skip_rows names as Excel numbers them, absent and formatted ones too", async () => {
  const sheet = [["made by hand"], [], ["a", "b"], [1, 2]];
  for (const bookType of ["xlsx", "biff8"] as const) {
    const { rows, dialect } = await check(book({ S: sheet }, bookType), { skip_rows: 2 });
    expect(rows).toEqual(['{"a":1,"b":2}']);
    expect(dialect.skip_rows).toBe(2);
  }
});

it("finds the header below more rows than are looked at ahead", async () => {
  const notes = Array.from({ length: 1500 }, (_, at) => [`note ${at}`]);
  const { rows } = await check(book({ S: [...notes, ["a", "b"], [1, 2]] }, "xlsx"), { skip_rows: 1500 });
  expect(rows).toEqual(['{"a":1,"b":2}']);
});

it("gives a time of an old workbook to the millisecond, not cut to its second", async () => {
  const rows = [["at"], [{ t: "n", v: 40293.7118518518, z: "yyyy-mm-dd hh:mm:ss" }]];
  const [xlsx, xls] = await Promise.all([check(book({ S: rows }, "xlsx")), check(book({ S: rows }, "biff8"))]);
  expect(xlsx.rows).toEqual(['{"at":"2010-04-25T17:05:04"}']);
  expect(xls.rows).toEqual(xlsx.rows);
});

/** A row in which thousands of cells share one text, the longest that a cell may have, below rows of numbers. */
function sharingBook(rowsAbove: number): Book {
  const row = (cells: string) => `<row>${cells}</row>`;
  const rows = [
    row('<c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c>'),
    ...Array.from({ length: rowsAbove }, (_, at) => row(`<c><v>${at}</v></c><c><v>${at * 7919}</v></c>`)),
    row('<c t="s"><v>0</v></c>'.repeat(2_100)),
    row("<c><v>1</v></c><c><v>2</v></c>"),
  ];
  const path = join(folder, `${Math.random()}.xlsx`);
  const strings = `<si><t>${"x".repeat(32_767)}</t></si>`;
  writeFileSync(path, makeXlsx({ sheets: { S: rows.join("") }, strings }));
  return { fileType: "xlsx", path, filename: "book.xlsx", sizeBytes: statSync(path).size };
}

it("loses a row of more than 64 MiB and goes on with the next", async () => {
  const { count, faults, rows } = await check(sharingBook(20_000));
  expect(count).toBe(20_002);
  expect(faults).toEqual([`20001 - parse-error: ${"x".repeat(200)}`]);
  expect(rows.at(-1)).toBe('{"a":1,"b":2}');
});

it("refuses a sheet that says a hundred times what it holds, by texts that its cells share", async () => {
  await expect(check(sharingBook(0))).rejects.toMatchObject({ code: "FILE_UNSAFE" });
});
