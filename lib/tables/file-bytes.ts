import { open } from "node:fs/promises";

/** Large enough that waiting for the disk costs little, small enough for the second-level cache. */
const READ_BYTES = 256 * 1024;

/**
 * The bytes of a file, for `openTable`: read into one buffer over and over, so that no memory is asked for as it goes.
 * Each piece is overwritten by the next.
 */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, READ_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
