/** Text that a page does not draw itself: what was typed into the fields of a form, and text boxes put upon the page. */
import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Run } from "./geometry.ts";

/** What is used of what pdf.js says of an annotation; nothing of it is sure to be there. */
type Annotation = {
  subtype?: unknown;
  fieldType?: unknown;
  fieldValue?: unknown;
  password?: unknown;
  contentsObj?: { str?: unknown };
  defaultAppearanceData?: { fontSize?: unknown };
  annotationFlags?: unknown;
  rect?: unknown;
};

const UNSEEN = 2 | 32; // hidden, or not to be shown on a screen (ISO 32000-1, table 165)
const USUAL_SIZE = 10; // points; a field without a size of its own fits its text to its box
const LEADING = 1.2; // font sizes from line to line

/** One run for each line, at the place where it is shown. */
export async function annotationRuns(page: PDFPageProxy): Promise<Run[]> {
  const annotations: Annotation[] = await page.getAnnotations({ intent: "display" });
  return annotations.filter(isSeen).flatMap((annotation) => runsOf(annotation, textOf(annotation)));
}

function isSeen({ annotationFlags, password }: Annotation): boolean {
  return password !== true && (Number(annotationFlags ?? 0) & UNSEEN) === 0;
}

function textOf({ subtype, fieldType, fieldValue, contentsObj }: Annotation): string {
  if (subtype === "FreeText") return String(contentsObj?.str ?? "");
  if (subtype !== "Widget" || (fieldType !== "Tx" && fieldType !== "Ch")) return "";
  return [fieldValue ?? ""].flat().join(", ");
}

function runsOf({ rect, defaultAppearanceData }: Annotation, text: string): Run[] {
  const [left = 0, bottom = 0, right = 0, top = 0] = Array.isArray(rect) ? rect.map(Number) : [];
  const size = Number(defaultAppearanceData?.fontSize) || USUAL_SIZE;
  const lines = text.split(/\r\n?|\n/);
  // A single line stands in the middle of its box, several begin at its top.
  const first = lines.length > 1 ? top - size * LEADING : (top + bottom) / 2 - size * 0.35;
  return lines.flatMap((line, index) => {
    const clean = line.replaceAll(/[\u00a0\t]/g, " ").trim();
    if (clean === "") return [];
    const v = first - index * size * LEADING;
    return [{ text: clean, u0: left, u1: right, v, size, bold: false, tag: null }];
  });
}
