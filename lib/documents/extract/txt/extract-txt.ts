/** Text of a plain text file: its encoding found, its lines kept, its form feeds taken as page ends. */
import type { Extraction, Page, Warning } from "../../types.ts";
import { cleanText, truncate } from "../clean.ts";
import { finish, TEXT_LIMIT } from "../finish.ts";
import { NO_PROPERTIES } from "../properties.ts";
import type { ReadOptions, Source } from "../source.ts";
import { detectEncoding } from "./encodings.ts";
import { txtHeadings } from "./txt-headings.ts";

const READER = "text 1";

export async function extractTxt(source: Source, { signal, onProgress }: ReadOptions): Promise<Extraction> {
  const bytes = await source.bytes();
  signal?.throwIfAborted();
  const { name, guessed, bomBytes } = detectEncoding(bytes);
  const decoded = decode(bytes.subarray(bomBytes), name);
  onProgress?.({ done: 30, total: 100 });
  const { text, pages } = toPages(truncate(decoded, TEXT_LIMIT));
  signal?.throwIfAborted();
  const { headings, method } = txtHeadings(text);
  onProgress?.({ done: 60, total: 100 });
  const warnings: Warning[] = guessed
    ? [{ code: "ENCODING_GUESSED", message: `The file does not say how it is encoded; it was read as ${name}.` }]
    : [];
  return finish({
    fileType: "txt",
    text,
    totalChars: text.length + Math.max(0, decoded.length - TEXT_LIMIT),
    headings,
    method,
    pages,
    pageCount: pages.length > 0 ? pages.length : null,
    pagesWithoutText: 0,
    properties: NO_PROPERTIES,
    encoding: name,
    warnings,
    coverage: 1,
    extractor: READER,
  });
}

function decode(bytes: Uint8Array, encoding: string): string {
  if (encoding === "UTF-32LE" || encoding === "UTF-32BE") return decodeUtf32(bytes, encoding === "UTF-32LE");
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

/** Web platforms know no UTF-32, so it is read by hand; what is no code point becomes U+FFFD. */
function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  let points: number[] = [];
  for (let at = 0; at + 4 <= view.byteLength; at += 4) {
    const point = view.getUint32(at, littleEndian);
    points.push(point <= 0x10ffff ? point : 0xfffd);
    if (points.length === 4096) {
      pieces.push(String.fromCodePoint(...points));
      points = [];
    }
  }
  return pieces.join("") + String.fromCodePoint(...points);
}

/** The clean text, and its pages when form feeds part it: pages without gap, each from its first character on. */
function toPages(decoded: string): { text: string; pages: Page[] } {
  if (!decoded.includes("\f")) return { text: cleanText(decoded), pages: [] };
  const pages: Page[] = [];
  const pieces: string[] = [];
  let length = 0;
  for (const [index, part] of decoded.split("\f").entries()) {
    const content = cleanText(part);
    const gap = length === 0 || content === "" ? "" : "\n";
    pages.push({ page: index + 1, start: index === 0 ? 0 : length + gap.length, end: 0 });
    pieces.push(gap, content);
    length += gap.length + content.length;
  }
  const text = pieces.join("");
  for (const [index, page] of pages.entries()) page.end = pages[index + 1]?.start ?? text.length;
  return { text, pages };
}
