/** Headings from a PDF's own outline (bookmarks), found again in its text. */
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { cleanText } from "../clean.ts";
import type { Heading } from "../sections.ts";

type Entries = Awaited<ReturnType<PDFDocumentProxy["getOutline"]>>;

/** An entry of the outline: its page (1-based), and the height on the page it points to, where it names one. */
export type OutlineEntry = { title: string; level: number; page: number; top: number | null };

/** A line of the text with its place. */
export type PlacedLine = { text: string; start: number; page: number; v: number };

const MAX_ENTRIES = 5_000;

/** The outline from top to bottom; entries that point nowhere in the document are left out. */
export async function readOutline(document: PDFDocumentProxy): Promise<OutlineEntry[]> {
  const found: OutlineEntry[] = [];
  const visit = async (entries: Entries, level: number): Promise<void> => {
    for (const { title, dest, items } of entries ?? []) {
      if (found.length >= MAX_ENTRIES) return;
      const place = await resolve(document, dest);
      const clean = cleanText(title).trim();
      if (place && clean !== "") found.push({ title: clean, level: Math.min(6, level), ...place });
      await visit(items, level + 1);
    }
  };
  try {
    await visit(await document.getOutline(), 1);
  } catch {
    return found; // a damaged outline is no reason to give the document up
  }
  return found;
}

async function resolve(
  document: PDFDocumentProxy,
  destination: string | unknown[] | null,
): Promise<{ page: number; top: number | null } | null> {
  try {
    const target = typeof destination === "string" ? await document.getDestination(destination) : destination;
    if (!Array.isArray(target)) return null;
    const [page, kind, ...numbers] = target;
    const index = typeof page === "number" ? page : await document.getPageIndex(page);
    const name = typeof kind === "object" && kind !== null && "name" in kind ? kind.name : null;
    const top = name === "XYZ" ? numbers[1] : name === "FitH" || name === "FitBH" ? numbers[0] : null;
    return { page: index + 1, top: typeof top === "number" ? top : null };
  } catch {
    return null; // points to a page that is not there
  }
}

/**
 * Where each entry's heading starts in the text: at the line on its page that reads like its title, else at the first
 * line below the place it points to, else at the page's first line. Entries never run backwards.
 */
export function placeOutline(entries: readonly OutlineEntry[], lines: readonly PlacedLine[]): Heading[] {
  const byPage = Map.groupBy(lines, ({ page }) => page);
  const headings: Heading[] = [];
  let from = 0;
  for (const { title, level, page, top } of entries) {
    const onPage = (byPage.get(page) ?? []).filter(({ start }) => start >= from);
    const line = matching(onPage, title) ?? (top === null ? onPage[0] : firstBelow(onPage, top));
    if (!line || headings.at(-1)?.start === line.start) continue;
    headings.push({ start: line.start, level, title });
    from = line.start;
  }
  return headings;
}

function matching(lines: readonly PlacedLine[], title: string): PlacedLine | undefined {
  const wanted = bare(title);
  if (wanted === "") return undefined;
  return (
    lines.find(({ text }) => bare(text) === wanted) ??
    lines.find(({ text }) => {
      const line = bare(text);
      return line.length >= 3 && (line.startsWith(wanted) || wanted.startsWith(line) || line.endsWith(wanted));
    })
  );
}

/** A destination names the top edge of the view, a little above the heading's baseline. */
function firstBelow(lines: readonly PlacedLine[], top: number): PlacedLine | undefined {
  return lines.find(({ v }) => v <= top + 2);
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
