import { describe, expect, it } from "vitest";
import { extractDocument } from "../../../../../lib/documents/extract/extract-document.ts";
import { makeZip } from "../../make-zip.ts";
import { makeDocx, type Parts, p, r, styled } from "./make-docx.ts";

async function extract(parts: Parts | Uint8Array) {
  const bytes = parts instanceof Uint8Array ? parts : makeDocx(parts);
  return extractDocument({ bytes, fileType: "docx" });
}

async function textOf(body: string) {
  return (await extract({ body })).text;
}

describe("text of a DOCX", () => {
  it("parts paragraphs by a blank line and keeps tabs and line breaks within them", async () => {
    const body = `${p("One.")}<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>`;
    expect(await textOf(body)).toBe("One.\n\na\tb\nc");
  });

  it("gives tables with cells by tab and rows by line, an inner table within its cell", async () => {
    const cell = (content: string) => `<w:tc>${content}</w:tc>`;
    const inner = `<w:tbl><w:tr>${cell(p("x"))}${cell(p("y"))}</w:tr></w:tbl>`;
    const body = `<w:tbl><w:tr>${cell(p("a") + p("b"))}${cell(p("c"))}</w:tr><w:tr>${cell(inner + p(""))}${cell(p("d"))}</w:tr></w:tbl>${p("After.")}`;
    expect(await textOf(body)).toBe("a b\tc\nx y\td\n\nAfter.");
  });

  it("includes lists, links and content controls, but neither field codes nor their placeholders' settings", async () => {
    const body = [
      p("item", '<w:numPr><w:ilvl w:val="0"/></w:numPr>'),
      `<w:p><w:hyperlink>${r("a link")}</w:hyperlink></w:p>`,
      `<w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent>${p("control")}</w:sdtContent></w:sdt>`,
      `<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>${r("7")}</w:p>`,
    ].join("");
    expect(await textOf(body)).toBe("item\n\na link\n\ncontrol\n\n7");
  });

  it("leaves deleted and moved-away text out and keeps what was inserted", async () => {
    const body = `<w:p>${r("kept ")}<w:del><w:r><w:delText>gone </w:delText></w:r></w:del><w:moveFrom>${r("moved ")}</w:moveFrom><w:ins>${r("new")}</w:ins></w:p>`;
    expect(await textOf(body)).toBe("kept new");
  });

  it("joins a paragraph whose mark was deleted with the next", async () => {
    expect(await textOf(p("first half", '<w:rPr><w:del w:id="1"/></w:rPr>') + p(" and second"))).toBe(
      "first half and second",
    );
  });

  it("takes no style from a tracked change of formatting", async () => {
    const before = '<w:pPrChange><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange>';
    const styles = '<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>';
    const { sections } = await extract({ body: p("Plain", before), styles });
    expect(sections.map(({ title }) => title)).toEqual([null]);
  });

  it("leaves out comments and hidden text", async () => {
    const body = `<w:p>${r("seen")}<w:commentRangeStart w:id="0"/>${r(" unseen", "<w:vanish/>")}<w:commentReference w:id="0"/></w:p>`;
    const more = { "word/comments.xml": "<comments><t>a remark</t></comments>" };
    expect((await extract({ body, more })).text).toBe("seen");
  });

  it("reads a text box once, though Word stores it twice, after the paragraph it hangs on", async () => {
    const box = (text: string) => `<w:txbxContent>${p(text)}</w:txbxContent>`;
    const twice = `<mc:AlternateContent><mc:Choice>${box("boxed")}</mc:Choice><mc:Fallback>${box("boxed")}</mc:Fallback></mc:AlternateContent>`;
    expect(await textOf(`<w:p>${r("host")}<w:r>${twice}</w:r>${r(" goes on")}</w:p>`)).toBe("host goes on\n\nboxed");
  });

  it("puts foot- and endnotes at the end, their separators left out", async () => {
    const footnotes = `<w:footnote w:type="separator" w:id="-1">${p("---")}</w:footnote><w:footnote w:id="1">${p("the note")}</w:footnote>`;
    expect((await extract({ body: p("body"), footnotes })).text).toBe("body\n\nthe note");
  });

  it("drops symbols of private fonts and keeps hyphens that do not break", async () => {
    const body =
      '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r></w:p>';
    expect(await textOf(body)).toBe("a-b");
  });
});

