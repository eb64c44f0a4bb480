/** S3 takes parts of 5 MiB or more, the last excepted. */
export const PART_BYTES = 8 * 1024 * 1024;

/** Most files fit this: fifty small ones at once must not take the room of fifty parts. */
const SMALL_BYTES = 256 * 1024;

/** Buffers kept for the next upload; more than these are only there while as many uploads are under way. */
const MOST_SPARE = 4;
const spare: Buffer[] = [];

/** Of all uploads of a process together: whoever comes when all are taken waits, and his client with him. */
export const MOST_PARTS = 48;
let taken = 0;
const waiting: ((buffer: Buffer) => void)[] = [];

/**
 * A buffer for a part of an upload, once there is one. It is used again for a later one: with a new one for each part,
 * a large upload leaves buffers behind faster than the garbage collector takes them.
 */
export async function leasePart(): Promise<Buffer> {
  if (taken === MOST_PARTS) return new Promise((resolve) => waiting.push(resolve));
  taken++;
  return spare.pop() ?? Buffer.allocUnsafeSlow(PART_BYTES);
}

export function returnPart(buffer: Buffer): void {
  if (buffer.length !== PART_BYTES) return; // a small one is nobody else's
  const next = waiting.shift();
  if (next) {
    next(buffer);
    return;
  }
  taken--;
  if (spare.length < MOST_SPARE) spare.push(buffer);
}

/** Gives up a buffer that somebody may still read: its place is free, it is not used again. */
export function dropPart(buffer: Buffer): void {
  if (buffer.length === PART_BYTES) returnPart(Buffer.allocUnsafeSlow(PART_BYTES));
}

export type Part = { buffer: Buffer; length: number; isLast: boolean };

/** Cuts a body into parts of PART_BYTES; the last has what is left. Who takes a part gives its buffer back. */
export async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Part, void, undefined> {
  let buffer: Buffer = Buffer.allocUnsafeSlow(SMALL_BYTES);
  let length = 0;
  let isTaken = false;
  try {
    for await (const chunk of body) {
      let at = 0;
      while (at < chunk.length) {
        if (length === SMALL_BYTES && buffer.length === SMALL_BYTES) {
          const small = buffer;
          buffer = await leasePart();
          small.copy(buffer);
        } else if (length === PART_BYTES) {
          isTaken = true;
          yield { buffer, length, isLast: false }; // now that there is more, it is not the last one
          buffer = await leasePart();
          length = 0;
          isTaken = false;
        }
        const n = Math.min(chunk.length - at, buffer.length - length);
        buffer.set(n === chunk.length ? chunk : chunk.subarray(at, at + n), length);
        length += n;
        at += n;
      }
    }
    isTaken = true;
    yield { buffer, length, isLast: true };
  } finally {
    if (!isTaken) returnPart(buffer);
  }
}
