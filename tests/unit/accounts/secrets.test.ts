import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decryptSecret, encryptSecret, parseEncryptionKeys } from "../../../lib/accounts/secrets.ts";

const base64 = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const [OLD, NEW] = [`old:${base64(1)}`, `new:${base64(2)}`];
const USER = "0190a0a0-0000-7000-8000-000000000001";

describe("encryption keys", () => {
  it("are read in their order: the first encrypts", () => {
    const keys = parseEncryptionKeys(`${NEW}, ${OLD}`);
    expect(keys.map(({ id, key }) => [id, key[0]])).toEqual([
      ["new", 2],
      ["old", 1],
    ]);
    expect(encryptSecret(keys, "sk-1", USER)).toMatch(/^new:/);
  });

  it("may be a JSON object, as Secrets Manager makes them: 43 letters and digits are a key", () => {
    const made = `${"aB3".repeat(14)}x`;
    const keys = parseEncryptionKeys(JSON.stringify({ k2: made, k1: base64(1) }));
    expect(keys.map(({ id, key }) => [id, key.length])).toEqual([
      ["k2", 32],
      ["k1", 32],
    ]);
    const stored = encryptSecret(keys, "sk-1", USER);
    expect(decryptSecret(keys, stored, USER)).toEqual({ secret: "sk-1", isOutdated: false });
  });

  it.each([
    ['{"k1":"not closed', "is no JSON object"],
    ['{"k1":{}}', "entry 1 must be id:base64 of 32 bytes"],
    ["", "entry 1 must be id:base64 of 32 bytes"],
    ["k1", "entry 1 must be id:base64 of 32 bytes"],
    [`k1:${randomBytes(16).toString("base64")}`, "entry 1 must be id:base64 of 32 bytes"],
    [`${NEW},k 2:${base64(3)}`, "entry 2 must be id:base64 of 32 bytes"],
    [`${NEW},new:${base64(3)}`, "two keys have the same id"],
  ])("that cannot be used are refused without being shown: %s", (text, fault) => {
    expect(() => parseEncryptionKeys(text)).toThrow(new Error(fault));
  });
});

describe("a secret", () => {
  const keys = parseEncryptionKeys(NEW);

  it("comes back as it was, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.uuid(), (secret, user) => {
        const stored = encryptSecret(keys, secret, user);
        expect(decryptSecret(keys, stored, user)).toEqual({ secret: secret.toWellFormed(), isOutdated: false });
      }),
      { numRuns: 200 },
    );
  });

  it("is stored otherwise each time, under a nonce of its own", () => {
    const stored = new Set(Array.from({ length: 100 }, () => encryptSecret(keys, "sk-1", USER)));
    expect(stored.size).toBe(100);
    expect([...stored].join()).not.toContain("sk-1");
  });

  it("of another user's row does not decrypt", () => {
    const stored = encryptSecret(keys, "sk-1", USER);
    expect(() => decryptSecret(keys, stored, "0190a0a0-0000-7000-8000-000000000002")).toThrow();
  });

  it("that was changed by one bit does not decrypt", () => {
    const stored = encryptSecret(keys, "sk-1", USER);
    const bytes = Buffer.from(stored.slice(4), "base64");
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(() => decryptSecret(keys, `new:${changed.toString("base64")}`, USER)).toThrow();
    }
  });

  it("whose authentication tag was shortened does not decrypt", () => {
    expect(() => decryptSecret(keys, `new:${Buffer.alloc(20).toString("base64")}`, USER)).toThrow();
  });

  it("outlives a rotation, and says that it is due for the new key", () => {
    const stored = encryptSecret(parseEncryptionKeys(OLD), "sk-1", USER);
    expect(decryptSecret(parseEncryptionKeys(`${NEW},${OLD}`), stored, USER)).toEqual({
      secret: "sk-1",
      isOutdated: true,
    });
    expect(() => decryptSecret(keys, stored, USER)).toThrow("INTAKE_ENCRYPTION_KEYS has no key old");
  });
});
