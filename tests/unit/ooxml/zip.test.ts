import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FileFault } from "../../../lib/errors.ts";
import { openZip, type ZipPolicy } from "../../../lib/ooxml/zip.ts";
import { makeZip, type PackedPart } from "../../support/ooxml/make-zip.ts";

const policy: ZipPolicy = {
  maxEntries: 10,
  maxTotalBytes: 1_000_000,
  maxPartBytes: 600_000,
  maxRatio: 100,
  ratioFloorBytes: 300_000,
  faults: { corrupt: "CORRUPT", encrypted: "ENCRYPTED", bomb: "BOMB", partTooLarge: "LARGE", unsafeName: "UNSAFE" },
};

/** Random bytes of a fixed seed: they do not shrink when deflated. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

async function readAll(archive: Buffer, given: ZipPolicy = policy): Promise<Record<string, string>> {
  await using zip = await openZip(archive, given);
  const parts: Record<string, string> = {};
  for (const name of zip.names()) parts[name] = (await zip.read(name)).toString();
  return parts;
}

describe("openZip", () => {
  it("reads stored and deflated parts, those with a data descriptor and those with ZIP64 sizes", async () => {
    const archive = makeZip({
      "a.xml": "deflated",
      "b.xml": { data: "stored", stored: true },
      "c.xml": { data: "described", descriptor: true },
      "d.xml": { data: "sixty-four", zip64: true },
    });
    expect(await readAll(archive)).toEqual({
      "a.xml": "deflated",
      "b.xml": "stored",
      "c.xml": "described",
      "d.xml": "sixty-four",
    });
  });

  it("finds the list of contents by a ZIP64 end record, and behind a comment that looks like an end record", async () => {
    expect(await readAll(makeZip({ a: "1" }, { zip64End: true }))).toEqual({ a: "1" });
    expect(await readAll(makeZip({ a: "1" }, { comment: "PK\x05\x06 is no end" }))).toEqual({ a: "1" });
  });

  it("refuses a bomb that nobody reads, by the bytes that come out and not by what it claims", async () => {
    const refused = async (part: PackedPart) => {
      await using zip = await openZip(makeZip({ "a.xml": "plain", "media/zeros": part }), policy);
      return zip.refuseBombs().then(
        () => null,
        (fault: FileFault) => fault.code,
      );
    };
    expect(await refused({ data: Buffer.alloc(400_000) })).toBe("BOMB");
    expect(await refused({ data: Buffer.alloc(250_000) })).toBeNull();
    expect(await refused({ data: noise(400_000) })).toBeNull();
    expect(await refused({ data: "x", claimedSize: 400_000 })).toBeNull();
  });

  it("reads the same from a path as from bytes", async () => {
    const folder = await mkdtemp(join(tmpdir(), "zip-"));
    try {
      const path = join(folder, "book.xlsx");
      const data = noise(400_000);
      await writeFile(path, makeZip({ "xl/a.bin": data }));
      await using zip = await openZip(path, policy);
      expect((await zip.read("xl/a.bin")).equals(data)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("looks names up without regard to case and takes a backslash for a slash", async () => {
    await using zip = await openZip(makeZip({ "XL\\Workbook.xml": "w" }), policy);
    expect(zip.has("xl/workbook.xml")).toBe(true);
    expect((await zip.read("xl/workbook.xml")).toString()).toBe("w");
  });

  it("stops in the middle of a part when the caller leaves the loop", async () => {
    await using zip = await openZip(makeZip({ a: noise(550_000) }), policy);
    for await (const chunk of zip.stream("a")) {
      expect(chunk.length).toBeLessThanOrEqual(131_072);
      break;
    }
    expect((await zip.read("a")).length).toBe(550_000);
  });

  it.each([
    ["an encrypted part", makeZip({ a: { data: "x", encrypted: true } }), "ENCRYPTED"],
    ["more parts than allowed", makeZip(Object.fromEntries([..."abcdefghijk"].map((name) => [name, "x"]))), "BOMB"],
    ["a path out of the archive", makeZip({ "xl/../../etc/passwd": "x" }), "UNSAFE"],
    ["an absolute path", makeZip({ "/etc/passwd": "x" }), "UNSAFE"],
    ["a drive letter", makeZip({ "c:\\x": "x" }), "UNSAFE"],
    ["a text", Buffer.from("a,b\n1,2\n"), "CORRUPT"],
    ["nothing", Buffer.alloc(0), "CORRUPT"],
    ["an archive without its end", makeZip({ a: noise(5000) }).subarray(0, 4000), "CORRUPT"],
    ["a part that expands too much", makeZip({ a: Buffer.alloc(400_000) }), "BOMB"],
    ["a part past the limit", makeZip({ a: noise(600_001) }), "LARGE"],
    ["parts that together pass the limit", makeZip({ a: noise(500_000), b: noise(500_001) }), "BOMB"],
    ["a false checksum", makeZip({ a: { data: "x", crc32: 7 } }), "CORRUPT"],
    ["an unknown way of packing", makeZip({ a: { data: "x", method: 9 } }), "CORRUPT"],
  ])("refuses %s", async (_what, archive, code) => {
    const fault = await readAll(archive).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(FileFault);
    expect((fault as FileFault).code).toBe(code);
  });

  it("counts what comes out, not what the headers claim", async () => {
    const archive = makeZip({ a: { data: Buffer.alloc(400_000), claimedSize: 10 } });
    await expect(readAll(archive)).rejects.toMatchObject({ code: "BOMB" });
  });

  it("leaves parts with unsafe names out where the policy has no fault for them", async () => {
    const lenient = { ...policy, faults: { ...policy.faults, unsafeName: null } };
    expect(await readAll(makeZip({ "../a": "x", b: "y" }), lenient)).toEqual({ b: "y" });
  });

  it("meets a ZIP64 locator that points past every file with a fault", async () => {
    const bytes = Buffer.alloc(42);
    bytes.writeUInt32LE(0x07064b50, 0);
    bytes.writeBigUInt64LE(1n << 60n, 8);
    bytes.writeUInt32LE(0x06054b50, 20);
    await expect(openZip(bytes, policy)).rejects.toMatchObject({ code: "CORRUPT" });
  });

  it("meets any damage with a fault, never with another error", async () => {
    const archive = makeZip(
      { "xl/workbook.xml": noise(600), b: { data: "stored", stored: true, zip64: true } },
      { zip64End: true },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(archive.length),
        async (changes, cut) => {
          const damaged = Buffer.from(archive.subarray(0, cut % 3 === 0 ? cut : archive.length));
          for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
          await readAll(damaged).catch((error: unknown) => expect(error).toBeInstanceOf(FileFault));
        },
      ),
      { numRuns: 500 },
    );
  });
});
