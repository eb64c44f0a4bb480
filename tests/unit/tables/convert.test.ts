import { describe, expect, it } from "vitest";
import { openRawTable } from "../../../lib/tables/convert.ts";
import { parseTableOptions } from "../../../lib/tables/options.ts";

async function open(text: string, options: unknown = {}) {
  const stream = (async function* () {
    yield Buffer.from(text);
  })();
  const source = { fileType: "csv" as const, filename: "test.csv", sizeBytes: text.length, stream };
  return openRawTable(source, parseTableOptions(options));
}

async function csvOf(text: string, options: unknown = {}): Promise<string> {
  let csv = "";
  for await (const piece of (await open(text, options)).csv()) csv += piece.toString();
  return csv;
}

async function ndjsonOf(text: string): Promise<string> {
  let lines = "";
  for await (const piece of (await open(text)).ndjson()) lines += piece;
  return lines;
}

describe("a table written as clean CSV", () => {
  it("has the names of its header as they are: blank, repeated, with spaces around", async () => {
    expect(await csvOf('x;;x; y \n1;2;3;"a,b"\n4;5;6;"c,d"\n')).toBe('x,,x, y \r\n1,2,3,"a,b"\r\n4,5,6,"c,d"\r\n');
  });

  it("has names made of a header's several lines, repeats among them", async () => {
    expect(await csvOf("id,name\nid,name\n1,Ann\n2,Bob\n")).toBe("id id,name name\r\n1,Ann\r\n2,Bob\r\n");
  });

  it("gives names by position to a table that has none", async () => {
    expect(await csvOf("1,a\n2,b\n", { header: false })).toBe("column_1,column_2\r\n1,a\r\n2,b\r\n");
  });

  it("is nothing at all where the file has no table", async () => {
    expect(await csvOf("\n\n")).toBe("");
  });

  it("quotes a lone blank cell, in the header as in a row, so that its line is not empty", async () => {
    expect(await csvOf('""\n1\n""\n2\n', { delimiter: ",", skip_rows: 0, skip_footer: 0 })).toBe(
      '""\r\n1\r\n""\r\n2\r\n',
    );
  });
});

describe("a table written as NDJSON", () => {
  it("has a name of its own for every column", async () => {
    expect(await ndjsonOf("x,,x\n1,2,3\n4,5,6\n")).toBe(
      '{"x":"1","column_2":"2","x_2":"3"}\n{"x":"4","column_2":"5","x_2":"6"}\n',
    );
  });
});
