import { createHmac, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type { AuthData, Profile } from "../../lib/accounts/profile.ts";
import { type Answer, ask, type Failure } from "../support/client.ts";
import { startProvider } from "../support/provider.ts";
import { multipart } from "../support/world.ts";

/** Acceptance checks 1–8 and 39 of the documents API. Each test is a client of its own, by address and by name. */

type Success<T> = { success: true; data: T; message?: string };
type ProfileData = z.output<typeof Profile>;

const PASSWORD = "correct horse battery";
/** The test stack believes X-Forwarded-For, so that limits per address bind each client alone. */
const newAddress = () => `10.${byte()}.${byte()}.${byte()}`;
const byte = () => Math.floor(Math.random() * 256);

type Client = { token?: string; ip?: string };

async function call<T = Failure>(
  method: string,
  path: string,
  { body, token, ip = newAddress() }: Client & { body?: unknown } = {},
): Promise<Answer<T>> {
  return ask<T>(`/api/v1${path}`, {
    method,
    headers: {
      "x-forwarded-for": ip,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

let made = 0;
function newPerson() {
  made++;
  const username = `e2e_${process.pid}_${made}_${Math.random().toString(36).slice(2, 8)}`;
  return { username, email: `${username}@example.com`, password: PASSWORD };
}

async function newUser(): Promise<AuthData> {
  const { status, body } = await call<Success<AuthData>>("POST", "/auth/register", { body: newPerson() });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data;
}

const login = <T = Failure>(username: string, password: string, ip: string = newAddress()) =>
  call<T>("POST", "/auth/login", { body: { username, password }, ip });
const me = <T = Failure>(token: string) => call<T>("GET", "/users/me", { token });
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString());

describe("registering", () => {
  it("gives a token for 86,400 s that works at once, and shows no secret", async () => {
    const person = newPerson();
    const { status, headers, body } = await call<Success<AuthData>>("POST", "/auth/register", { body: person });
    expect(status).toBe(201);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      success: true,
      message: "Account created",
      data: {
        user_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        username: person.username,
        email: person.email,
        token: expect.any(String),
        token_type: "Bearer",
        expires_at: expect.stringMatching(/Z$/),
      },
    });
    const { iat, exp } = claimsOf(body.data.token);
    expect(exp - iat).toBe(86_400);
    expect(new Date(body.data.expires_at).getTime()).toBe(exp * 1000);

    const profile = await me<Success<ProfileData>>(body.data.token);
    expect(profile.status).toBe(200);
    expect(profile.body.data).toEqual({
      user_id: body.data.user_id,
      username: person.username,
      email: person.email,
      api_key_configured: false,
      api_key_status: "none",
      base_url: null,
      preferred_model: null,
      preferred_provider: "auto",
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(JSON.stringify([body, profile.body])).not.toMatch(/password|argon2|hash/i);
  });

  it("is refused alike for a taken name and a taken address, in whatever case", async () => {
    const { username, email } = await newUser();
    const answers = await Promise.all([
      call("POST", "/auth/register", { body: { ...newPerson(), username: username.toUpperCase() } }),
      call("POST", "/auth/register", { body: { ...newPerson(), email: email.toUpperCase() } }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(409);
      expect(body.error).toEqual({
        code: "CONFLICT",
        message: "This username or e-mail address is taken",
        details: { reason: "user_exists" },
      });
    }
  });

  const long = "x".repeat(43);
  it.each([
    ["username", { username: "ab" }],
    ["username", { username: "a".repeat(51) }],
    ["username", { username: "a-b" }],
    ["username", { username: 7 }],
    ["email", { email: "example.com" }],
    ["email", { email: `${"a".repeat(250)}@b.co` }],
    ["password", { password: "1234567" }],
    ["password", { password: "x".repeat(129) }],
    ["password", { password: undefined }],
  ])("names a faulty %s: %j", async (field, fault) => {
    const { status, body } = await call("POST", "/auth/register", { body: { ...newPerson(), ...fault } });
    expect(status).toBe(400);
    expect(body.error.code).toBe("VALIDATION_ERROR");
    expect((body.error.details.fields as { field: string }[]).map(({ field }) => field)).toContain(field);
  });

  it.each([
    ["3 characters", { username: Math.random().toString(36).slice(2, 5).padEnd(3, "_") }],
    ["50 characters", { username: `${Math.random().toString(36).slice(2, 9).padEnd(7, "_")}${long}` }],
    ["a password of 8", { password: "密码密码密码密码" }],
    ["a password of 128 with blanks around it", { password: ` ${"p".repeat(126)} ` }],
    ["a field that nobody knows", { role: "admin" }],
  ])("takes %s", async (_what, field) => {
    const { status, body } = await call("POST", "/auth/register", { body: { ...newPerson(), ...field } });
    expect(status, JSON.stringify(body)).toBe(201);
  });

  it("says where a body is no JSON, without repeating what it holds", async () => {
    const { status, body } = await ask("/api/v1/auth/register", {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": newAddress() },
      body: '{"username":"abc","password":"hunter2hunter2" oops}',
    });
    expect(status).toBe(400);
    expect(body.error.code).toBe("VALIDATION_ERROR");
    expect(JSON.stringify(body)).not.toContain("hunter2");
  });
});

const ROUTES = [
  ["GET", "/users/me"],
  ["POST", "/auth/logout"],
  ["PUT", "/users/api-key"],
  ["DELETE", "/users/api-key"],
  ["PUT", "/users/preferences"],
] as const;

/** Signs whatever claims with the stack's own secret. */
function sign(header: object, claims: object, secret = process.env.INTAKE_JWT_SECRET ?? ""): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

describe("a request without a good token", () => {
  it.each(ROUTES)("is refused at %s %s with the whole error body", async (method, path) => {
    const { status, headers, body } = await call(method, path, method === "PUT" ? { body: {} } : {});
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe("Bearer");
    expect(headers.get("ratelimit-limit")).toMatch(/^\d+$/);
    expect(body).toEqual({
      success: false,
      error: { code: "AUTH_REQUIRED", message: expect.any(String), details: {} },
      detail: body.error.message,
      request_id: headers.get("x-request-id"),
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      path: `/api/v1${path}`,
    });
  });

  it("is told apart: forged and malformed tokens from one that has expired", async () => {
    const { user_id, token } = await newUser();
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: "intake", aud: "intake-api", sub: user_id, jti: randomUUID(), iat: now - 60, exp: now + 60 };
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${token.split(".")[1]}.`;
    const cases: [string, string][] = [
      ["garbage", "AUTH_INVALID"],
      [none, "AUTH_INVALID"],
      [sign({ alg: "none" }, claims), "AUTH_INVALID"],
      [sign({ alg: "HS256" }, claims, "another secret of at least 32 bytes"), "AUTH_INVALID"],
      [sign({ alg: "HS256" }, { ...claims, aud: "other" }), "AUTH_INVALID"],
      [sign({ alg: "HS256" }, { ...claims, iss: "other" }), "AUTH_INVALID"],
      [sign({ alg: "HS256" }, { ...claims, sub: randomUUID() }), "AUTH_INVALID"],
      [sign({ alg: "HS256" }, { ...claims, exp: now - 10 }), "AUTH_EXPIRED"],
    ];
    for (const [forged, code] of cases) {
      const { status, headers, body } = await me(forged);
      expect([status, body.error.code, headers.get("www-authenticate")]).toEqual([401, code, "Bearer"]);
    }
    expect((await me(sign({ alg: "HS256" }, claims))).status).toBe(200);
  });
});

describe("logging out", () => {
  it("ends this token at once, also after Redis is emptied, and no other", async () => {
    const user = await newUser();
    const other = await login<Success<AuthData>>(user.username, PASSWORD);
    const { status, body } = await call<Success<object>>("POST", "/auth/logout", { token: user.token });
    expect([status, body.data]).toEqual([200, { logged_out: true }]);
    expect((await me(user.token)).body.error.code).toBe("AUTH_INVALID");
    await emptyRedis();
    expect((await me(user.token)).body.error.code).toBe("AUTH_INVALID");
    expect((await me(other.body.data.token)).status).toBe(200);
  });
});

/** All that Intake keeps there but its consumers' signs of life, which other tests may be looking for. */
async function emptyRedis(): Promise<void> {
  const prefix = process.env.REDIS_PREFIX ?? "intake:";
  const redis = new Redis(process.env.REDIS_URL ?? "redis://127.0.0.1:63799");
  const keys = (await redis.keys(`${prefix}*`)).filter((key) => key !== `${prefix}consumers`);
  if (keys.length > 0) await redis.del(keys);
  await redis.quit();
}

describe("logging in", () => {
  it("answers a wrong password and an unknown user alike, in words and in time", async () => {
    const { username } = await newUser();
    const times = { wrong: [] as number[], unknown: [] as number[] };
    for (let n = 0; n < 20; n++) {
      for (const [kind, name] of [
        ["wrong", username],
        ["unknown", `nobody_${n}`],
      ] as const) {
        const started = performance.now();
        const { status, headers, body } = await login(name, "a wrong password");
        times[kind].push(performance.now() - started);
        expect(status).toBe(401);
        expect(headers.get("www-authenticate")).toBe("Bearer");
        expect(body.error).toEqual({ code: "AUTH_INVALID", message: "Username or password is wrong", details: {} });
      }
    }
    const [wrong, unknown] = [mean(times.wrong), mean(times.unknown)];
    expect(Math.abs(wrong - unknown) / Math.min(wrong, unknown)).toBeLessThan(0.25);
  });

  it.each(["' or '1'='1", "x'; drop table users; --", "%", "_", "\\"])(
    "takes %j for a name, not for SQL",
    async (name) => {
      const { status, body } = await login(name, "a wrong password");
      expect([status, body.error.code]).toEqual([401, "AUTH_INVALID"]);
    },
  );

  it("is blocked after five failures from one address, for the right password too, and for nobody else", async () => {
    const { username } = await newUser();
    const { username: other } = await newUser();
    const ip = newAddress();
    for (let n = 0; n < 5; n++) expect((await login(username, "wrong", ip)).status).toBe(401);
    const { status, headers, body } = await login(username, PASSWORD, ip);
    expect([status, body.error.code]).toEqual([429, "RATE_LIMIT_EXCEEDED"]);
    const wait = Number(headers.get("retry-after"));
    expect(wait).toBeGreaterThan(890);
    expect(wait).toBeLessThanOrEqual(900);
    expect((await login(other, PASSWORD, ip)).status).toBe(200);
    expect((await login(username, PASSWORD)).status).toBe(200);
  });
});

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a key for a provider", () => {
  const KEY = "sk-e2e-Kx7Qm2Zt9Lw4";
  const BASE_URL = process.env.INTAKE_LLM_BASE_URL;

  it.skipIf(!BASE_URL)(
    "is stored when the provider takes it, not when it refuses it, and shows up nowhere",
    async () => {
      let status = 401;
      await using provider = await startProvider(() => status, Number(new URL(BASE_URL!).port));
      const { token } = await newUser();
      const before = (await me<Success<ProfileData>>(token)).body.data;
      const refused = await call("PUT", "/users/api-key", { token, body: { api_key: KEY } });
      expect([refused.status, refused.body.error.code, refused.body.error.details]).toEqual([
        422,
        "API_KEY_INVALID",
        { reason: "rejected" },
      ]);
      expect((await me<Success<ProfileData>>(token)).body.data).toEqual(before);

      status = 200;
      const stored = await call<Success<ProfileData>>("PUT", "/users/api-key", {
        token,
        body: { api_key: KEY, base_url: BASE_URL },
      });
      expect(stored.body.data).toMatchObject({ api_key_configured: true, api_key_status: "valid", base_url: BASE_URL });
      expect(provider.asked.map(({ path, authorization }) => [path, authorization])).toEqual([
        ["/v1/models", `Bearer ${KEY}`],
        ["/v1/models", `Bearer ${KEY}`],
      ]);
      const short = await call("PUT", "/users/api-key", { token, body: { api_key: KEY.slice(0, 7) } });
      expect(short.status).toBe(400);
      expect(JSON.stringify([refused.body, stored.body, short.body])).not.toContain(KEY.slice(0, 7));
      expect(await logs()).not.toContain(KEY.slice(7));

      for (let n = 0; n < 2; n++) {
        const removed = await call<Success<ProfileData>>("DELETE", "/users/api-key", { token });
        expect(removed.body.data).toMatchObject({ api_key_configured: false, api_key_status: "none", base_url: null });
      }
    },
  );

  it("goes to no address outside the list", async () => {
    await using stranger = await startProvider(() => 200);
    const { token } = await newUser();
    for (const base_url of ["http://169.254.169.254/", stranger.baseUrl, "https://api.openai.com@evil.example/v1"]) {
      const { status, body } = await call("PUT", "/users/api-key", { token, body: { api_key: KEY, base_url } });
      expect([status, body.error.details]).toEqual([422, { reason: "base_url_not_allowed" }]);
    }
    expect(stranger.asked).toEqual([]);
  });
});

/** What the parts of the stack have logged so far; empty where the stack is not on this machine. */
async function logs(): Promise<string> {
  const folder = process.env.INTAKE_STACK_DIR && join(process.env.INTAKE_STACK_DIR, "logs");
  if (!folder) return "";
  const files = await readdir(folder);
  return (await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")))).join("\n");
}

describe("preferences", () => {
  it("are set one by one; a null model is none", async () => {
    const { token } = await newUser();
    const set = (body: object) => call<Success<ProfileData>>("PUT", "/users/preferences", { token, body });
    expect((await set({ preferred_model: "qwen/qwen-max@2026-01.1" })).body.data.preferred_model).toBe(
      "qwen/qwen-max@2026-01.1",
    );
    const { data } = (await set({ preferred_provider: "local" })).body;
    expect(data).toMatchObject({ preferred_model: "qwen/qwen-max@2026-01.1", preferred_provider: "local" });
    expect((await set({ preferred_model: null })).body.data.preferred_model).toBeNull();
  });

  it.each([{}, { preferred_model: "a b" }, { preferred_model: "" }, { preferred_provider: "other" }])(
    "refuse %j",
    async (body) => {
      const { token } = await newUser();
      const { status, body: refused } = await call("PUT", "/users/preferences", { token, body });
      expect([status, refused.error.code]).toEqual([400, "VALIDATION_ERROR"]);
    },
  );
});

describe("limits", () => {
  it("refuse the 101st request of a user within a minute, with all headers, and count users apart", async () => {
    const [a, b] = await Promise.all([newUser(), newUser()]);
    const answers: Answer<Failure>[] = [];
    for (let n = 0; n < 100; n++) answers.push(await me(a.token));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200));
    expect(answers.at(-1)!.headers.get("ratelimit-remaining")).toBe("0");

    const { status, headers, body } = await me(a.token);
    expect(status).toBe(429);
    expect(headers.get("ratelimit-limit")).toBe("100");
    expect(headers.get("ratelimit-remaining")).toBe("0");
    expect(headers.get("ratelimit-policy")).toBe("100;w=60");
    const wait = Number(headers.get("retry-after"));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
    expect(headers.get("ratelimit-reset")).toBe(String(wait));
    expect(body.error.details).toEqual({ scope: "default", limit: 100, retry_after: wait });
    expect((await me(b.token)).status).toBe(200);
  });

  it("are not escaped by a made-up address: what a client writes before a proxy does is not believed", async () => {
    const ip = newAddress();
    const refused: number[] = [];
    for (let n = 0; n < 7; n++) {
      const { status } = await call("POST", "/auth/register", { body: {}, ip: `${newAddress()}, ${ip}` });
      refused.push(status);
    }
    expect(refused).toEqual([400, 400, 400, 400, 400, 429, 429]);
  });

  it("count what a client claims to be edge by its own address", async () => {
    const ip = newAddress();
    const register = () =>
      ask("/api/v1/auth/register", {
        method: "POST",
        headers: {
          "x-forwarded-for": ip,
          "x-intake-client": `${newAddress()} forged`,
          "content-type": "application/json",
        },
        body: "{}",
      });
    for (let n = 0; n < 5; n++) expect((await register()).status).toBe(400);
    expect((await register()).status).toBe(429);
  });
});

describe("the tables and workbooks API", () => {
  it("goes on without accounts", async () => {
    const { body, contentType } = multipart("open.csv", "a\n1\n");
    const { status } = await ask("/api/files/upload", {
      method: "POST",
      headers: { "content-type": contentType },
      body: new Uint8Array(body),
    });
    expect(status).toBe(202);
  });
});
