import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { inTurn } from "../../../lib/uploads/in-turn.ts";

const CHUNKS = 6;

describe("uploads in turn", () => {
  it("passes every byte on, and ends an upload that came first before one that came later", async () => {
    const taken: string[] = [];
    const read = async (name: string) => {
      const body = Readable.from(Array.from({ length: CHUNKS }, (_, i) => Buffer.from(`${name}${i} `)));
      let text = "";
      for await (const chunk of body.pipe(inTurn())) {
        text += chunk;
        taken.push(name);
      }
      return text;
    };
    const texts = await Promise.all([read("a"), read("b"), read("c")]);
    expect(texts).toEqual(
      ["a", "b", "c"].map((name) => Array.from({ length: CHUNKS }, (_, i) => `${name}${i} `).join("")),
    );
    expect(taken.lastIndexOf("a")).toBeLessThan(taken.lastIndexOf("b"));
    expect(taken.lastIndexOf("b")).toBeLessThan(taken.lastIndexOf("c"));
  });

  it("lets the event loop go round before each chunk, whatever number of uploads has data", async () => {
    let rounds = 0;
    let isOver = false;
    const count = () => {
      rounds++;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const uploads = Array.from({ length: 20 }, async () => {
      for await (const _chunk of Readable.from(Array(CHUNKS).fill(Buffer.from("x"))).pipe(inTurn()));
    });
    await Promise.all(uploads);
    isOver = true;
    expect(rounds).toBeGreaterThanOrEqual(20 * CHUNKS);
  });
});