describe("sections of a DOCX", () => {
  const styles = [
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>',
    '<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>',
    '<w:style w:type="paragraph" w:styleId="h3"><w:name w:val="Heading 3"/></w:style>',
    '<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>',
  ].join("");

  it("come from heading styles: by outline level, by the style they are based on, by their built-in name", async () => {
    const body = [
      p("Before."),
      styled("berschrift1", "One"),
      p("a"),
      styled("Kapitel", "Two"),
      styled("h3", "Three"),
      styled("loop", "no"),
    ].join("");
    const { text, sections, section_method, metadata } = await extract({ body, styles });
    expect(section_method).toBe("headings");
    expect(sections.map(({ title, level }) => [title, level])).toEqual([
      [null, 1],
      ["One", 1],
      ["Two", 1],
      ["Three", 3],
    ]);
    expect(sections.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
    expect(metadata.title).toBe("One");
  });

  it("come from an outline level set on the paragraph itself, where 9 means body", async () => {
    const body = p("Deep", '<w:outlineLvl w:val="1"/>') + p("Body", '<w:outlineLvl w:val="9"/>');
    expect((await extract({ body })).sections.map(({ title, level }) => [title, level])).toEqual([["Deep", 2]]);
  });

  it("come from bold lines where no style tells, and from cuts where nothing does", async () => {
    const bold = `<w:p>${r("By hand", "<w:b/>")}</w:p>`;
    const guessed = await extract({ body: bold + p("Text.") + p("More text.") });
    expect(guessed.section_method).toBe("heuristic");
    expect(guessed.sections.map(({ title }) => title)).toEqual(["By hand"]);
    const plain = await extract({ body: p("Text.") });
    expect(plain.section_method).toBe("chunks");
    expect(plain.sections).toMatchObject([{ index: 0, title: null, level: 1, start: 0, end: 5, word_count: 1 }]);
  });
});

describe("properties of a DOCX", () => {
  it("gives title, author, time and the stored number of pages", async () => {
    const core =
      "<dc:title>The Harbour</dc:title><dc:creator>Anna Berg</dc:creator><dcterms:created>2024-03-01T00:30:00+01:00</dcterms:created>";
    const { metadata } = await extract({ body: p("Text."), core, app: "<Pages>12</Pages>" });
    expect(metadata).toMatchObject({
      title: "The Harbour",
      author: "Anna Berg",
      document_created_at: "2024-02-29T23:30:00.000Z",
      page_count: 12,
      needs_ocr: false,
      encoding: null,
    });
  });

  it("gives null where nothing is stored", async () => {
    expect((await extract({ body: p("Text.") })).metadata).toMatchObject({
      title: null,
      author: null,
      document_created_at: null,
      page_count: null,
    });
  });
});

describe("damaged and unsafe DOCX", () => {
  it("fails as FILE_CORRUPT when it is no zip, has no document, or its XML is broken", async () => {
    for (const bytes of [
      Buffer.from("no zip at all"),
      makeZip({ "word/other.xml": "<a/>" }),
      makeDocx({ body: "<w:p><w:r></w:p>" }),
      makeDocx({ body: p("Text.") }).subarray(0, 700),
    ]) {
      await expect(extract(bytes)).rejects.toMatchObject({ code: "FILE_CORRUPT" });
    }
  });

  it("fails as FILE_CORRUPT when a part does not match its checksum", async () => {
    const bytes = makeDocx({ body: p("Text.") });
    bytes[bytes.indexOf("Text.")] = 0x58;
    await expect(extract(bytes)).rejects.toMatchObject({ code: "FILE_CORRUPT" });
  });

  it("fails as FILE_UNSAFE when it declares a document type or an entity", async () => {
    const document =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="w"><w:body>&b;</w:body></w:document>';
    await expect(extract({ body: "", more: { "word/document.xml": document } })).rejects.toMatchObject({
      code: "FILE_UNSAFE",
    });
  });

  it("fails as FILE_UNSAFE when any entry, even one never read, unpacks to more than 200 times its size", async () => {
    const bomb = makeDocx(
      { body: p("Text."), more: { "word/media/image1.png": Buffer.alloc(11 * 2 ** 20) } },
      "deflated",
    );
    await expect(extract(bomb)).rejects.toMatchObject({ code: "FILE_UNSAFE" });
  });

  it("fails as FILE_UNSAFE with more than 10,000 entries", async () => {
    const more = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`word/media/${index}`, ""]));
    await expect(extract({ body: p("Text."), more })).rejects.toMatchObject({ code: "FILE_UNSAFE" });
  });
});
