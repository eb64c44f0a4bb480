import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { extractDocument } from "../../../../../lib/documents/extract/extract-document.ts";
import type { ReadOptions } from "../../../../../lib/documents/extract/source.ts";
import { type Drawn, lines, makePdf, type Plan } from "./make-pdf.ts";

const FIXTURES = new URL("../../../../fixtures/documents/", import.meta.url);

async function extract(plan: Plan | Uint8Array, options: ReadOptions = {}) {
  const bytes = plan instanceof Uint8Array ? plan : makePdf(plan);
  return extractDocument({ bytes, fileType: "pdf", ...options });
}

async function textOf(pages: Drawn[][]) {
  return (await extract({ pages })).text;
}

/** Ten lines of about the same width, so that each is full. */
const BODY = [
  "The harbour was built in the winter of the great flood, when the",
  "council had already decided that the old quay must be given up",
  "and that a new one should be made of stone instead of wood, as",
  "the engineers of the province had asked for years without being",
  "heard by anyone at all.",
];
const OTHER = [
  "Nobody in the town had seen a steam crane before that spring, and",
  "people came from the villages to watch it lift whole blocks out of",
  "the barges and set them down on the wall as lightly as a hen sets",
  "down an egg.",
];

describe("text of a PDF", () => {
  it("reflows the lines of a paragraph and parts paragraphs by a blank line", async () => {
    const text = await textOf([[...lines(72, 700, BODY), ...lines(72, 628, OTHER)]]);
    expect(text).toBe(`${BODY.join(" ")}\n\n${OTHER.join(" ")}`);
  });

  it("ends a paragraph at a line on which the next word would have fitted, without any gap below", async () => {
    const text = await textOf([lines(72, 700, [...BODY, ...OTHER])]);
    expect(text).toBe(`${BODY.join(" ")}\n\n${OTHER.join(" ")}`);
  });

  it("joins a word hyphenated at a line end when the next line starts in lower case", async () => {
    const full = "It was clear to everybody in the room that the infra-";
    expect(await textOf([lines(72, 700, [full, "structure was old."])])).toBe(
      "It was clear to everybody in the room that the infrastructure was old.",
    );
  });

  it("keeps the hyphen of a word that has one elsewhere too", async () => {
    const text = await textOf([
      [
        ...lines(72, 700, ["The engineers of the province preferred a stone-", "built quay."]),
        ...lines(72, 640, ["A stone-built quay costs more."]),
      ],
    ]);
    expect(text).toBe("The engineers of the province preferred a stone-built quay.\n\nA stone-built quay costs more.");
  });

  it("reads two columns one after the other, below a heading that spans both", async () => {
    const left = lines(
      72,
      660,
      BODY.map((line) => line.slice(0, 40)),
    );
    const right = lines(
      330,
      660,
      OTHER.map((line) => line.slice(0, 40)),
    );
    const acrossRows = [...left, ...right].sort((a, b) => b.y - a.y || a.x - b.x);
    const text = await textOf([
      [{ x: 72, y: 700, text: "A heading that spans both of the columns below", size: 20 }, ...acrossRows],
    ]);
    expect(text.indexOf("heard by anyone")).toBeLessThan(text.indexOf("Nobody in the town"));
    expect(text.indexOf("spans both")).toBeLessThan(text.indexOf("The harbour"));
  });

  it("keeps the rows of a table together, cells parted by tabs", async () => {
    const row = (y: number, cells: string[]) => cells.map((text, column) => ({ x: 72 + column * 150, y, text }));
    const text = await textOf([[...row(700, ["Station", "Depth"]), ...row(684, ["North quay", "4.2"])]]);
    expect(text).toBe("Station\tDepth\nNorth quay\t4.2");
  });

  it("puts list items on lines of their own", async () => {
    const text = await textOf([lines(72, 700, ["- the first thing", "- the second thing", "- the third thing"])]);
    expect(text).toBe("- the first thing\n- the second thing\n- the third thing");
  });

  it("goes on with a paragraph over a page end, and the page begins where its first word stands", async () => {
    const { text, pages } = await extract({ pages: [lines(72, 100, BODY.slice(0, 3)), lines(72, 700, BODY.slice(3))] });
    expect(text).toBe(BODY.join(" "));
    const second = text.indexOf("the engineers");
    expect(pages).toEqual([
      { page: 1, start: 0, end: second },
      { page: 2, start: second, end: text.length },
    ]);
  });
});

