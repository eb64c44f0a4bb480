/** S3 takes parts of 5 MiB or more, the last excepted. */
export const PART_BYTES = 8 * 1024 * 1024;

/** Most files fit this: fifty small ones at once must not take the room of fifty parts. */
const SMALL_BYTES = 256 * 1024;

/** Buffers kept for the next upload; more than these are only there while as many uploads are under way. */
const MOST_SPARE = 4;
const spare: Buffer[] = [];

/**
 * The parts of an upload, each in a buffer of its own that is used again for a later one: with a new one for each part,
 * a large upload leaves buffers behind faster than the garbage collector takes them.
 */
export const leasePart = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(PART_BYTES);

export function returnPart(buffer: Buffer): void {
  if (buffer.length === PART_BYTES && spare.length < MOST_SPARE) spare.push(buffer);
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
          buffer = leasePart();
          small.copy(buffer);
        } else if (length === PART_BYTES) {
          isTaken = true;
          yield { buffer, length, isLast: false }; // now that there is more, it is not the last one
          buffer = leasePart();
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
