import { open } from "node:fs/promises";

/** Large enough that waiting for the disk costs little, small enough for the second-level cache. */
const READ_BYTES = 256 * 1024;

/**
 * The bytes of a file, for `openTable`: read into two buffers by turns, so that no memory is asked for as it goes and
 * the next piece is fetched while one is used. Each piece is overwritten by the one after the next.
 */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path);
  const fetchInto = (buffer: Buffer) => {
    const fetched = file.read(buffer, 0, READ_BYTES);
    fetched.catch(() => {}); // awaited below, or nobody asks any more
    return fetched;
  };
  let fetched = fetchInto(Buffer.allocUnsafe(READ_BYTES));
  try {
    let spare: Buffer = Buffer.allocUnsafe(READ_BYTES);
    for (;;) {
      const { bytesRead, buffer } = await fetched;
      if (bytesRead === 0) return;
      fetched = fetchInto(spare);
      yield buffer.subarray(0, bytesRead);
      spare = buffer;
    }
  } finally {
    await fetched.catch(() => {});
    await file.close();
  }
}
