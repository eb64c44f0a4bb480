/** The runs of one page as pdf.js finds them, turned upright. */
import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { FileFault } from "../../../errors.ts";
import { annotationRuns } from "./annotation-runs.ts";
import { withLigaturesTurned } from "./arabic-ligatures.ts";
import type { Run } from "./geometry.ts";

/** Whether a font is bold, by its internal name; kept for the whole document, since pages share their fonts. */
export type FontWeights = Map<string, boolean>;

type Content = Awaited<ReturnType<PDFPageProxy["getTextContent"]>>;
type Item = Content["items"][number];
type TextItem = Extract<Item, { str: string }>;
type StructureNode = Awaited<ReturnType<PDFPageProxy["getStructTree"]>>;
type Turn = 0 | 1 | 2 | 3; // quarter turns, counted against the clock

/** Also as typefaces of TeX name it: Nimbus "Medi", Computer Modern "BX". */
const BOLD_NAME = /bold|black|heavy|demi|medi(?!um)|cm(?:ss)?bx|sfbx|[-,]bd\b/i;

/** Pieces of text that one page may draw: a map has tens of thousands, and what a few bytes can unfold to has no end. */
const MAX_ITEMS = 100_000;

/**
 * Runs of a page by the way they are turned, the way with the most text first.
 *
 * @throws {FileFault} FILE_UNSAFE
 */
export async function pageRuns(page: PDFPageProxy, weights: FontWeights, tagged: boolean): Promise<Run[][]> {
  const content = await readContent(page, tagged);
  await learnWeights(page, content.items, weights);
  const tags = tagged ? headingTags(await page.getStructTree()) : new Map<string, number>();

  const texts = await withLigaturesTurned(
    page,
    content.items.filter(isText).map(({ str }) => str),
  );

  const byTurn = new Map<Turn, Run[]>([[0, []]]);
  const openTags: (number | null)[] = [];
  for (const item of content.items) {
    if (!isText(item)) {
      trackTag(item, openTags, tags);
      continue;
    }
    const text = texts
      .shift()!
      .replaceAll(/[\u00a0\t]/g, " ")
      .trim();
    if (text === "") continue; // the gaps between runs tell where blanks are
    const vertical = content.styles[item.fontName]?.vertical === true;
    const bold = weights.get(item.fontName) ?? false;
    const { turn, run } = toRun(item, vertical, { text, bold, tag: openTags.at(-1) ?? null });
    const runs = byTurn.get(turn);
    if (runs) runs.push(run);
    else byTurn.set(turn, [run]);
  }
  byTurn.get(0)!.push(...(await annotationRuns(page)));
  const length = (runs: Run[]) => runs.reduce((sum, { text }) => sum + text.length, 0);
  return [...byTurn.values()].sort((a, b) => length(b) - length(a));
}

/** As `getTextContent` reads it, but no further than a page may go. */
async function readContent(page: PDFPageProxy, tagged: boolean): Promise<Pick<Content, "items" | "styles">> {
  const options = { includeMarkedContent: tagged, disableNormalization: true };
  const reader: ReadableStreamDefaultReader<Content> = page.streamTextContent(options).getReader();
  const items: Item[] = [];
  const styles: Content["styles"] = {};
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { items, styles };
    items.push(...value.items);
    Object.assign(styles, value.styles);
    if (items.length <= MAX_ITEMS) continue;
    const fault = new FileFault("FILE_UNSAFE", `Page ${page.pageNumber} draws more than ${MAX_ITEMS} pieces of text.`);
    await reader.cancel(fault);
    throw fault;
  }
}

function isText(item: Item): item is TextItem {
  return "str" in item;
}

/** A run in upright coordinates: rotated text and vertical writing are turned until they read from left to right. */
function toRun(item: TextItem, vertical: boolean, about: Pick<Run, "text" | "bold" | "tag">): { turn: Turn; run: Run } {
  const [a, b, c, d, x, y] = item.transform as [number, number, number, number, number, number];
  const size = Math.hypot(c, d) || Math.hypot(a, b);
  const length = vertical ? item.height : item.width;
  // Vertical writing runs down the page and its lines go to the left: text turned by three quarters does the same.
  const turn = vertical ? 3 : quarterTurns(a, b);
  const [u, v] = upright(turn, x, y);
  return { turn, run: { ...about, u0: u, u1: u + length, v, size } };
}

function quarterTurns(a: number, b: number): Turn {
  if (Math.abs(b) <= Math.abs(a)) return a >= 0 ? 0 : 2;
  return b > 0 ? 1 : 3;
}

function upright(turn: Turn, x: number, y: number): [number, number] {
  if (turn === 0) return [x, y];
  if (turn === 1) return [y, -x];
  return turn === 2 ? [-x, -y] : [-y, x];
}

/**
 * pdf.js tells a font's real name only with a page's drawing operators; those are asked for on the few pages where a
 * font appears for the first time.
 */
async function learnWeights(page: PDFPageProxy, items: readonly Item[], weights: FontWeights): Promise<void> {
  const isNew = (item: Item): item is TextItem =>
    "str" in item && item.str.trim() !== "" && !weights.has(item.fontName);
  if (!items.some(isNew)) return;
  await page.getOperatorList();
  for (const item of items) {
    if (isNew(item)) weights.set(item.fontName, isBold(page, item.fontName));
  }
}

function isBold(page: PDFPageProxy, fontName: string): boolean {
  if (!page.commonObjs.has(fontName)) return false;
  const font: unknown = page.commonObjs.get(fontName);
  if (typeof font !== "object" || font === null) return false;
  const told = ("bold" in font && font.bold === true) || ("black" in font && font.black === true);
  return told || ("name" in font && typeof font.name === "string" && BOLD_NAME.test(font.name));
}

/** Keeps the stack of open marked contents: each takes over the heading level of the one around it. */
function trackTag(item: Exclude<Item, TextItem>, open: (number | null)[], tags: ReadonlyMap<string, number>): void {
  if (item.type === "endMarkedContent") open.pop();
  else open.push((item.id ? tags.get(item.id) : undefined) ?? open.at(-1) ?? null);
}

/** Heading levels by marked-content id, from the structure tags (H, H1 to H6, Title) of a tagged PDF. */
function headingTags(root: StructureNode): Map<string, number> {
  const levels = new Map<string, number>();
  const visit = (node: StructureNode, level: number | null): void => {
    const own = /^(?:H([1-6])?|Title)$/.exec(node.role);
    const current = own ? Number(own[1] ?? 1) : level;
    for (const child of node.children ?? []) {
      if ("role" in child) visit(child, current);
      else if (current !== null && child.type === "content" && typeof child.id === "string") {
        levels.set(child.id, current);
      }
    }
  };
  if (root) visit(root, null);
  return levels;
}
