/**
 * PDFs for tests, written out by hand (ISO 32000-1, 7.5): US letter pages, Helvetica and Helvetica-Bold, plain streams.
 */

/** Text drawn at a place, in points from the lower left corner. */
export type Drawn = { x: number; y: number; text: string; size?: number; bold?: boolean };

export type Plan = {
  pages: Drawn[][];
  info?: Record<string, string>;
  /** Entries of the outline, all on one level, each to the top of a page (1-based). */
  outline?: { title: string; page: number }[];
};

export function makePdf({ pages, info = {}, outline = [] }: Plan): Buffer {
  const objects: string[] = [];
  const add = (content: string) => objects.push(content); // gives the object's number
  const reserve = () => add("");

  const catalog = reserve();
  const tree = reserve();
  const regular = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  const bold = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
  const fonts = `<< /Font << /F1 ${regular} 0 R /F2 ${bold} 0 R >> >>`;
  const kids = pages.map((drawn) => {
    const stream = drawn.map(draw).join("\n");
    const content = add(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
    const box = "/MediaBox [0 0 612 792]";
    return add(`<< /Type /Page /Parent ${tree} 0 R ${box} /Resources ${fonts} /Contents ${content} 0 R >>`);
  });
  objects[tree - 1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`;

  let outlines = "";
  if (outline.length > 0) {
    const root = reserve();
    const first = objects.length + 1;
    for (const [index, { title, page }] of outline.entries()) {
      const next = index + 1 < outline.length ? `/Next ${first + index + 1} 0 R` : "";
      add(`<< /Title (${escaped(title)}) /Parent ${root} 0 R ${next} /Dest [${kids[page - 1]} 0 R /Fit] >>`);
    }
    objects[root - 1] =
      `<< /Type /Outlines /First ${first} 0 R /Last ${objects.length} 0 R /Count ${outline.length} >>`;
    outlines = `/Outlines ${root} 0 R`;
  }
  objects[catalog - 1] = `<< /Type /Catalog /Pages ${tree} 0 R ${outlines} >>`;
  const properties = add(
    `<< ${Object.entries(info)
      .map(([key, value]) => `/${key} (${escaped(value)})`)
      .join(" ")} >>`,
  );
  return written(objects, `/Root ${catalog} 0 R /Info ${properties} 0 R`);
}

function draw({ x, y, text, size = 10, bold = false }: Drawn): string {
  return `BT /${bold ? "F2" : "F1"} ${size} Tf 1 0 0 1 ${x} ${y} Tm (${escaped(text)}) Tj ET`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\()]/g, "\\$&");
}

function written(objects: readonly string[], trailer: string): Buffer {
  let file = "%PDF-1.4\n";
  const places = objects.map((content, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${content}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  const end = `trailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + end, "latin1");
}

/** Lines of running text one below the other, 12 points apart. */
export function lines(x: number, top: number, texts: readonly string[], style: Partial<Drawn> = {}): Drawn[] {
  return texts.map((text, index) => ({ x, y: top - index * 12, text, ...style }));
}