describe("running heads and page numbers", () => {
  const page = (number: number, head: string): Drawn[] => [
    { x: 72, y: 760, text: head, size: 8 },
    ...lines(
      72,
      700,
      BODY.map((line) => `${"abcdef"[number]} ${line}`),
    ),
    { x: 300, y: 30, text: `Page ${number} of 4`, size: 8 },
  ];

  it("are removed when they repeat on at least half of four pages, numbers masked", async () => {
    const { text } = await extract({ pages: [1, 2, 3, 4].map((number) => page(number, "Harbour Studies")) });
    expect(text).not.toContain("Harbour Studies");
    expect(text).not.toContain("Page");
    expect(text).toContain("heard by anyone at all");
  });

  it("are removed when left and right pages take turns, each with half", async () => {
    const heads = ["Harbour Studies", "The Flood", "Harbour Studies", "The Flood"];
    const { text } = await extract({ pages: heads.map((head, index) => page(index + 1, head)) });
    expect(text).not.toContain("Harbour Studies");
    expect(text).not.toContain("The Flood");
  });

  it("stay in a document of three pages, and where each page has its own", async () => {
    const three = await extract({ pages: [1, 2, 3].map((number) => page(number, "Harbour Studies")) });
    expect(three.text).toContain("Harbour Studies");
    const own = await extract({
      pages: [1, 2, 3, 4].map((number) => page(number, ["North", "East", "South", "West"][number - 1]!)),
    });
    expect(own.text).toContain("South");
  });

  it("are not taken out of pages that hold nothing else", async () => {
    const pages = [1, 2, 3, 4, 5].map((number) => [{ x: 72, y: 700, text: `This is the text of page ${number}` }]);
    const { text, metadata } = await extract({ pages });
    expect(text.match(/This is the text/g)).toHaveLength(5);
    expect(metadata.needs_ocr).toBe(false);
  });

  it("are not mistaken for body text that begins alike on every page", async () => {
    const same = [1, 2, 3, 4].map(() => lines(72, 700, BODY));
    const { text } = await extract({ pages: same });
    expect(text.match(/The harbour was built/g)).toHaveLength(4);
  });
});

