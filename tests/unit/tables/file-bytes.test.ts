import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fileBytes } from "../../../lib/tables/file-bytes.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "file-bytes-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("gives all bytes in their order, each piece whole until the next is asked for", async () => {
  const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => at % 251));
  const path = join(folder, "bytes");
  writeFileSync(path, bytes);
  const pieces: Buffer[] = [];
  for await (const piece of fileBytes(path)) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    pieces.push(Buffer.from(piece));
  }
  expect(pieces.length).toBeGreaterThan(2);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
});

it("can be left half-way", async () => {
  const path = join(folder, "half");
  writeFileSync(path, Buffer.alloc(1_000_000));
  for await (const piece of fileBytes(path)) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
});
