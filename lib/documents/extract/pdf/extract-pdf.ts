/** Text of a PDF: page by page to lines, then all lines together to paragraphs, sections and an Extraction. */
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { FileFault } from "../../../errors.ts";
import type { Extraction, Page, Warning } from "../../types.ts";
import { cleanText } from "../clean.ts";
import { finish, TEXT_LIMIT } from "../finish.ts";
import { meaningful, NO_PROPERTIES, type Properties, pdfTime } from "../properties.ts";
import type { Heading } from "../sections.ts";
import type { ReadOptions, Source } from "../source.ts";
import { withBracketsUpright } from "./bidi-line.ts";
import { withoutFurniture } from "./furniture.ts";
import type { Line } from "./geometry.ts";
import { bodySizeOf, guessHeadings } from "./heading-guess.ts";
import { type OpenPdf, openPdf, PDF_READER } from "./open-pdf.ts";
import { type PlacedLine, placeOutline, readOutline } from "./outline.ts";
import { type FontWeights, pageRuns } from "./page-runs.ts";
import { type Paragraph, toParagraphs, usualLeading } from "./paragraphs.ts";
import { type KnownGutters, readingOrder } from "./reading-order.ts";
import { toLines, toSegments } from "./segments.ts";

const MIN_PAGE_CHARACTERS = 10; // letters and digits below which a page counts as textless
const CLEANUP_EVERY = 50; // pages after which pdf.js drops what it has cached

/**
 * @throws {FileFault} FILE_ENCRYPTED, FILE_CORRUPT or FILE_UNSAFE
 * @throws the signal's reason, at the next page after it is aborted
 */
export async function extractPdf(source: Source, options: ReadOptions): Promise<Extraction> {
  const pdf = await openPdf(() => source.bytes());
  try {
    return await readPdf(pdf, options);
  } finally {
    await pdf.close();
  }
}

async function readPdf({ document, rebuilt }: OpenPdf, options: ReadOptions): Promise<Extraction> {
  const { pages, unreadable } = await readPages(document, options);
  for (const index of rebuilt?.lostPages ?? []) unreadable.add(index);
  const readable = pages.length - unreadable.size;
  if (readable === 0) throw new FileFault("FILE_CORRUPT", "The PDF is damaged: no page of it can be read.");

  const allSize = bodySizeOf(pages);
  const kept = withoutFurniture(pages, allSize);
  const bodySize = bodySizeOf(kept);
  const paragraphs = toParagraphs(kept, usualLeading(kept), bodySize);
  const composed = compose(paragraphs, pages.length);
  const outline = placeOutline(await readOutline(document), composed.lines);
  const guessed = outline.length < 2 ? guessHeadings(paragraphs, bodySize) : null;
  const headings =
    guessed?.headings.map(({ paragraph, level }): Heading => {
      return { start: composed.starts[paragraph] ?? 0, level, title: composed.texts[paragraph] ?? "" };
    }) ?? outline;
  return finish({
    fileType: "pdf",
    text: composed.text,
    totalChars: composed.totalChars,
    headings: headings.filter(({ start }) => start < composed.text.length),
    method: guessed?.method ?? "outline",
    pages: composed.pages,
    pageCount: pages.length,
    pagesWithoutText: kept.filter((lines, index) => isTextless(lines) && !unreadable.has(index)).length,
    properties: await readProperties(document),
    encoding: null,
    warnings: partialWarnings(readable, pages.length, rebuilt),
    coverage: readable / (rebuilt?.pagesOnce ?? pages.length),
    extractor: PDF_READER,
  });
}

