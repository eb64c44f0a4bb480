import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanFilename, contentDisposition, keyName } from "../../../lib/uploads/filename.ts";

describe("a file's name", () => {
  it.each([
    ["../../etc/passwd.csv", "passwd.csv"],
    ["C:\\Users\\Ann\\report.xlsx", "report.xlsx"],
    ["a\r\nX-Injected: 1.csv", "aX-Injected: 1.csv"],
    ["nul\0.pdf", "nul.pdf"],
    ["invoice\u202efdp.exe", "invoicefdp.exe"], // shown as invoiceexe.pdf while the mark was in it
    ["Zoë.csv", "Zo\u00eb.csv"], // NFC
    ["  spaced .csv ", "spaced .csv"],
    ["", ""],
  ])("is its base name without what could deceive: %j", (given, cleaned) => {
    expect(cleanFilename(given)).toBe(cleaned);
  });

  it("has at most 255 characters and keeps its extension, never half a character", () => {
    expect(cleanFilename(`${"x".repeat(300)}.csv`)).toBe(`${"x".repeat(251)}.csv`);
    const cut = cleanFilename(`${"x".repeat(250)}${"😀".repeat(30)}.csv`);
    expect(cut.isWellFormed()).toBe(true);
    expect(cut.length).toBeLessThanOrEqual(255);
    expect(cut).toMatch(/\.csv$/);
  });

  it("in an object key holds only what cannot mean anything, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
        const key = keyName(cleanFilename(name));
        expect(key).toMatch(/^[A-Za-z0-9._-]{0,200}$/);
      }),
    );
  });

  it("in a header stays within its quotes, and is told whole to those who read RFC 6266", () => {
    expect(contentDisposition('a"b\\c%d é.csv')).toBe(
      `attachment; filename="a_b_c_d _.csv"; filename*=UTF-8''a%22b%5Cc%25d%20%C3%A9.csv`,
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (name) => {
        const header = contentDisposition(cleanFilename(name));
        expect(header).toMatch(/^attachment; filename="[^"\\]*"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*$/);
        const encoded = header.split("UTF-8''")[1]!;
        expect(decodeURIComponent(encoded)).toBe(cleanFilename(name).toWellFormed());
      }),
    );
  });
});
