import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { dropPart, inParts, leasePart, MOST_PARTS, PART_BYTES, returnPart } from "../../../lib/storage/part-buffers.ts";

async function* of(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function partsOf(body: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; isLast: boolean }[]> {
  const parts = [];
  for await (const { buffer, length, isLast } of inParts(body)) {
    parts.push({ bytes: Buffer.from(buffer.subarray(0, length)), isLast });
    returnPart(buffer);
  }
  return parts;
}

describe("cutting a body into parts", () => {
  it("keeps every byte in order, whatever the chunks", async () => {
    const body = Buffer.alloc(2 * PART_BYTES + 5, "abcdefg");
    const chunks = [body.subarray(0, 3), body.subarray(3, PART_BYTES + 1), body.subarray(PART_BYTES + 1)];
    const parts = await partsOf(of(...chunks));
    expect(parts.map(({ bytes, isLast }) => [bytes.length, isLast])).toEqual([
      [PART_BYTES, false],
      [PART_BYTES, false],
      [5, true],
    ]);
    expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(body)).toBe(true);
  });

  it("makes one last part of a body that fills it exactly, and of an empty one", async () => {
    expect((await partsOf(of(Buffer.alloc(PART_BYTES)))).map(({ isLast }) => isLast)).toEqual([true]);
    expect((await partsOf(of())).map(({ bytes, isLast }) => [bytes.length, isLast])).toEqual([[0, true]]);
  });

  it("gives its buffer back when the body fails, and uses one again that was given back", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(1024 * 1024);
      throw new Error("cut off");
    }
    const buffer = await leasePart();
    returnPart(buffer);
    await expect(partsOf(failing())).rejects.toThrow("cut off");
    const again = await leasePart();
    expect(again).toBe(buffer);
    returnPart(again);
  });

  it("lets an upload wait while all buffers are taken, small ones excepted", async () => {
    const all = await Promise.all(Array.from({ length: MOST_PARTS }, leasePart));
    const small = Buffer.alloc(100_000, "s");
    expect((await partsOf(of(small)))[0]!.bytes.equals(small)).toBe(true);

    const large = Buffer.alloc(1_000_000, "large");
    const parts = partsOf(of(large));
    expect(await Promise.race([parts, setTimeout(50, "waiting")])).toBe("waiting");
    dropPart(all.pop()!);
    expect((await parts)[0]!.bytes.equals(large)).toBe(true);
    for (const buffer of all) returnPart(buffer);
  });
});
