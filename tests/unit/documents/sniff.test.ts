import { describe, expect, it } from "vitest";
import { sniffDocument } from "../../../lib/documents/sniff.ts";
import { openByteSource } from "../../../lib/ooxml/byte-source.ts";
import { makeZip } from "./make-zip.ts";

async function sniff(filename: string, content: string | Uint8Array) {
  const bytes = typeof content === "string" ? Buffer.from(content, "latin1") : content;
  return sniffDocument(filename, await openByteSource(bytes));
}

const DOCX = makeZip({ "[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>" });
const XLSX = makeZip({ "[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>" });
const OLE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and the rest";
const PNG = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

describe("sniffDocument", () => {
  it("accepts each kind by its content, whatever the case of the extension", async () => {
    expect(await sniff("a.PDF", "%PDF-1.7\n")).toEqual({ ok: true, fileType: "pdf", mimeType: "application/pdf" });
    expect(await sniff("a.b.Docx", DOCX)).toMatchObject({ ok: true, fileType: "docx" });
    expect(await sniff("a.txt", "plain words\n")).toEqual({ ok: true, fileType: "txt", mimeType: "text/plain" });
  });

  it("finds the PDF header anywhere in the first 1,024 bytes, and no further", async () => {
    expect(await sniff("a.pdf", `${" ".repeat(1019)}%PDF-1.4`)).toMatchObject({ ok: true });
    expect(await sniff("a.pdf", `${" ".repeat(1020)}%PDF-1.4`)).toMatchObject({
      ok: false,
      reason: "content_mismatch",
    });
  });

  it("refuses what it does not know by its extension, also without one", async () => {
    expect(await sniff("a.exe", "MZ")).toMatchObject({ ok: false, reason: "extension", extension: "exe" });
    expect(await sniff("README", "text")).toMatchObject({ ok: false, reason: "extension", extension: "" });
    expect(await sniff("a.xlsx", XLSX)).toMatchObject({ ok: false, reason: "extension" });
  });

  it("names the mismatch between extension and content", async () => {
    const cases: [string, string | Uint8Array, string | null][] = [
      ["a.pdf", PNG, "image/png"],
      ["a.txt", PNG, "image/png"],
      ["a.txt", "%PDF-1.4", "application/pdf"],
      ["a.docx", "%PDF-1.4", "application/pdf"],
      ["a.docx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
      ["a.docx", makeZip({ "notes.md": "# hi" }), "application/zip"],
      ["a.docx", "plain words", "text/plain"],
    ];
    for (const [name, content, detected] of cases) {
      expect(await sniff(name, content)).toMatchObject({ ok: false, reason: "content_mismatch", detected });
    }
  });

  it("tells an old .doc from a new one under either extension", async () => {
    for (const name of ["a.doc", "a.docx"]) {
      expect(await sniff(name, OLE)).toMatchObject({ reason: "legacy_doc", detected: "application/msword" });
    }
  });

  it("calls a zip whose list of contents cannot be read no docx", async () => {
    expect(await sniff("a.docx", DOCX.subarray(0, DOCX.length - 30))).toMatchObject({ reason: "not_a_docx" });
    expect(await sniff("a.docx", "\0\x01\x02\x03")).toMatchObject({ reason: "not_a_docx", detected: null });
  });

  it("takes NUL bytes for text only in UTF-16 and UTF-32", async () => {
    expect(await sniff("a.txt", Buffer.from("plain words\n", "utf16le"))).toMatchObject({ ok: true });
    expect(await sniff("a.txt", "\xff\xfe\0\0h\0\0\0")).toMatchObject({ ok: true });
    expect(await sniff("a.txt", "plain\0words")).toMatchObject({ reason: "content_mismatch", detected: null });
  });

  it("allows one control byte in a hundred, and no more", async () => {
    expect(await sniff("a.txt", `\x01${"x".repeat(99)}`)).toMatchObject({ ok: true });
    expect(await sniff("a.txt", `\x01${"x".repeat(98)}`)).toMatchObject({ ok: false });
    expect(await sniff("a.txt", "\f\t\r\n\x1b$B")).toMatchObject({ ok: true });
  });
});