describe("sections of a PDF", () => {
  const chapter = (title: string): Drawn[] => [
    { x: 72, y: 700, text: title, size: 16, bold: true },
    ...lines(72, 670, BODY),
  ];

  it("come from its outline where it has one", async () => {
    const { sections, section_method } = await extract({
      pages: [chapter("One"), chapter("Two")],
      outline: [
        { title: "One", page: 1 },
        { title: "Two", page: 2 },
      ],
    });
    expect(section_method).toBe("outline");
    expect(sections.map(({ title, level, page_start }) => [title, level, page_start])).toEqual([
      ["One", 1, 1],
      ["Two", 1, 2],
    ]);
  });

  it("else from headings that are larger than the body, by size", async () => {
    const { sections, section_method } = await extract({
      pages: [[{ x: 72, y: 740, text: "The whole story", size: 22 }, ...chapter("One")], chapter("Two")],
    });
    expect(section_method).toBe("heuristic");
    expect(sections.map(({ title, level }) => [title, level])).toEqual([
      ["The whole story", 1],
      ["One", 2],
      ["Two", 2],
    ]);
  });

  it("cover the text without gap or overlap, text before the first heading included", async () => {
    const { text, sections } = await extract({
      pages: [[...lines(72, 760, OTHER), ...chapter("One").slice(0, 1), ...lines(72, 660, BODY)]],
    });
    expect(sections.map(({ title }) => title)).toEqual([null, "One"]);
    expect(sections.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
  });
});

describe("properties of a PDF", () => {
  it("gives title, author and the time of its making in UTC", async () => {
    const { metadata } = await extract({
      pages: [lines(72, 700, BODY)],
      info: { Title: "The Harbour", Author: "Anna Berg", CreationDate: "D:20240229235900+01'00'" },
    });
    expect(metadata).toMatchObject({
      title: "The Harbour",
      author: "Anna Berg",
      document_created_at: "2024-02-29T22:59:00.000Z",
      page_count: 1,
      language: "en",
    });
  });

  it("takes the first heading for the title when the properties say untitled or name a file", async () => {
    for (const title of ["untitled", "Microsoft Word - report.docx", " "]) {
      const pages = [[{ x: 72, y: 740, text: "The real name", size: 22 }, ...lines(72, 700, BODY)]];
      expect((await extract({ pages, info: { Title: title } })).metadata).toMatchObject({
        title: "The real name",
        author: null,
      });
    }
  });
});

describe("scanned PDFs", () => {
  it("complete with needs_ocr and no text", async () => {
    const { text, sections, metadata, warnings } = await extract({ pages: [[], []] });
    expect(text).toBe("");
    expect(sections).toEqual([]);
    expect(metadata).toMatchObject({ needs_ocr: true, pages_without_text: 2, page_count: 2, language: "und" });
    expect(warnings.map(({ code }) => code)).toEqual(["NEEDS_OCR"]);
  });

  it("count a page of fewer than 10 letters or digits as textless, and half of the pages as enough", async () => {
    const { metadata, warnings } = await extract({
      pages: [[{ x: 72, y: 700, text: "123456789" }], lines(72, 700, BODY)],
    });
    expect(metadata).toMatchObject({ needs_ocr: true, pages_without_text: 1 });
    expect(warnings.map(({ code }) => code)).toEqual(["PARTIAL_TEXT"]);
    const most = await extract({ pages: [[], lines(72, 700, BODY), lines(72, 700, OTHER)] });
    expect(most.metadata).toMatchObject({ needs_ocr: false, pages_without_text: 1 });
    expect(most.warnings).toEqual([]);
  });
});

describe("damaged, protected and huge PDFs", () => {
  const whole = makePdf({ pages: [lines(72, 700, BODY), lines(72, 700, OTHER)] });

  it("are read when the cross-reference table is wrong or the end mark is missing", async () => {
    const text = whole.toString("latin1");
    for (const damaged of [text.replace(/startxref\n\d+/, "startxref\n7"), text.slice(0, text.indexOf("startxref"))]) {
      const { metadata, warnings } = await extract(Buffer.from(damaged, "latin1"));
      expect(metadata.page_count).toBe(2);
      expect(warnings).toEqual([]);
    }
  });

  it("are read as far as they go when cut in the middle", async () => {
    const cut = whole.subarray(0, whole.indexOf("Nobody in the town"));
    const { text, warnings, coverage } = await extract(cut);
    expect(text).toBe(BODY.join(" "));
    expect(warnings.map(({ code }) => code)).toEqual(["PARTIAL_TEXT"]);
    expect(coverage).toBe(0.5);
  });

  it("fail as FILE_CORRUPT when no page can be had", async () => {
    await expect(extract(whole.subarray(0, 200))).rejects.toMatchObject({ code: "FILE_CORRUPT" });
    await expect(extract(Buffer.from("%PDF-1.4\n"))).rejects.toMatchObject({ code: "FILE_CORRUPT" });
  });

  it("fail as FILE_ENCRYPTED behind a user password, and are read behind an owner password", async () => {
    const user = await readFile(new URL("user-password.pdf", FIXTURES));
    await expect(extract(user)).rejects.toMatchObject({ code: "FILE_ENCRYPTED" });
    const { text } = await extract(await readFile(new URL("owner-password.pdf", FIXTURES)));
    expect(text).toContain("The harbour was built");
  });

  it("fail as FILE_UNSAFE over 5,000 pages", async () => {
    const pages = Array.from({ length: 5_001 }, () => []);
    await expect(extract({ pages })).rejects.toMatchObject({ code: "FILE_UNSAFE" });
  });
});

describe("a reading in progress", () => {
  const pages = [1, 2, 3].map(() => lines(72, 700, BODY));

  it("tells of each page", async () => {
    const seen: number[] = [];
    await extract({ pages }, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual([1 / 3, 2 / 3, 1]);
  });

  it("stops at the next page once it is aborted", async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const reading = extract(
      { pages },
      {
        signal: abort.signal,
        onProgress: ({ done }) => {
          seen.push(done);
          abort.abort(new Error("cancelled"));
        },
      },
    );
    await expect(reading).rejects.toThrow("cancelled");
    expect(seen).toEqual([1]);
  });

  it("gives the same bytes the same result, and leaves the caller's bytes alone", async () => {
    const bytes = makePdf({ pages });
    const before = Buffer.from(bytes);
    expect(await extract(bytes)).toEqual(await extract(bytes));
    expect(bytes.equals(before)).toBe(true);
  });
});

describe("a page that draws without end", () => {
  it("is refused once it has drawn more than any page does", async () => {
    const dots = Array.from({ length: 100_001 }, (_, at) => ({
      x: (at % 10) * 60,
      y: Math.floor(at / 10) % 780,
      text: "a",
    }));
    await expect(extract({ pages: [dots] })).rejects.toMatchObject({ code: "FILE_UNSAFE" });
  });
});

describe("what stands on a page without being drawn by it", () => {
  const form = (annotations: string) => {
    const pdf = makePdf({ pages: [[{ x: 72, y: 700, text: "Name:" }, ...lines(72, 600, BODY)]] });
    return Buffer.from(pdf.toString("latin1").replace("/Resources", `/Annots [${annotations}] /Resources`), "latin1");
  };
  const field = (more: string) => `<< /Type /Annot /Subtype /Widget /Rect [110 692 300 712] /FT /Tx /T (a) ${more} >>`;

  it("is read where it is shown: the text of form fields and of text boxes", async () => {
    const box =
      "<< /Type /Annot /Subtype /FreeText /Rect [72 480 300 520] /DA (/Helv 10 Tf) /Contents (Seen by the mayor) >>";
    const { text } = await extract(form(`${field("/V (Ada Lovelace)")} ${box}`));
    expect(text).toBe(`Name: Ada Lovelace\n\n${BODY.join(" ")}\n\nSeen by the mayor`);
  });

  it("stays out when it is hidden, a password or a button", async () => {
    const button = "<< /Type /Annot /Subtype /Widget /Rect [110 692 300 712] /FT /Btn /T (b) /V /Yes >>";
    const { text } = await extract(form(`${field("/V (no) /F 2")} ${field("/V (no) /Ff 8192")} ${button}`));
    expect(text).toBe(`Name:\n\n${BODY.join(" ")}`);
  });
});
