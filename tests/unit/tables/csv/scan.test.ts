import { describe, expect, it } from "vitest";
import { PLAIN, pieces, type ReadRows, readCsv, type Syntax } from "./read-csv.ts";

const MIB = 1024 * 1024;

const read = (text: string, syntax: Partial<Syntax> = {}): Promise<ReadRows> =>
  readCsv(pieces(text, 5), { ...PLAIN, ...syntax });
const rowsOf = async (text: string, syntax: Partial<Syntax> = {}) => (await read(text, syntax)).rows;

describe("lines", () => {
  it("ends a row at CRLF, LF and CR, also mixed in one file and without one at the end", async () => {
    expect(await rowsOf("a,b\r\n1,2\n3,4\r5,6")).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
    ]);
  });

  it("skips wholly empty lines and tells which rows follow one", async () => {
    const { rows, gaps } = await read("\r\n\r\na,b\r\n1,2\r\n\r\n3,4\r\n\n\n5,6\n\n");
    expect(rows).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
      ["5", "6"],
    ]);
    expect(gaps).toEqual([0, 2, 3]);
  });

  it("takes a CRLF that two reads cut in two for one line end", async () => {
    const { rows, gaps } = await readCsv([Buffer.from("a,b\r"), Buffer.from("\n1,2\r"), Buffer.from("\n")]);
    expect(rows).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
    expect(gaps).toEqual([]);
  });

  it("passes over title lines, blank ones counted and quotes in them unheeded", async () => {
    expect(await rowsOf('My "report\r\n\r\na,b\r\n1,2\r\n', { skip_rows: 2 })).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  it("counts a line of delimiters as a row of blank cells, a line of spaces as a row of one cell", async () => {
    expect(await rowsOf(",,\n  \n")).toEqual([["", "", ""], ["  "]]);
  });
});

describe("quoted fields", () => {
  it("counts a quoted line break as part of the cell, also across reads", async () => {
    expect(await rowsOf('a,"b\r\nc"\n"d,e",f\n')).toEqual([
      ["a", "b\r\nc"],
      ["d,e", "f"],
    ]);
  });

  it("undoes doubled quotes", async () => {
    expect(await rowsOf('"""a""",""""\n"x""y",""\n')).toEqual([
      ['"a"', '"'],
      ['x"y', ""],
    ]);
  });

  it("closes a field only where a delimiter, a line end or the end of the file follows", async () => {
    expect(await rowsOf('"a "b" c",1\n"end"')).toEqual([['a "b" c', "1"], ["end"]]);
  });

  it("leaves a field that only begins with a quoted word as it is, and does not join the next row to it", async () => {
    expect(await rowsOf('1,"Bob" Smith,x\n2,"Ann",y\n3,"12" pipe,z\n"4", "Cy",w\n')).toEqual([
      ["1", '"Bob" Smith', "x"],
      ["2", "Ann", "y"],
      ["3", '"12" pipe', "z"],
      ["4", "Cy", "w"],
    ]);
    expect(await rowsOf('1, "Bob" Smith, x\n2, "Ann", y\n', { delimiter: ", " })).toEqual([
      ["1", '"Bob" Smith', "x"],
      ["2", "Ann", "y"],
    ]);
  });

  it("still reads on to the next line where a quote of the field is left open or no later field opens", async () => {
    expect(await rowsOf('1,"He said "hi" and\nleft",x\n2,"Ann",y\n')).toEqual([
      ["1", 'He said "hi" and\nleft', "x"],
      ["2", "Ann", "y"],
    ]);
    expect(await rowsOf('1,"He is 6\'2" tall\nand strong",x\n2,"Ann",y\n')).toEqual([
      ["1", "He is 6'2\" tall\nand strong", "x"],
      ["2", "Ann", "y"],
    ]);
  });

  it("passes over blanks between a quoted field and its delimiters", async () => {
    expect(await rowsOf('a, "b, c" ,d\n\t"e"\t\n')).toEqual([["a", "b, c", "d"], ["e"]]);
  });

  it("leaves a quote inside an unquoted field as it is", async () => {
    expect(await rowsOf('5" pipe,a"b"\n')).toEqual([['5" pipe', 'a"b"']]);
  });

  it("undoes backslashes before quotes, delimiters, line ends and backslashes, inside quotes and outside", async () => {
    const escaped = await rowsOf('"a \\"b\\"",c\\,d,e\\\\f,\\N,"C:\\\\x\\n"\n1\\\n2,3\n', { escape: "\\" });
    expect(escaped).toEqual([
      ['a "b"', "c,d", "e\\f", "\\N", "C:\\x\\n"],
      ["1\n2", "3"],
    ]);
  });

  it("takes quotes for ordinary characters in a dialect without", async () => {
    expect(await rowsOf('"a,b"\n', { quote: null })).toEqual([['"a', 'b"']]);
  });

  it("leaves doubled quotes as they are in a dialect that does not mark them", async () => {
    expect(await rowsOf('"a ""b"" c",d\n', { escape: "" })).toEqual([['a ""b"" c', "d"]]);
  });
});

