import { createHmac } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { issueToken, verifyToken } from "../../../lib/accounts/tokens.ts";

const config = { INTAKE_JWT_SECRET: "a secret of more than thirty-two bytes", INTAKE_TOKEN_TTL_SECONDS: 86_400 };
const USER = "0190a0a0-0000-7000-8000-000000000001";
const NOW = Date.UTC(2026, 0, 31, 12) / 1000;

beforeEach(() => vi.useFakeTimers({ now: NOW * 1000 }));
afterEach(() => vi.useRealTimers());

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
const CLAIMS = {
  iss: "intake",
  aud: "intake-api",
  sub: USER,
  jti: "4cc471e1-f707-4843-acce-c2004f86e16b",
  iat: NOW,
  exp: NOW + 60,
};

/** A token with any header and claims, signed by hand. */
function forge(header: object, claims: object, secret = config.INTAKE_JWT_SECRET, hash = "sha256"): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

const codeOf = (token: string) =>
  verifyToken(config, token).then(
    () => "accepted",
    (error) => error.code,
  );

describe("a token", () => {
  it("lives for the set time and says nothing but who, until when and for whom", async () => {
    const { token, expiresAt } = await issueToken(config, USER);
    expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256", typ: "JWT" });
    const { jti, ...claims } = decodeJwt(token);
    expect(claims).toEqual({ iss: "intake", aud: "intake-api", sub: USER, iat: NOW, exp: NOW + 86_400 });
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(expiresAt.toISOString()).toBe("2026-02-01T12:00:00.000Z");
  });

  it("differs from the next one of the same user and second, so that one can be revoked alone", async () => {
    const [one, two] = await Promise.all([issueToken(config, USER), issueToken(config, USER)]);
    expect(decodeJwt(one.token).jti).not.toBe(decodeJwt(two.token).jti);
  });

  it("is read back as it was issued", async () => {
    const { token, expiresAt } = await issueToken(config, USER);
    expect(await verifyToken(config, token)).toEqual({ id: decodeJwt(token).jti, userId: USER, expiresAt });
  });

  it("is accepted when its claims are right, and a hand-made one shows that the next tests refuse the difference", async () => {
    expect(await codeOf(forge({ alg: "HS256" }, CLAIMS))).toBe("accepted");
  });

  it("is believed for 5 s past its time, then expired", async () => {
    const token = forge({ alg: "HS256" }, CLAIMS);
    vi.setSystemTime((CLAIMS.exp + 4) * 1000);
    expect(await codeOf(token)).toBe("accepted");
    vi.setSystemTime((CLAIMS.exp + 6) * 1000);
    expect(await codeOf(token)).toBe("AUTH_EXPIRED");
  });

  it.each([
    ["no signature and alg none", `${encode({ alg: "none" })}.${encode(CLAIMS)}.`],
    ["alg none with a signature", forge({ alg: "none" }, CLAIMS)],
    [
      "another strength of HMAC by the same secret",
      forge({ alg: "HS512" }, CLAIMS, config.INTAKE_JWT_SECRET, "sha512"),
    ],
    ["another secret", forge({ alg: "HS256" }, CLAIMS, "another secret of more than thirty-two bytes")],
    ["another secret and a time long past", forge({ alg: "HS256" }, { ...CLAIMS, exp: 1 }, "x".repeat(40))],
    ["another audience", forge({ alg: "HS256" }, { ...CLAIMS, aud: "other" })],
    ["another audience and a time long past", forge({ alg: "HS256" }, { ...CLAIMS, aud: "other", exp: 1 })],
    ["another issuer", forge({ alg: "HS256" }, { ...CLAIMS, iss: "other" })],
    ["no expiry", forge({ alg: "HS256" }, { ...CLAIMS, exp: undefined })],
    ["no id", forge({ alg: "HS256" }, { ...CLAIMS, jti: undefined })],
    ["an id that is no UUID", forge({ alg: "HS256" }, { ...CLAIMS, jti: "1' or '1'='1" })],
    ["a subject that is no UUID", forge({ alg: "HS256" }, { ...CLAIMS, sub: "admin" })],
    ["an unknown critical header", forge({ alg: "HS256", crit: ["lock"], lock: true }, CLAIMS)],
    [
      "claims changed after signing",
      forge({ alg: "HS256" }, CLAIMS).replace(/\.[^.]+\./, `.${encode({ ...CLAIMS, exp: NOW + 999 })}.`),
    ],
    ["nothing of a token", "garbage"],
    ["three empty parts", ".."],
  ])("is refused with %s", async (_fault, token) => {
    expect(await codeOf(token)).toBe("AUTH_INVALID");
  });

  it("is refused whatever is wrong with the same words, so that a forger learns nothing", async () => {
    const words = (token: string) => verifyToken(config, token).catch((error) => error.message);
    expect(await words("garbage")).toBe(await words(forge({ alg: "HS256" }, { ...CLAIMS, aud: "other" })));
  });
});
