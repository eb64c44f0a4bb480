import { IntakeError } from "../errors.ts";

export type TableFileType = "csv" | "xlsx" | "xls";

const BY_EXTENSION: Record<string, TableFileType> = { csv: "csv", tsv: "csv", xlsx: "xlsx", xls: "xls" };

/** Bytes that must be seen to judge a file's content. */
export const TABLE_HEAD_BYTES = 4096;

/**
 * The type that a table's name promises.
 *
 * @throws {IntakeError} FILE_TYPE_INVALID for any other extension
 */
export function tableFileType(filename: string): TableFileType {
  const extension = /\.([^.]*)$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  const fileType = BY_EXTENSION[extension];
  if (fileType) return fileType;
  throw new IntakeError("FILE_TYPE_INVALID", `Only .csv, .tsv, .xlsx and .xls files are taken, not ${filename}`, {
    details: { extension },
  });
}

const SIGNATURES: readonly [name: string, bytes: string][] = [
  ["zip", "PK\x03\x04"],
  ["zip", "PK\x05\x06"],
  ["ole2", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["pdf", "%PDF-"],
  ["png", "\x89PNG"],
  ["jpeg", "\xff\xd8\xff"],
  ["gif", "GIF8"],
  ["gzip", "\x1f\x8b"],
  ["7z", "7z\xbc\xaf\x27\x1c"],
  ["rar", "Rar!\x1a\x07"],
  ["bzip2", "BZh"],
  ["zstd", "\x28\xb5\x2f\xfd"],
  ["elf", "\x7fELF"],
  ["parquet", "PAR1"],
  ["sqlite", "SQLite format 3\0"],
  // The first record of a stream of BIFF records, which is how Excel 2 to 4 (and some exporters of 5) wrote .xls
  // without an OLE2 container: [MS-XLS] 2.4.21, BOF; the second byte tells the version.
  ["biff", "\x09\x00\x04\x00"],
  ["biff", "\x09\x00\x06\x00"],
  ["biff", "\x09\x02\x06\x00"],
  ["biff", "\x09\x04\x06\x00"],
  ["biff", "\x09\x08\x08\x00"],
  ["biff", "\x09\x08\x10\x00"],
];

/**
 * Checks that a file's first bytes fit its extension.
 *
 * @param head up to TABLE_HEAD_BYTES from the start of the file
 * @throws {IntakeError} FILE_TYPE_INVALID, saying what was found instead
 */
export function checkTableContent(head: Buffer, fileType: TableFileType): void {
  const found = detect(head);
  if (fileType === "csv" ? found === "text" : fileType === "xlsx" ? found === "zip" : isXls(found)) return;
  const message =
    fileType === "xlsx" && found === "ole2"
      ? "The file is not an .xlsx workbook inside: it may be password-protected, or an old .xls under a new name"
      : `The content is not ${fileType}: it looks like ${found}`;
  throw new IntakeError("FILE_TYPE_INVALID", message, { details: { extension: fileType, detected: found } });
}

/** The format that a file shows by the signature at its start: `zip`, `gzip`, `pdf` …; null: none of those known. */
export function signatureOf(head: Buffer): string | null {
  const start = head.toString("latin1", 0, 16);
  return SIGNATURES.find(([, bytes]) => start.startsWith(bytes))?.[0] ?? null;
}

const isXls = (found: string): boolean => found === "ole2" || found === "biff";

function detect(head: Buffer): string {
  return signatureOf(head) ?? (isText(head) ? "text" : "binary data");
}

/** Control characters that text has: tab, the line ends, vertical tab, form feed, and delimiters of Hive and ASCII. */
const TEXT_CONTROLS = new Set([9, 10, 11, 12, 13, 0x01, 0x1e, 0x1f]);

/** Text of any encoding: few control characters, and NUL only where every second or fourth byte may be one. */
function isText(head: Buffer): boolean {
  let nulls = 0;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) nulls++;
    else if (byte < 32 && !TEXT_CONTROLS.has(byte)) controls++;
  }
  if (controls > head.length * 0.05) return false;
  if (nulls <= head.length * 0.05) return true; // a stray NUL is a fault of its cell, not of the file
  return isWide(head);
}

/** UTF-16 or UTF-32 in Latin script: by its byte order mark, or by NULs on one side of each pair only. */
function isWide(head: Buffer): boolean {
  if (head.length < 2) return false;
  const mark = head.readUInt16BE(0);
  if (mark === 0xfeff || mark === 0xfffe || head.toString("latin1", 0, 4) === "\0\0\xfe\xff") return true;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < head.length; at++) {
    if (head[at] !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  return Math.min(even, odd) < Math.max(even, odd) * 0.1;
}
