import type { ByteSource } from "./byte-source.ts";

/** One file inside a zip, as the central directory describes it. Sizes are claims until the bytes are counted. */
export type ZipEntry = {
  /** With `/` as separator, never starting with one. */
  name: string;
  /** 0 stored, 8 deflated; anything else cannot be read. */
  method: number;
  encrypted: boolean;
  crc32: number;
  compressedSize: number;
  /** Bytes that are said to come out: a claim, to be believed of nothing that matters. */
  claimedSize: number;
  /** Place of the local header, which stands before the data. */
  headerOffset: number;
};

/** What is wrong with a central directory; `zip.ts` turns it into the caller's own code. */
export class ZipDirectoryFault extends Error {
  readonly kind: "corrupt" | "bomb";

  constructor(kind: "corrupt" | "bomb", message: string) {
    super(message);
    this.name = "ZipDirectoryFault";
    this.kind = kind;
  }
}

const END_RECORD = 0x06054b50;
const END_RECORD_SIZE = 22;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_SIZE = 20;
const ZIP64_END_RECORD = 0x06064b50;
const ZIP64_END_RECORD_SIZE = 56;
const DIRECTORY_HEADER = 0x02014b50;
const DIRECTORY_HEADER_SIZE = 46;
const ZIP64_EXTRA_FIELD = 1;
const MAX_COMMENT = 0xffff;
const IN_ZIP64_FIELD = 0xffffffff;
/** Encrypted, strongly encrypted, directory masked: the bits 0, 6 and 13 of the general purpose flags. */
const ENCRYPTION_FLAGS = 0x2041;
/** Names and extra fields of a real package take some dozens of bytes an entry; this leaves room for two thousand. */
const MAX_DIRECTORY_BYTES_PER_ENTRY = 2048;

/**
 * Reads the central directory of a zip, ZIP64 included.
 *
 * Format: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3.
 *
 * @throws {ZipDirectoryFault} no zip, truncated, inconsistent, or more than `maxEntries`
 */
export async function readZipDirectory(source: ByteSource, maxEntries: number): Promise<ZipEntry[]> {
  const { entryCount, offset, size } = await findDirectory(source);
  if (entryCount > maxEntries || size > maxEntries * MAX_DIRECTORY_BYTES_PER_ENTRY) {
    throw new ZipDirectoryFault("bomb", `The file holds more than ${maxEntries} parts.`);
  }
  const directory = await source.read(offset, size);
  if (directory.length < size) throw corrupt("its list of contents is cut off");

  const entries: ZipEntry[] = [];
  let position = 0;
  while (entries.length < entryCount) {
    if (position + DIRECTORY_HEADER_SIZE > size || directory.readUInt32LE(position) !== DIRECTORY_HEADER) {
      throw corrupt("its list of contents is damaged");
    }
    const nameLength = directory.readUInt16LE(position + 28);
    const extraLength = directory.readUInt16LE(position + 30);
    const commentLength = directory.readUInt16LE(position + 32);
    const next = position + DIRECTORY_HEADER_SIZE + nameLength + extraLength + commentLength;
    if (next > size) throw corrupt("its list of contents is damaged");
    entries.push(readEntry(directory.subarray(position, next), nameLength, extraLength));
    position = next;
  }
  return entries;
}

type DirectoryPlace = { entryCount: number; offset: number; size: number };

async function findDirectory(source: ByteSource): Promise<DirectoryPlace> {
  const tailStart = Math.max(0, source.size - END_RECORD_SIZE - MAX_COMMENT - ZIP64_LOCATOR_SIZE);
  const tail = await source.read(tailStart, source.size - tailStart);
  for (let at = tail.length - END_RECORD_SIZE; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_RECORD) continue;
    const commentLength = tail.readUInt16LE(at + 20);
    if (at + END_RECORD_SIZE + commentLength > tail.length) continue; // these four bytes stand inside something else
    const place = (await zip64Place(source, tail, at - ZIP64_LOCATOR_SIZE)) ?? {
      entryCount: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    if (place.offset + place.size > tailStart + at) throw corrupt("its list of contents is not where it should be");
    return place;
  }
  throw corrupt("it is no zip archive, or its end is missing");
}

async function zip64Place(source: ByteSource, tail: Buffer, at: number): Promise<DirectoryPlace | undefined> {
  if (at < 0 || tail.readUInt32LE(at) !== ZIP64_LOCATOR) return undefined;
  const offset = uint64(tail, at + 8);
  const record = offset < source.size ? await source.read(offset, ZIP64_END_RECORD_SIZE) : Buffer.alloc(0);
  if (record.length < ZIP64_END_RECORD_SIZE || record.readUInt32LE(0) !== ZIP64_END_RECORD) {
    throw corrupt("its ZIP64 end record is missing");
  }
  return { entryCount: uint64(record, 32), size: uint64(record, 40), offset: uint64(record, 48) };
}

function readEntry(record: Buffer, nameLength: number, extraLength: number): ZipEntry {
  const nameEnd = DIRECTORY_HEADER_SIZE + nameLength;
  const extra = record.subarray(nameEnd, nameEnd + extraLength);
  const sizes = {
    uncompressed: record.readUInt32LE(24),
    compressed: record.readUInt32LE(20),
    offset: record.readUInt32LE(42),
  };
  readZip64Sizes(extra, sizes);
  return {
    name: record.toString("utf8", DIRECTORY_HEADER_SIZE, nameEnd).replaceAll("\\", "/"),
    method: record.readUInt16LE(10),
    encrypted: (record.readUInt16LE(8) & ENCRYPTION_FLAGS) !== 0,
    crc32: record.readUInt32LE(16),
    compressedSize: sizes.compressed,
    claimedSize: sizes.uncompressed,
    headerOffset: sizes.offset,
  };
}

/** The ZIP64 field holds, in this order, only those numbers that did not fit into the 32 bits of the record itself. */
function readZip64Sizes(extra: Buffer, sizes: { uncompressed: number; compressed: number; offset: number }): void {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_EXTRA_FIELD) continue;
    const end = at + 4 + extra.readUInt16LE(at + 2);
    let field = at + 4;
    for (const key of ["uncompressed", "compressed", "offset"] as const) {
      if (sizes[key] !== IN_ZIP64_FIELD) continue;
      if (field + 8 > end || end > extra.length) throw corrupt("a ZIP64 size is missing");
      sizes[key] = uint64(extra, field);
      field += 8;
    }
    return;
  }
}

/** Places past 2^53 are past the end of every file: a double is exact enough to refuse them. */
function uint64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}

function corrupt(what: string): ZipDirectoryFault {
  return new ZipDirectoryFault("corrupt", `The file is damaged: ${what}.`);
}
