/**
 * Whether an upload is the kind of document its name says, by its bytes alone.
 *
 * Two looks: at the first bytes, and for a DOCX at the list of contents at the end of its zip. What the client claimed
 * as Content-Type plays no part.
 */
import type { ByteSource } from "../ooxml/byte-source.ts";
import { readZipDirectory, ZipDirectoryFault } from "../ooxml/zip-directory.ts";
import type { FileType } from "./types.ts";

export const MIME_TYPES: Record<FileType, string> = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  txt: "text/plain",
};

/** How many bytes from the start are looked at. */
export const SNIFF_BYTES = 64 * 1024;

export type SniffReason = "extension" | "content_mismatch" | "legacy_doc" | "not_a_docx";

/** `detected` is the MIME type the bytes look like, null when they look like nothing known. */
export type Sniffed =
  | { ok: true; fileType: FileType; mimeType: string }
  | { ok: false; reason: SniffReason; extension: string; detected: string | null };

const MAX_ENTRIES = 100_000; // more than extraction accepts: that is not for the upload to judge
const WORD_MAIN_PART = /^word\/document\d*\.xml$/i;
const OLE = "application/x-ole-storage";
const ZIP = "application/zip";

/** Beginnings of formats that are no text: offset, then bytes. */
const SIGNATURES: [mimeType: string, offset: number, bytes: string][] = [
  ["application/pdf", 0, "%PDF-"],
  [ZIP, 0, "PK\x03\x04"],
  [ZIP, 0, "PK\x05\x06"],
  [OLE, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["image/png", 0, "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/gif", 0, "GIF87a"],
  ["image/gif", 0, "GIF89a"],
  ["image/webp", 8, "WEBP"],
  ["image/tiff", 0, "II*\0"],
  ["image/tiff", 0, "MM\0*"],
  ["image/heic", 4, "ftypheic"],
  ["video/mp4", 4, "ftyp"],
  ["audio/wav", 8, "WAVEfmt"],
  ["audio/mpeg", 0, "ID3"],
  ["audio/ogg", 0, "OggS\0"],
  ["audio/flac", 0, "fLaC"],
  ["application/gzip", 0, "\x1f\x8b"],
  ["application/x-bzip2", 0, "BZh"],
  ["application/x-xz", 0, "\xfd7zXZ\0"],
  ["application/zstd", 0, "\x28\xb5\x2f\xfd"],
  ["application/x-7z-compressed", 0, "7z\xbc\xaf\x27\x1c"],
  ["application/vnd.rar", 0, "Rar!\x1a\x07"],
  ["application/x-elf", 0, "\x7fELF"],
  ["application/wasm", 0, "\0asm"],
  ["application/java-vm", 0, "\xca\xfe\xba\xbe"],
  ["application/vnd.sqlite3", 0, "SQLite format 3\0"],
];

/**
 * @param filename as the client sent it; only what follows the last dot counts, in any case
 * @param content the stored file; at most its first 64 KiB, and for a DOCX its zip directory, are read
 */
export async function sniffDocument(filename: string, content: Pick<ByteSource, "size" | "read">): Promise<Sniffed> {
  const extension = extensionOf(filename);
  const start = await content.read(0, SNIFF_BYTES);
  const detected = await detectFormat(start);
  const refuse = (reason: SniffReason, found = detected): Sniffed => ({
    ok: false,
    reason,
    extension,
    detected: found,
  });
  const accept = (fileType: FileType): Sniffed => ({ ok: true, fileType, mimeType: MIME_TYPES[fileType] });

  if (extension === "pdf") return hasPdfHeader(start) ? accept("pdf") : refuse("content_mismatch");
  if (extension === "txt") return detected === MIME_TYPES.txt ? accept("txt") : refuse("content_mismatch");
  if (extension === "doc" && detected === OLE) return refuse("legacy_doc", "application/msword");
  if (extension !== "docx") return refuse("extension");
  if (detected === OLE) return refuse("legacy_doc", "application/msword");
  if (detected !== ZIP) return refuse(detected === null ? "not_a_docx" : "content_mismatch");
  const names = await zipNames(content);
  if (!names) return refuse("not_a_docx");
  return names.some((name) => WORD_MAIN_PART.test(name)) ? accept("docx") : refuse("content_mismatch", zipKind(names));
}

function extensionOf(filename: string): string {
  const dot = filename.lastIndexOf(".");
  return dot < 0 ? "" : filename.slice(dot + 1).toLowerCase();
}

/** MIME type that the first bytes look like: a known signature, else plain text, else null. */
async function detectFormat(start: Uint8Array): Promise<string | null> {
  for (const [mimeType, offset, signature] of SIGNATURES) {
    if (Buffer.from(start.subarray(offset, offset + signature.length)).toString("latin1") === signature)
      return mimeType;
  }
  return (await looksLikeText(start)) ? MIME_TYPES.txt : null;
}

/** Some programs write a few bytes before the header; readers look for it in the first 1,024 (ISO 32000-1, annex H). */
function hasPdfHeader(start: Uint8Array): boolean {
  return Buffer.from(start.subarray(0, 1024)).includes("%PDF-");
}

/** No NUL bytes but in UTF-16 or UTF-32, and at most one control byte in a hundred beside those of plain text. */
async function looksLikeText(start: Uint8Array): Promise<boolean> {
  if (start.includes(0)) {
    const { detectEncoding } = await import("./extract/txt/encodings.ts"); // 50 MB, for whoever takes uploads in
    return /^UTF-(?:16|32)/.test(detectEncoding(start).name);
  }
  let controls = 0;
  for (const byte of start) if (isControl(byte)) controls++;
  return controls * 100 <= start.length;
}

/** Tab, line ends and form feed belong to text, and so does ESC, by which ISO-2022-JP shifts. */
function isControl(byte: number): boolean {
  return (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) || byte === 0x7f;
}

async function zipNames(content: Pick<ByteSource, "size" | "read">): Promise<string[] | null> {
  const source: ByteSource = {
    size: content.size,
    read: (position, length) => content.read(position, length),
    [Symbol.asyncDispose]: async () => {}, // the file stays the caller's
  };
  try {
    return (await readZipDirectory(source, MAX_ENTRIES)).map(({ name }) => name);
  } catch (error) {
    if (error instanceof ZipDirectoryFault || error instanceof RangeError) return null;
    throw error;
  }
}

function zipKind(names: readonly string[]): string {
  const office = "application/vnd.openxmlformats-officedocument";
  if (names.some((name) => /^xl\//i.test(name))) return `${office}.spreadsheetml.sheet`;
  if (names.some((name) => /^ppt\//i.test(name))) return `${office}.presentationml.presentation`;
  return ZIP;
}