describe("delimiters", () => {
  it("takes the parts of a delimiter of several characters for text", async () => {
    expect(await rowsOf('a:b::c\n"x::y"::z:\n::\n', { delimiter: "::" })).toEqual([
      ["a:b", "c"],
      ["x::y", "z:"],
      ["", ""],
    ]);
  });

  it("takes a tab or space for a delimiter, not for a blank before a quote", async () => {
    expect(await rowsOf('a\t\t"b\tc"\n', { delimiter: "\t" })).toEqual([["a", "", "b\tc"]]);
    expect(await rowsOf('a "b c" d\n', { delimiter: " " })).toEqual([["a", "b c", "d"]]);
  });
});

describe("rows that cannot be read", () => {
  it("loses the row of a quote that is never closed and goes on at the next line", async () => {
    const { rows, lost } = await read('a,b\n1,"open\n2,y\n3,z\n');
    expect(rows).toEqual([["a", "b"], null, ["2", "y"], ["3", "z"]]);
    expect(lost).toEqual([{ row: 1, message: expect.stringContaining("not closed"), rawValue: '"open\n2,y\n3,z\n' }]);
  });

  it("gives a quote 1 MiB to be closed, and not a byte more", async () => {
    const longest = `a\n"${"x".repeat(MIB)}"\nb\n`;
    expect((await readCsv(pieces(longest, 65_536))).rows.map((row) => row?.[0]?.length)).toEqual([1, MIB, 1]);
    const longer = `a\n"${"x".repeat(MIB + 1)}"\nb\n`;
    expect((await readCsv(pieces(longer, 65_536))).rows).toEqual([["a"], null, ["b"]]);
  });

  it("goes on at the line after the one that opened the quote, however much text was searched", async () => {
    const { rows } = await readCsv(
      pieces(`a,b\n1,"open\n2,y\n${"3,zzzzzz\n".repeat(200_000)}4,end\n`, 65_536),
      PLAIN,
      10_000,
    );
    expect(rows.length).toBe(200_004);
    expect(rows.slice(1, 4)).toEqual([null, ["2", "y"], ["3", "zzzzzz"]]);
    expect(rows.at(-1)).toEqual(["4", "end"]);
  });

  it("loses a row with a field over 1 MiB", async () => {
    const { rows, lost } = await readCsv(pieces(`a,b\n1,${"x".repeat(MIB + 1)}\n2,y\n`, 65_536));
    expect(rows).toEqual([["a", "b"], null, ["2", "y"]]);
    expect(lost[0]?.rawValue).toBe("x".repeat(200));
  });

  it("loses a row of more than 65,536 cells and keeps one of so many", async () => {
    const { rows } = await readCsv(pieces(`${"1,".repeat(65_535)}1\n${"1,".repeat(65_536)}1\na\n`, 65_536));
    expect(rows.map((row) => row?.length)).toEqual([65_536, undefined, 1]);
  });

  it("reads a file of unclosed quotes in linear time", async () => {
    const { rows, lost } = await readCsv(pieces('"a\n"b ""\n'.repeat(100_000), 65_536), PLAIN, 10_000);
    expect(rows.length).toBe(200_000);
    expect(lost.length).toBe(200_000);
  });

  it("reads one line of 200 MB in the memory of 2 MiB", async () => {
    const block = Buffer.alloc(65_536, "x");
    const line = (function* () {
      yield Buffer.from("a,b\n");
      for (let mb = 0; mb < 200; mb++) for (let part = 0; part < 16; part++) yield block;
    })();
    const before = process.memoryUsage().rss;
    const { rows } = await readCsv(line);
    expect(rows).toEqual([["a", "b"], null]);
    expect(process.memoryUsage().rss - before).toBeLessThan(16 * MIB);
  });
});

it("reads rows of 16,384 columns", async () => {
  const row = Array.from({ length: 16_384 }, (_, column) => `c${column}`);
  const { rows } = await readCsv(pieces(`${row.join(",")}\n`.repeat(20), 65_536), PLAIN, 10_000);
  expect(rows.length).toBe(20);
  expect(rows[19]).toEqual(row);
});
