import { describe, expect, it } from "vitest";
import { FileFault } from "../../../lib/errors.ts";
import { openTable } from "../../../lib/tables/open-table.ts";
import { parseTableOptions } from "../../../lib/tables/options.ts";
import { checkText } from "./check-text.ts";

describe("what is checked", () => {
  it("reports blank cells by column, loads the rows without any", async () => {
    const { rows, failed, faults, valid } = await checkText("a,b\n1,2\n,3\n4,\n");
    expect({ rows, failed }).toEqual({ rows: 3, failed: 2 });
    expect(faults).toEqual(["2 a null-value: ", "3 b null-value: "]);
    expect(valid).toEqual({ 1: '{"a":1,"b":2}' });
  });

  it("takes the null values for blank, trimmed, and others for text", async () => {
    const { faults } = await checkText("a,b\nx,NULL\nx, N/A \nx,null\nx,NaN\nx,None\nx,NA\nx,nil\nx,-\nx,  \n");
    expect(faults).toEqual([
      "1 b null-value: NULL",
      "2 b null-value:  N/A ",
      "3 b null-value: null",
      "4 b null-value: NaN",
      "5 b null-value: None",
      "6 b null-value: NA",
      "9 b null-value:   ",
    ]);
  });

  it("loads blank cells as null where they are allowed", async () => {
    const { valid, failed } = await checkText("a,b\n1,x\n,y\nNA,\n", { options: { blank_cells: "allow" } });
    expect(failed).toBe(0);
    expect(valid).toEqual({ 1: '{"a":1,"b":"x"}', 2: '{"a":null,"b":"y"}', 3: '{"a":null,"b":null}' });
  });

  it("reports one extra-cell a row with the first extra cell, one missing-cell for each missing column", async () => {
    const { faults } = await checkText("a,b,c\n1,2,3\n1,2,3,4,5\n1\n1,2,3\n");
    expect(faults).toEqual(["2 - extra-cell: 4", "3 b missing-cell: -", "3 c missing-cell: -"]);
  });

  it("reports a row of cells with nothing in them once, also where blanks are allowed", async () => {
    const { faults, rows } = await checkText('a,b\n1,2\n,\n"", \n1,2\n\n\n3,4\n', {
      options: { blank_cells: "allow" },
    });
    expect(faults).toEqual(["2 - blank-row: -", "3 - blank-row: -"]);
    expect(rows).toBe(5);
  });

  it("reports a later value that does not fit the type of the first 1,000 rows", async () => {
    const { faults, schema } = await checkText(`n\n${"1\n".repeat(1_000)}x\n1.5\n`);
    expect(schema.fields).toEqual([{ name: "n", type: "integer" }]);
    expect(faults).toEqual(["1001 n type-error: x", "1002 n type-error: 1.5"]);
  });

  it("reports a row whose quote is never closed and goes on at the next line", async () => {
    const text = `a,b\n${'"x",1\n'.repeat(10)}"open,2\n${"y,3\n".repeat(3)}`;
    const { faults, rows, valid } = await checkText(text, { options: { quote: '"', delimiter: "," } });
    expect(rows).toBe(14);
    expect(faults).toEqual([expect.stringMatching(/^11 - parse-error: "open,2/)]);
    expect(valid[12]).toBe('{"a":"y","b":3}');
  });

  it("reports bytes that the encoding does not allow, and NUL characters", async () => {
    const text = Buffer.concat([Buffer.from("a,b\nx,"), Buffer.from([0xff]), Buffer.from("\ny,z\0\nü,ok\n")]);
    const { faults, valid } = await checkText(text, { options: { encoding: "utf-8" } });
    expect(faults).toEqual(["1 b encoding-error: \ufffd", "2 b encoding-error: z\0"]);
    expect(valid).toEqual({ 3: '{"a":"ü","b":"ok"}' });
  });

  it("reports text over 2,000 characters, counted as people count them", async () => {
    const schema = { fields: [{ name: "a", type: "string" }] };
    const text = `a\n${"é".repeat(2_000)}\n${"é".repeat(2_001)}\n${"😀".repeat(2_000)}\n${"x".repeat(2_001)}\n`;
    const { faults } = await checkText(text, { schema });
    expect(faults.map((fault) => fault.slice(0, 20))).toEqual(["2 a constraint-error", "4 a constraint-error"]);
  });

  it("reports integers outside 64 bits and keeps the digits of those inside", async () => {
    const schema = { fields: [{ name: "n", type: "integer" }] };
    const numbers = [
      "9223372036854775807",
      "9223372036854775808",
      "-9223372036854775808",
      "-9223372036854775809",
      "007",
    ];
    const { faults, valid } = await checkText(`n\n${numbers.join("\n")}\n`, { schema });
    expect(faults).toEqual(["2 n constraint-error: 9223372036854775808", "4 n constraint-error: -9223372036854775809"]);
    expect(valid).toEqual({ 1: '{"n":9223372036854775807}', 3: '{"n":-9223372036854775808}', 5: '{"n":7}' });
  });

  it("orders the findings of a row by column", async () => {
    const schema = {
      fields: [
        { name: "a", type: "integer", constraints: { unique: true, maximum: 9 } },
        { name: "b", type: "date" },
        { name: "c", constraints: { required: true } },
      ],
    };
    const { faults } = await checkText("a,b,c\n10,2024-01-01,x\n10,2024-02-30,,z\n", { schema });
    expect(faults).toEqual([
      "1 a constraint-error: 10",
      "2 a constraint-error: 10",
      "2 a unique-error: 10",
      "2 b type-error: 2024-02-30",
      "2 c null-value: ",
      "2 - extra-cell: z",
    ]);
  });
});

describe("values", () => {
  it("stores values typed: numbers with their digits, dates as ISO, texts trimmed and escaped", async () => {
    const text = [
      "id;price;ok;day;at;clock;name",
      '1;1234567890123.4567890;yes;31/01/2024;2024-01-31 13:05:00;13:05; "x" \\ y\t',
      "-2;0.10;NO;01/02/2024;2024-01-31T13:05:00.250+01:00;13:05:07;é\u0001",
      "0;1e-5;Yes;29/02/2024;2024-02-29T00:00Z;00:00:00;n",
    ].join("\n");
    const { valid, faults } = await checkText(text, { options: { quote: "" } });
    expect(faults).toEqual([]);
    expect(valid).toEqual({
      1: '{"id":1,"price":1234567890123.4567890,"ok":true,"day":"2024-01-31","at":"2024-01-31T13:05:00","clock":"13:05:00","name":"\\"x\\" \\\\ y"}',
      2: '{"id":-2,"price":0.10,"ok":false,"day":"2024-02-01","at":"2024-01-31T13:05:00.250+01:00","clock":"13:05:07","name":"é\\u0001"}',
      3: '{"id":0,"price":1e-5,"ok":true,"day":"2024-02-29","at":"2024-02-29T00:00:00Z","clock":"00:00:00","name":"n"}',
    });
  });

  it("keeps the spaces of texts where they are not to be trimmed, and of no other type", async () => {
    const schema = { fields: [{ name: "a" }, { name: "n", type: "integer" }] };
    const { valid } = await checkText("a,n\n x , 7 \ny ,+8\n", { schema, options: { trim: false } });
    expect(valid).toEqual({ 1: '{"a":" x ","n":7}', 2: '{"a":"y ","n":8}' });
  });

  it("reads a decimal comma where the options say so", async () => {
    const { schema, valid } = await checkText("a;b\n1,50;x\n2;y\n", { options: { decimal: "," } });
    expect(schema.fields[0]).toEqual({ name: "a", type: "number" });
    expect(valid).toEqual({ 1: '{"a":1.50,"b":"x"}', 2: '{"a":2,"b":"y"}' });
  });

  it("does not take a null word for a number that it looks like", async () => {
    const schema = { fields: [{ name: "n", type: "integer" }], missingValues: ["", "-999"] };
    const { valid } = await checkText("n,m\n-999,a\n5,\n", { schema });
    expect(valid).toEqual({ 1: '{"n":null,"m":"a"}', 2: '{"n":5,"m":null}' });
  });
});

describe("schema and columns", () => {
  it("matches columns by name in any order and checks others as any", async () => {
    const schema = { fields: [{ name: "b", type: "integer" }] };
    const { valid, columns, faults } = await checkText("a,b\nx,1\n,y\n", { schema });
    expect(columns).toEqual(["a", "b"]);
    expect(valid).toEqual({ 1: '{"a":"x","b":1}' });
    expect(faults).toEqual(["2 b type-error: y"]);
  });

  it("refuses a file that lacks columns of the schema, naming them", async () => {
    const schema = { fields: [{ name: "id" }, { name: "a" }, { name: "zip" }] };
    const refused = checkText("a,b\n1,2\n", { schema });
    await expect(refused).rejects.toThrow(FileFault);
    await expect(refused).rejects.toThrow('The file lacks the columns "id", "zip" of the schema; it has "a", "b"');
  });

  it("names blank and repeated columns by place and count", async () => {
    const { columns } = await checkText("a,,a,a_2,a, \n1,2,3,4,5,6\n");
    expect(columns).toEqual(["a", "column_2", "a_3", "a_2", "a_4", "column_6"]);
  });

  it("names all columns by place in a file without header", async () => {
    const { columns, valid } = await checkText("1,x\n2,y\n", { options: { header: false } });
    expect(columns).toEqual(["column_1", "column_2"]);
    expect(valid[2]).toBe('{"column_1":2,"column_2":"y"}');
  });

  it("takes a header without rows for a table of no rows", async () => {
    expect(await checkText("a,b\n")).toMatchObject({ rows: 0, columns: ["a", "b"] });
  });

  it("compares unique values, not their texts, and leaves blanks out", async () => {
    const schema = {
      fields: [
        { name: "i", type: "integer", constraints: { unique: true } },
        { name: "n", type: "number", constraints: { unique: true } },
        { name: "d", type: "date", format: "%d/%m/%Y", constraints: { unique: true } },
        { name: "s", constraints: { unique: true } },
      ],
    };
    const text = "i,n,d,s\n7,1.5,1/2/2024,x\n+7,1.50,01/02/2024, x \n,,,\n8,150e-2,,\n9,-0,,\n10,0.0,,\n";
    const { faults } = await checkText(text, { schema });
    expect(faults).toEqual([
      "2 i unique-error: +7",
      "2 n unique-error: 1.50",
      "2 d unique-error: 01/02/2024",
      "2 s unique-error:  x ",
      "3 - blank-row: -",
      "4 n unique-error: 150e-2",
      "6 n unique-error: 0.0",
    ]);
  });

  it("takes spaces around a text for a part of it where nothing is trimmed", async () => {
    const schema = {
      fields: [
        { name: "s", constraints: { unique: true } },
        { name: "n", type: "integer" },
      ],
    };
    const text = 's,n\na,1\n a,2\n"a ",3\n a,x\n"a ",4\n';
    const { faults } = await checkText(text, { schema, options: { trim: false } });
    expect(faults).toEqual(["4 s unique-error:  a", "4 n type-error: x", "5 s unique-error: a "]);
  });

  it("compares the columns of a primary key together, and none of them may be blank", async () => {
    const schema = { fields: [{ name: "a" }, { name: "b" }], primaryKey: ["a", "b"] };
    const { faults } = await checkText("a,b\n1,2\n1,3\n12,\n1,2\n", { schema });
    expect(faults).toEqual(["3 b null-value: ", "4 - unique-error: 1, 2"]);
  });

  it("tells of a repeated key before its columns, whatever else is wrong with the row", async () => {
    const schema = { fields: [{ name: "a", constraints: { unique: true } }, { name: "b" }], primaryKey: ["a", "b"] };
    const { faults } = await checkText("a,b\n1,2\n1,2\n1,2,3\n", { schema });
    const repeated = (row: number) => [`${row} - unique-error: 1, 2`, `${row} a unique-error: 1`];
    expect(faults).toEqual([...repeated(2), ...repeated(3), "3 - extra-cell: 3"]);
  });
});

describe("title, notes and footer", () => {
  it("leaves out lines above the header and rows below the table, and says how many", async () => {
    const { dialect, rows, failed } = await checkText("Report\n\na;b;c\n1;2;x\n2;3;y\nTotal;;\n");
    expect({ rows, failed }).toEqual({ rows: 2, failed: 0 });
    expect(dialect).toMatchObject({ delimiter: ";", skip_rows: 2, skip_footer: 1 });
  });

  it("leaves out as many last rows as the options say", async () => {
    const { rows, dialect } = await checkText("a,b\n1,2\n3,4\n5,6\n7,8\n", { options: { skip_footer: 2 } });
    expect(rows).toBe(2);
    expect(dialect.skip_footer).toBe(2);
  });

  it("keeps footer-like rows that are followed by data, as rows", async () => {
    const { faults, rows, dialect } = await checkText("a,b,c\n1,2,3\nnote,,\n4,5,6\n");
    expect(rows).toBe(3);
    expect(faults).toEqual(["2 b null-value: ", "2 c null-value: "]);
    expect(dialect.skip_footer).toBe(0);
  });
});

describe("chunks", () => {
  const table = `id,name\n${Array.from({ length: 25_000 }, (_, row) => `${row + 1},n${row % 100}`).join("\n")}\n`;

  it("hands on 10,000 rows at a time", async () => {
    const { chunks, rows, valid } = await checkText(table, { pieceBytes: 10_000 });
    expect({ chunks, rows }).toEqual({ chunks: 3, rows: 25_000 });
    expect(valid[25_000]).toBe('{"id":25000,"name":"n99"}');
  });

  it("goes on behind the rows that an earlier attempt has stored", async () => {
    const { rows, valid } = await checkText(table, { skipRows: 10_000 });
    expect(rows).toBe(15_000);
    expect(Object.keys(valid)[0]).toBe("10001");
  });

  it("remembers the values of rows that an earlier attempt has stored", async () => {
    const schema = { fields: [{ name: "id", constraints: { unique: true } }, { name: "name" }] };
    const { faults } = await checkText("id,name\n1,a\n2,b\n3,c\n1,d\n2,e\n4,f\n", { schema, skipRows: 3 });
    expect(faults).toEqual(["4 id unique-error: 1", "5 id unique-error: 2"]);
  });

  it("counts rows past max_errors and says that findings were left out", async () => {
    const text = `a,b\n${",x\n".repeat(10)}`;
    const { faults, failed, errorsTruncated } = await checkText(text, { options: { max_errors: 3 } });
    expect({ findings: faults.length, failed, errorsTruncated }).toEqual({
      findings: 3,
      failed: 10,
      errorsTruncated: true,
    });
  });

  it("finds repeated values past max_errors, also those of rows full of faults", async () => {
    const fields = ["a", "b", "c"].map((name) => ({ name, type: "integer" }));
    const schema = { fields: [...fields, { name: "id", constraints: { unique: true } }] };
    const text = "a,b,c,id\n1,1,1,J\nx,x,x,K,extra\n2,2,2,K\n3,3,3,L\n";
    const { failed, valid } = await checkText(text, { schema, options: { max_errors: 1 } });
    expect({ failed, loaded: Object.keys(valid) }).toEqual({ failed: 2, loaded: ["1", "4"] });
  });

  it("makes no JSON where rows are not to be loaded", async () => {
    expect(await checkText(table, { options: { load_rows: false } })).toMatchObject({ rows: 25_000, valid: {} });
  });
});

describe("the file's stream", () => {
  /** A source that tells whether it was let go of, and how much was asked of it. */
  function watchedSource(text: string) {
    const seen = { closed: false, pieces: 0 };
    const stream = (async function* () {
      try {
        for (; seen.pieces < 2_000; seen.pieces++) yield Buffer.from(text);
      } finally {
        seen.closed = true;
      }
    })();
    return { seen, source: { fileType: "csv" as const, filename: "x.csv", sizeBytes: 1e9, stream } };
  }
  const rows = "1,2\n".repeat(20_000);
  const options = parseTableOptions({});

  it("is closed when the caller stops early", async () => {
    const { seen, source } = watchedSource(rows);
    const table = await openTable(source, { options });
    for await (const _ of table.check()) break;
    expect(seen.closed).toBe(true);
  });

  it("is closed when the file does not fit the schema, or its encoding is unknown", async () => {
    const misfit = watchedSource(rows);
    await expect(openTable(misfit.source, { options, schema: { fields: [{ name: "x" }] } })).rejects.toThrow(FileFault);
    expect(misfit.seen.closed).toBe(true);
    const unknown = watchedSource(rows);
    const inKlingon = openTable(unknown.source, { options: parseTableOptions({ encoding: "klingon" }) });
    await expect(inKlingon).rejects.toThrow(FileFault);
    expect(unknown.seen.closed).toBe(true);
  });

  it("is read no further than the caller asks for", async () => {
    const { seen, source } = watchedSource(rows);
    const chunks = (await openTable(source, { options })).check();
    await chunks.next();
    expect(seen.pieces).toBeLessThan(10);
    await chunks.return();
  });

  it("is left at the next chunk when the signal says so", async () => {
    const { seen, source } = watchedSource(rows);
    const stop = new AbortController();
    const table = await openTable(source, { options });
    const reading = (async () => {
      for await (const _ of table.check({ signal: stop.signal })) stop.abort(new Error("cancelled"));
    })();
    await expect(reading).rejects.toThrow("cancelled");
    expect(seen.closed).toBe(true);
  });
});
