import { hash } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { hashPassword, isWeak, verifyPassword } from "../../../lib/accounts/passwords.ts";

describe("a password", () => {
  it("is hashed by argon2id with 19 MiB, 2 passes and 1 lane, under a salt of its own", async () => {
    const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it("is told from any other, blanks and case included", async () => {
    const stored = await hashPassword(" Pässwörd 密码 ");
    expect(await verifyPassword(stored, " Pässwörd 密码 ")).toBe(true);
    expect(await verifyPassword(stored, "Pässwörd 密码")).toBe(false);
    expect(await verifyPassword(stored, " pässwörd 密码 ")).toBe(false);
  });

  it("of nobody is never right, though the same work is done", async () => {
    expect(await verifyPassword(undefined, "correct horse")).toBe(false);
  });

  it("hashed with less work than today's is due for a new hash", async () => {
    expect(isWeak(await hash("x", { memoryCost: 8192, timeCost: 2, parallelism: 1 }))).toBe(true);
    expect(isWeak(await hash("x", { memoryCost: 19_456, timeCost: 1, parallelism: 1 }))).toBe(true);
    expect(isWeak(await hashPassword("x"))).toBe(false);
    expect(isWeak(await hash("x", { memoryCost: 65_536, timeCost: 3, parallelism: 4 }))).toBe(false);
  });
});