/** Lines of every page in reading order; a page that cannot be read has none and is named in `unreadable`. */
async function readPages(
  document: PDFDocumentProxy,
  { signal, onProgress }: ReadOptions,
): Promise<{ pages: Line[][]; unreadable: Set<number> }> {
  const tagged = await isTagged(document);
  const weights: FontWeights = new Map();
  const gutters: KnownGutters = new Set();
  const pages: Line[][] = [];
  const unreadable = new Set<number>(); // counted from 0
  for (let number = 1; number <= document.numPages; number++) {
    signal?.throwIfAborted();
    try {
      const page = await document.getPage(number);
      const turns = await pageRuns(page, weights, tagged);
      const columns = turns.flatMap((runs) => readingOrder(toSegments(runs), gutters));
      pages.push(columns.flatMap((segments, column) => toLines(segments, column, number)));
      page.cleanup();
    } catch (error) {
      if (error instanceof FileFault) throw error;
      pages.push([]); // one damaged page does not take the others with it
      unreadable.add(number - 1);
    }
    if (number % CLEANUP_EVERY === 0) await document.cleanup();
    onProgress?.({ done: number, total: document.numPages });
  }
  return { pages, unreadable };
}

async function isTagged(document: PDFDocumentProxy): Promise<boolean> {
  const marks: unknown = await document.getMarkInfo(); // a Map, whatever its declaration says
  return marks instanceof Map && marks.get("Marked") === true;
}

type Composed = {
  text: string;
  totalChars: number;
  starts: number[]; // of each paragraph
  texts: string[];
  lines: PlacedLine[];
  pages: Page[];
};

/** The paragraphs as one text, with the places of paragraphs, lines and pages in it. */
function compose(paragraphs: readonly Paragraph[], pageCount: number): Composed {
  const pieces: string[] = [];
  const starts: number[] = [];
  const texts: string[] = [];
  const lines: PlacedLine[] = [];
  const pageStarts = new Map<number, number>();
  let length = 0;
  for (const { text, lines: own, breaks, close } of paragraphs) {
    const clean = cleanText(own[0]?.rtl ? withBracketsUpright(text) : text);
    const gap = length === 0 ? "" : close ? "\n" : "\n\n";
    const start = length + gap.length;
    const first = own[0];
    if (first && !pageStarts.has(first.page)) pageStarts.set(first.page, start);
    for (const { page, offset } of breaks) {
      if (!pageStarts.has(page)) pageStarts.set(page, start + cleanText(text.slice(0, offset)).length);
    }
    // A heading may take several lines: the whole paragraph is what an outline's title is compared with.
    if (first) lines.push({ text: clean, start, page: first.page, v: first.v });
    starts.push(start);
    texts.push(clean);
    if (length < TEXT_LIMIT) pieces.push(gap, clean);
    length = start + clean.length;
  }
  return {
    text: pieces.join(""),
    totalChars: length,
    starts,
    texts,
    lines,
    pages: toPages(pageStarts, pageCount, length),
  };
}

/** Pages without gap: one without text is an empty span where the next begins. */
function toPages(starts: ReadonlyMap<number, number>, pageCount: number, length: number): Page[] {
  const pages: Page[] = [];
  let end = length;
  for (let page = pageCount; page >= 1; page--) {
    const start = page === 1 ? 0 : Math.min(end, starts.get(page) ?? end);
    pages.push({ page, start, end });
    end = start;
  }
  return pages.reverse();
}

function isTextless(lines: readonly Line[]): boolean {
  let characters = 0;
  for (const { text } of lines) characters += text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return characters < MIN_PAGE_CHARACTERS;
}

function partialWarnings(readable: number, pageCount: number, rebuilt: OpenPdf["rebuilt"]): Warning[] {
  if (readable === pageCount && !rebuilt) return [];
  const message = rebuilt
    ? `The PDF is damaged or cut off; ${readable} of ${rebuilt.pagesOnce} pages could be recovered.`
    : `${pageCount - readable} of ${pageCount} pages are damaged and could not be read.`;
  return [{ code: "PARTIAL_TEXT", message }];
}

async function readProperties(document: PDFDocumentProxy): Promise<Properties> {
  try {
    const { info, metadata } = await document.getMetadata();
    const said = new Map<string, unknown>(Object.entries(info));
    const author: unknown = metadata?.get("dc:creator");
    return {
      title: meaningful(said.get("Title")) ?? meaningful(metadata?.get("dc:title")),
      author: meaningful(said.get("Author")) ?? meaningful(Array.isArray(author) ? author.join(", ") : author),
      createdAt: pdfTime(said.get("CreationDate")),
    };
  } catch {
    return NO_PROPERTIES; // damaged properties say nothing
  }
}
