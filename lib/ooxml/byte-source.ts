import { type FileHandle, open } from "node:fs/promises";

/** Bytes that can be read at any place: a file on disk, or a file held in memory. */
export interface ByteSource extends AsyncDisposable {
  readonly size: number;
  /** The bytes from `position` on, `length` of them or as many as there are. The buffer is the caller's to keep. */
  read(position: number, length: number): Promise<Buffer>;
}

/** Opens a path for random access, or wraps bytes. Dispose of it to close the file. */
export async function openByteSource(source: string | Uint8Array): Promise<ByteSource> {
  if (typeof source !== "string") return new BytesInMemory(source);
  const file = await open(source, "r");
  try {
    return new BytesOnDisk(file, (await file.stat()).size);
  } catch (error) {
    await file.close();
    throw error;
  }
}

class BytesInMemory implements ByteSource {
  readonly size: number;
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.size = bytes.byteLength;
  }

  async read(position: number, length: number): Promise<Buffer> {
    return this.#bytes.subarray(position, position + length);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

class BytesOnDisk implements ByteSource {
  readonly size: number;
  readonly #file: FileHandle;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.size = size;
  }

  async read(position: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - position));
    const bytes = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await this.#file.read(bytes, filled, wanted - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
