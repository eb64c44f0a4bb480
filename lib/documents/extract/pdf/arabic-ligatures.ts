/**
 * Arabic ligatures put right.
 *
 * pdf.js turns the letters of a right-to-left run around one by one. A glyph that stands for two letters (lam-alef, in
 * almost every line of Arabic) names them in reading order already, and comes out reversed. The page's drawing
 * operators still know the glyphs, in the same order as the runs: with their help the pairs are found and turned back.
 */
import { OPS, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";

const ARABIC = /\p{Script=Arabic}/u;
const LEFT_TO_RIGHT = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u;

/**
 * The texts of a page's runs, in drawing order, with their ligatures put right. Runs whose glyphs cannot be told for
 * certain are left as they are.
 */
export async function withLigaturesTurned(page: PDFPageProxy, texts: readonly string[]): Promise<string[]> {
  if (!texts.some((text) => ARABIC.test(text))) return [...texts];
  const glyphs = glyphTexts(await page.getOperatorList());
  if (!glyphs.some((glyph) => glyph.length > 1 && ARABIC.test(glyph))) return [...texts];
  let next = 0;
  return texts.map((text) => {
    const own: string[] = [];
    for (let missing = lengthWithoutBlanks(text); missing > 0 && next < glyphs.length; next++) {
      own.push(glyphs[next]!);
      missing -= glyphs[next]!.length;
    }
    return own.some((glyph) => glyph.length > 1) ? turned(text, own) : text;
  });
}

/** What each glyph stands for, blanks left out. */
function glyphTexts({ fnArray, argsArray }: { fnArray: readonly number[]; argsArray: readonly unknown[] }): string[] {
  const texts: string[] = [];
  for (const [index, operator] of fnArray.entries()) {
    if (operator !== OPS.showText) continue;
    const [glyphs] = argsArray[index] as [unknown[]];
    for (const glyph of glyphs) {
      if (typeof glyph !== "object" || glyph === null || !("unicode" in glyph)) continue;
      if (typeof glyph.unicode === "string" && glyph.unicode.trim() !== "") texts.push(glyph.unicode);
    }
  }
  return texts;
}

/** The text rebuilt from its glyphs, blanks kept; unchanged unless the same steps explain what pdf.js made of them. */
function turned(text: string, glyphs: readonly string[]): string {
  const ordered = inReadingOrder(glyphs);
  const asPdfJs = ordered.map((glyph) => [...glyph].reverse().join("")).join("");
  if (asPdfJs !== text.replaceAll(/\s/g, "")) return text;
  const letters = [...ordered.join("")];
  return [...text].map((character) => (character.trim() === "" ? character : (letters.shift() ?? ""))).join("");
}

/** Painted from left to right, read from the right, but for numbers and Latin words among them. */
function inReadingOrder(painted: readonly string[]): string[] {
  const ordered: string[] = [];
  let stretch: string[] = [];
  for (const glyph of painted.toReversed()) {
    if (LEFT_TO_RIGHT.test(glyph)) stretch.unshift(glyph);
    else {
      ordered.push(...stretch, glyph);
      stretch = [];
    }
  }
  return [...ordered, ...stretch];
}

function lengthWithoutBlanks(text: string): number {
  return text.replaceAll(/\s/g, "").length;
}
