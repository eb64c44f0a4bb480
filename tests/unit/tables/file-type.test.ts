import { describe, expect, it } from "vitest";
import { checkTableContent, signatureOf } from "../../../lib/tables/file-type.ts";

const taken = (head: Buffer) => () => checkTableContent(head, "csv");

describe("the content of a csv file", () => {
  it("may be divided by control characters made for it", () => {
    for (const mark of ["\x01", "\x1e", "\x1f"]) expect(taken(Buffer.from(`a${mark}b\n1${mark}2\n`))).not.toThrow();
  });

  it("may hold vertical tabs and form feeds", () => {
    expect(taken(Buffer.from('"\t\n\v\f start",b\nd,e\n'))).not.toThrow();
  });

  it("may be UTF-32 of either byte order", () => {
    expect(taken(Buffer.from("0000feff0000006100000062", "hex"))).not.toThrow();
    expect(taken(Buffer.from("fffe00006100000062000000", "hex"))).not.toThrow();
  });

  it("is not that of a program or an archive", () => {
    expect(taken(Buffer.from([0, 1, 2, 3, 4, 5, 6, 7]))).toThrow("binary data");
    expect(taken(Buffer.from("PK\x03\x04rest"))).toThrow("zip");
  });
});

it("knows a format by its signature, and text by having none", () => {
  expect(signatureOf(Buffer.from("\x1f\x8b\x08", "latin1"))).toBe("gzip");
  expect(signatureOf(Buffer.from("a,b\n"))).toBeNull();
});
