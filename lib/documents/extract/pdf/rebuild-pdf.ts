/**
 * A PDF put together again from the objects that are left of it, when its own index and page tree are gone: usually
 * because the end of the file is missing.
 *
 * Every object found in the bytes is kept where it is; objects packed in object streams are written out plainly; a new
 * page tree, catalog and cross-reference table (ISO 32000-1, 7.5.4 and 7.7) are appended.
 */
import { constants, inflateSync } from "node:zlib";

const OBJECT_HEADER = /(?<=^|[\s>])(\d{1,8})\s+(\d{1,5})\s+obj\b/g;
const REFERENCE = /\b(\d{1,8})\s+\d{1,5}\s+R\b/g;
const PAGE = /\/Type\s*\/Page(?![A-Za-z])/;
const OBJECT_STREAM = /\/Type\s*\/ObjStm\b/;
const STREAM_START = /stream\r?\n/g;
const MAX_UNPACKED = 64 * 1024 * 1024; // bytes of one object stream
const MAX_OBJECTS = 2_000_000;

type Found = { number: number; generation: number; offset: number; dictionary: string; streamAt: number | null };

/** A rebuilt file: which of its pages (counted from 0) have lost all of their content, and how many it once had. */
export type RebuiltPdf = { bytes: Uint8Array; lostPages: number[]; pagesOnce: number };

/** Null when there is no page with content in what is left, or when it is encrypted. */
export function rebuildPdf(bytes: Uint8Array): RebuiltPdf | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  if (/\/Encrypt\s+\d/.test(source)) return null;
  const found = findObjects(source);
  const packed = found
    .filter(({ dictionary }) => OBJECT_STREAM.test(dictionary))
    .flatMap((o) => unpack(bytes, source, o));
  const contents = new Map([
    ...found.map(({ number, dictionary }): [number, string] => [number, dictionary]),
    ...packed.map(({ number, content }): [number, string] => [number, content]),
  ]);
  const pages = [...contents].filter(([, content]) => PAGE.test(content));
  const lostPages = pages.flatMap(([, content], index) => (hasContent(content, contents) ? [] : [index]));
  if (lostPages.length === pages.length) return null;

  const end = appendix(
    source.length,
    found,
    packed,
    pages.map(([number]) => number),
  );
  const rebuilt = new Uint8Array(bytes.length + end.length);
  rebuilt.set(bytes);
  rebuilt.set(end, bytes.length);
  return { bytes: rebuilt, lostPages, pagesOnce: Math.max(pages.length, highestCount(contents.values())) };
}

/** Whether a page draws anything that is still there. */
function hasContent(page: string, contents: ReadonlyMap<number, string>): boolean {
  const [, named = ""] = /\/Contents\s*(\[[^\]]*\]|\d+\s+\d+\s+R)/.exec(page) ?? [];
  return [...named.matchAll(REFERENCE)].some(([, number]) => contents.has(Number(number)));
}

/** The page tree's own count, when a node of it is left. */
function highestCount(contents: Iterable<string>): number {
  let highest = 0;
  for (const content of contents) {
    if (!/\/Type\s*\/Pages\b/.test(content)) continue;
    highest = Math.max(highest, Number(/\/Count\s+(\d{1,6})\b/.exec(content)?.[1] ?? 0));
  }
  return highest;
}

/** Objects in the order of the file; what stands inside a stream is not looked at. */
function findObjects(source: string): Found[] {
  const found: Found[] = [];
  OBJECT_HEADER.lastIndex = 0;
  for (
    let match = OBJECT_HEADER.exec(source);
    match && found.length < MAX_OBJECTS;
    match = OBJECT_HEADER.exec(source)
  ) {
    const bodyAt = match.index + match[0].length;
    const end = endOf(source, bodyAt, "endobj");
    STREAM_START.lastIndex = bodyAt;
    const stream = STREAM_START.exec(source);
    const streamAt = stream && stream.index < end ? stream.index + stream[0].length : null;
    found.push({
      number: Number(match[1]),
      generation: Number(match[2]),
      offset: match.index,
      dictionary: source.slice(bodyAt, stream && streamAt !== null ? stream.index : end),
      streamAt,
    });
    OBJECT_HEADER.lastIndex = streamAt === null ? bodyAt : endOf(source, streamAt, "endstream");
  }
  return found;
}

function endOf(source: string, from: number, word: string): number {
  const at = source.indexOf(word, from);
  return at < 0 ? source.length : at;
}

type Packed = { number: number; content: string };

/** Objects of an object stream (7.5.7): pairs of number and offset, then the objects themselves. */
function unpack(bytes: Uint8Array, source: string, { dictionary, streamAt }: Found): Packed[] {
  if (streamAt === null) return [];
  const first = Number(/\/First\s+(\d+)/.exec(dictionary)?.[1] ?? Number.NaN);
  const count = Number(/\/N\s+(\d+)/.exec(dictionary)?.[1] ?? Number.NaN);
  const data = inflated(bytes.subarray(streamAt, endOf(source, streamAt, "endstream")), dictionary);
  if (!data || !(first >= 0) || !(count >= 0)) return [];
  const numbers = data.slice(0, first).trim().split(/\s+/).map(Number);
  const objects: Packed[] = [];
  for (let index = 0; index < count; index++) {
    const number = numbers[index * 2];
    const start = numbers[index * 2 + 1];
    const end = numbers[index * 2 + 3] ?? data.length - first;
    if (number === undefined || start === undefined || first + start >= data.length) break;
    objects.push({ number, content: data.slice(first + start, first + end) });
  }
  return objects;
}

function inflated(data: Uint8Array, dictionary: string): string | null {
  if (!dictionary.includes("/FlateDecode")) return Buffer.from(data).toString("latin1");
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_UNPACKED };
    return inflateSync(data, options).toString("latin1");
  } catch {
    return null; // damaged itself; the other streams may still hold pages
  }
}

function appendix(base: number, found: readonly Found[], packed: readonly Packed[], pages: readonly number[]): Buffer {
  const entries = new Map(found.map(({ number, generation, offset }) => [number, { offset, generation }]));
  let text = "\nendstream\nendobj\n"; // closes whatever the cut has left open
  const add = (number: number, content: string) => {
    entries.set(number, { offset: base + text.length, generation: 0 });
    text += `${number} 0 obj\n${content}\nendobj\n`;
  };
  for (const { number, content } of packed) add(number, content);
  const highest = [...entries.keys()].reduce((most, number) => Math.max(most, number), 0);
  const root = highest + 1;
  const tree = highest + 2;
  const kids = pages.map((number) => `${number} ${entries.get(number)?.generation ?? 0} R`).join(" ");
  add(tree, `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`);
  add(root, `<< /Type /Catalog /Pages ${tree} 0 R >>`);

  const tableAt = base + text.length;
  const lines = [...entries].map(
    ([number, { offset, generation }]) =>
      `${number} 1\n${String(offset).padStart(10, "0")} ${String(generation).padStart(5, "0")} n \n`,
  );
  const trailer = `trailer\n<< /Size ${tree + 1} /Root ${root} 0 R >>\nstartxref\n${tableAt}\n%%EOF\n`;
  return Buffer.from(`${text}xref\n${lines.join("")}${trailer}`, "latin1");
}
