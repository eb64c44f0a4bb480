/** Text of a DOCX: body, tables, lists and text boxes in order, then its foot- and endnotes. */
import type { XmlElement } from "../../../ooxml/xml-tree.ts";
import type { Extraction, SectionMethod } from "../../types.ts";
import { cleanText } from "../clean.ts";
import { finish, TEXT_LIMIT } from "../finish.ts";
import { isoTime, meaningful, type Properties } from "../properties.ts";
import type { Heading } from "../sections.ts";
import type { ReadOptions } from "../source.ts";
import { type Block, BodyReader } from "./body-reader.ts";
import { type HeadingStyles, headingStyles } from "./heading-styles.ts";
import { DocxParts } from "./open-docx.ts";

const MAX_BOLD_HEADING = 120; // code units
const READER = "ooxml 1";

/**
 * @param source path of the file, or its bytes
 * @throws {FileFault} FILE_CORRUPT, FILE_UNSAFE or FILE_ENCRYPTED
 * @throws the signal's reason, within a few hundred kilobytes of XML after it is aborted
 */
export async function extractDocx(source: string | Uint8Array, options: ReadOptions): Promise<Extraction> {
  await using parts = await DocxParts.open(source, options.signal);
  const styles = headingStyles(await parts.tree("styles"));
  const blocks = await readBlocks(parts, parts.main, styles, options);
  options.onProgress?.({ done: 80, total: 100 });
  for (const type of ["footnotes", "endnotes"]) {
    const part = parts.related(type);
    if (part !== null) blocks.push(...(await readBlocks(parts, part, styles, options)));
  }
  const { text, totalChars, headings, method } = compose(blocks);
  const properties = await readProperties(parts);
  options.onProgress?.({ done: 100, total: 100 });
  return finish({
    fileType: "docx",
    text,
    totalChars,
    headings,
    method,
    pages: [],
    pageCount: await storedPageCount(parts),
    pagesWithoutText: 0,
    properties,
    encoding: null,
    warnings: [],
    coverage: 1,
    extractor: READER,
  });
}

async function readBlocks(
  parts: DocxParts,
  part: string,
  styles: HeadingStyles,
  { signal }: ReadOptions,
): Promise<Block[]> {
  const reader = new BodyReader(styles);
  for await (const xml of parts.chunks(part)) {
    signal?.throwIfAborted();
    while (xml.next()) reader.take(xml);
  }
  return reader.blocks;
}

type Composed = { text: string; totalChars: number; headings: Heading[]; method: SectionMethod };

function compose(blocks: readonly Block[]): Composed {
  const isHeading = headingRule(blocks);
  const pieces: string[] = [];
  const headings: Heading[] = [];
  let length = 0;
  let before: Block | undefined;
  for (const block of blocks) {
    const text = cleanText(block.text).trim();
    if (text === "") continue;
    const gap = before === undefined ? "" : before.row && block.row ? "\n" : "\n\n";
    const start = length + gap.length;
    const level = isHeading(block);
    if (level !== null) headings.push({ start, level, title: text });
    if (length < TEXT_LIMIT) pieces.push(gap, text);
    length = start + text.length;
    before = block;
  }
  const styled = blocks.some(({ level }) => level !== null);
  return { text: pieces.join(""), totalChars: length, headings, method: styled ? "headings" : "heuristic" };
}

/** Heading styles where the document uses any; else short paragraphs that are bold throughout, as people make them by hand. */
function headingRule(blocks: readonly Block[]): (block: Block) => number | null {
  if (blocks.some(({ level }) => level !== null)) return ({ level }) => level;
  const bold = ({ bold, text, note, row }: Block) =>
    bold && !row && note === null && text.length <= MAX_BOLD_HEADING && !/[.,;:。]$/u.test(text);
  const mostlyBold = blocks.filter(bold).length * 2 > blocks.length;
  return mostlyBold ? () => null : (block) => (bold(block) ? 1 : null);
}

async function readProperties(parts: DocxParts): Promise<Properties> {
  const core = await parts.tree("core-properties");
  const text = (name: string) => core?.child(name)?.text;
  const created = text("created");
  return {
    title: meaningful(text("title")),
    author: meaningful(text("creator")),
    createdAt: created === undefined ? null : isoTime(created),
  };
}

/** What the program that saved the file last counted; many write 1 or nothing without laying the pages out. */
async function storedPageCount(parts: DocxParts): Promise<number | null> {
  const pages: XmlElement | undefined = (await parts.tree("extended-properties"))?.child("Pages");
  const count = Number(pages?.text ?? Number.NaN);
  return Number.isInteger(count) && count > 0 ? count : null;
}
