/**
 * Zip archives read under guard: what every Office file (and so every reader of one) comes through.
 *
 * Why not yauzl, which is a dependency anyway: a 42-byte file whose ZIP64 locator points past 2^53 makes it throw
 * inside a callback, which ends the process; its streams inflate in steps of 16 KB through four filters; and it counts
 * neither expansion nor totals. What remains of a zip reader without those is `zip-directory.ts`.
 *
 * The limits are those of each capability and count bytes that really came out, never what headers claim.
 */
import { pipeline, Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { FileFault } from "../errors.ts";
import { type ByteSource, openByteSource } from "./byte-source.ts";
import { readZipDirectory, ZipDirectoryFault, type ZipEntry } from "./zip-directory.ts";

/** How much a capability lets an archive grow, and the codes of its faults. */
export type ZipPolicy = {
  maxEntries: number;
  /** Bytes inflated from the whole archive, all reads together. */
  maxTotalBytes: number;
  /** Bytes inflated from one part. */
  maxPartBytes: number;
  /** A part may not exceed both this many times its compressed size and `ratioFloorBytes`. */
  maxRatio: number;
  ratioFloorBytes: number;
  faults: {
    corrupt: string;
    encrypted: string;
    /** Too many entries, too much in total, too high a ratio. */
    bomb: string;
    partTooLarge: string;
    /** An entry name with `..` or an absolute path; null: such entries are left out and never looked at. */
    unsafeName: string | null;
  };
};

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_SIZE = 30;
/** Compressed bytes read at a time, and inflated bytes handed on at a time: large enough to make calls cheap. */
const READ_BYTES = 128 * 1024;
const INFLATE_BYTES = 128 * 1024;

/**
 * Opens an archive and reads its list of contents.
 *
 * @param source path of a file, or its bytes
 * @throws {FileFault} with a code of `policy.faults`: no zip, damaged, encrypted, too many entries, an unsafe name
 */
export async function openZip(source: string | Uint8Array, policy: ZipPolicy): Promise<Zip> {
  const bytes = await openByteSource(source);
  try {
    const entries = await readZipDirectory(bytes, policy.maxEntries);
    if (entries.some((entry) => entry.encrypted)) {
      throw new FileFault(policy.faults.encrypted, "The file is encrypted: save it without a password.");
    }
    return new Zip(bytes, entries.filter(hasSafeName(policy)), policy);
  } catch (error) {
    await bytes[Symbol.asyncDispose]();
    if (error instanceof ZipDirectoryFault) throw new FileFault(policy.faults[error.kind], error.message);
    throw error;
  }
}

/** An open archive. Names are looked up without regard to case, as the packages of Office demand. */
export class Zip implements AsyncDisposable {
  readonly policy: ZipPolicy;
  readonly #source: ByteSource;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  #totalBytes = 0;

  constructor(source: ByteSource, entries: readonly ZipEntry[], policy: ZipPolicy) {
    this.policy = policy;
    this.#source = source;
    this.#entries = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  }

  /** Names of all entries, folders left out, in the order of the archive. */
  names(): string[] {
    return [...this.#entries.values()].map((entry) => entry.name).filter((name) => !name.endsWith("/"));
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** Compressed size in bytes as the archive states it; 0 for a name that it does not hold. */
  compressedSize(name: string): number {
    return this.#entries.get(name.toLowerCase())?.compressedSize ?? 0;
  }

  /**
   * Inflates what claims to be a bomb, though nobody may want to read it: whether it is one, its own bytes say.
   *
   * @throws {FileFault} as `stream`
   */
  async refuseBombs(): Promise<void> {
    const { maxRatio, ratioFloorBytes } = this.policy;
    for (const { name, claimedSize, compressedSize } of this.#entries.values()) {
      if (claimedSize <= ratioFloorBytes || claimedSize <= maxRatio * compressedSize) continue;
      for await (const _ of this.stream(name));
    }
  }

  /** The whole of one entry. @throws {FileFault} as `stream` */
  async read(name: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.stream(name)) chunks.push(chunk);
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  /**
   * One entry in chunks of up to 128 KiB, inflated on another thread while the caller works on the last chunk.
   * Leaving the loop early is fine. Each chunk is the caller's to keep.
   *
   * @param onRead told after each read how many compressed bytes have been taken
   * @throws {FileFault} missing, damaged (CRC-32 included), or past a limit of the policy
   */
  async *stream(name: string, onRead?: (compressedBytes: number) => void): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw this.#corrupt(name, "is missing");
    let bytes = 0;
    let checksum = 0;
    try {
      for await (const chunk of this.#inflated(entry, onRead)) {
        bytes += chunk.length;
        this.#totalBytes += chunk.length;
        this.#guard(entry, bytes);
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      if (isZlibError(error)) throw this.#corrupt(name, "cannot be unpacked", error);
      throw error;
    }
    if (checksum !== entry.crc32) throw this.#corrupt(name, "does not match its checksum");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source[Symbol.asyncDispose]();
  }

  #inflated(entry: ZipEntry, onRead: ((compressedBytes: number) => void) | undefined): AsyncIterable<Buffer> {
    const stored = this.#stored(entry, onRead);
    if (entry.method === STORED) return stored;
    if (entry.method !== DEFLATED) throw this.#corrupt(entry.name, `is packed by method ${entry.method}`);
    const inflate = createInflateRaw({ chunkSize: INFLATE_BYTES });
    pipeline(Readable.from(stored, { highWaterMark: 2 }), inflate, () => {}); // errors reach the reader of `inflate`, which is destroyed with them
    return inflate;
  }

  async *#stored(entry: ZipEntry, onRead: ((compressedBytes: number) => void) | undefined): AsyncGenerator<Buffer> {
    const header = await this.#source.read(entry.headerOffset, LOCAL_HEADER_SIZE);
    if (header.length < LOCAL_HEADER_SIZE || header.readUInt32LE(0) !== LOCAL_HEADER) {
      throw this.#corrupt(entry.name, "is not where the list of contents says");
    }
    const start = entry.headerOffset + LOCAL_HEADER_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
    const end = start + entry.compressedSize;
    if (end > this.#source.size) throw this.#corrupt(entry.name, "is cut off");
    for (let position = start; position < end; position += READ_BYTES) {
      const chunk = await this.#source.read(position, Math.min(READ_BYTES, end - position));
      yield chunk;
      onRead?.(position + chunk.length - start);
    }
  }

  #guard(entry: ZipEntry, bytes: number): void {
    const { maxTotalBytes, maxPartBytes, maxRatio, ratioFloorBytes, faults } = this.policy;
    if (bytes > ratioFloorBytes && bytes > maxRatio * entry.compressedSize) {
      throw new FileFault(
        faults.bomb,
        `"${entry.name}" expands more than ${maxRatio} times: it looks like a zip bomb.`,
      );
    }
    if (bytes > maxPartBytes) {
      throw new FileFault(faults.partTooLarge, `"${entry.name}" is larger than ${inMebibytes(maxPartBytes)}.`);
    }
    if (this.#totalBytes > maxTotalBytes) {
      throw new FileFault(faults.bomb, `The file unpacks to more than ${inMebibytes(maxTotalBytes)}.`);
    }
  }

  #corrupt(name: string, what: string, cause?: unknown): FileFault {
    return new FileFault(this.policy.faults.corrupt, `The file is damaged: "${name}" ${what}.`, { cause });
  }
}

function hasSafeName(policy: ZipPolicy): (entry: ZipEntry) => boolean {
  return ({ name }) => {
    const unsafe = name.startsWith("/") || /^[a-z]:/i.test(name) || name.split("/").includes("..");
    if (unsafe && policy.faults.unsafeName !== null) {
      throw new FileFault(
        policy.faults.unsafeName,
        `The file holds a part with the unsafe name "${name.slice(0, 200)}".`,
      );
    }
    return !unsafe;
  };
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");
}

function inMebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20).toLocaleString("en")} MiB`;
}
