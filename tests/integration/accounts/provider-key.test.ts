import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  markKeyInvalid,
  readProviderKey,
  removeProviderKey,
  setProviderKey,
} from "../../../lib/accounts/provider-key.ts";
import { readConfig } from "../../../lib/config.ts";
import { openPorts, type Ports } from "../../../lib/ports.ts";
import { codeOf, FROM, newUser } from "../../support/accounts.ts";
import { type Asked, type ProviderAnswer, startProvider } from "../../support/provider.ts";
import { openWorld, type World } from "../../support/world.ts";

const KEY = "sk-live-0123456789abcdef";

let world: World;
const opened: Ports[] = [];

beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await Promise.all(opened.map((ports) => ports.close()));
  await world[Symbol.asyncDispose]();
});

function portsWith(env: Record<string, string>): Ports {
  const ports = openPorts(readConfig({ ...world.env, LOG_LEVEL: "silent", ...env }), "test");
  opened.push(ports);
  return ports;
}

/** A new user's try to store the key, with a provider that answers so and is the deployment's own. */
async function store(answer: (asked: Asked) => ProviderAnswer, validate = true) {
  const provider = await startProvider(answer);
  const ports = portsWith({ INTAKE_LLM_BASE_URL: provider.baseUrl });
  const { user } = await newUser(ports);
  const before = await ports.db("users").where({ id: user.id }).first();
  const stored = setProviderKey(ports, user, { apiKey: KEY, baseUrl: null, validate }, FROM);
  const code = await codeOf(stored);
  const after = await ports.db("users").where({ id: user.id }).first();
  await provider[Symbol.asyncDispose]();
  return { ports, user, stored, code, before, after, asked: provider.asked };
}

describe("a user's key for a provider", () => {
  it("is stored once the provider has taken it, and comes back for the consumer alone", async () => {
    const { ports, user, stored, asked } = await store(() => 200);
    expect(asked).toEqual([{ method: "GET", path: "/v1/models", authorization: `Bearer ${KEY}`, body: "" }]);
    expect(await stored).toMatchObject({ api_key_status: "valid", base_url: null });
    expect(await readProviderKey(ports, user.id)).toEqual({ apiKey: KEY, baseUrl: ports.config.INTAKE_LLM_BASE_URL });
  });

  it("is in no row of the database in the clear, nor is a part of it", async () => {
    const { ports, user } = await store(() => 200);
    const { rows } = await ports.db.raw(
      `select u::text as text from users u where id = :id union all
       select e::text from security_events e where user_id = :id`,
      { id: user.id },
    );
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain(KEY.slice(8, 16));
  });

  it.each([401, 403])("that the provider refuses with %d changes nothing", async (status) => {
    const { code, before, after, ports, user } = await store(() => status);
    expect(code).toBe("API_KEY_INVALID");
    expect(after).toEqual(before);
    expect(
      await ports.db("security_events").where({ user_id: user.id, event: "api_key_refused" }).pluck("details"),
    ).toEqual([{ reason: "rejected" }]);
  });

  it.each([404, 405])("is tried in a chat of one token where a list of models is answered %d", async (status) => {
    const { code, asked } = await store(({ method }) => (method === "GET" ? status : 200));
    expect(code).toBe("done");
    expect(asked[1]).toMatchObject({ method: "POST", path: "/v1/chat/completions", authorization: `Bearer ${KEY}` });
    expect(JSON.parse(asked[1]!.body)).toMatchObject({ model: "qwen-max", max_tokens: 1 });
    const refused = await store(({ method }) => (method === "GET" ? status : 401));
    expect(refused.code).toBe("API_KEY_INVALID");
  });

  it("is in the log of calls by its chat alone, with what the provider counted, and without the key", async () => {
    const usage = { prompt_tokens: 8, completion_tokens: 1, total_tokens: 9 };
    const { ports, user } = await store(({ method }) =>
      method === "GET" ? 404 : { status: 200, body: JSON.stringify({ usage }) },
    );
    const rows = await ports.db("llm_calls").where({ user_id: user.id });
    expect(rows).toMatchObject([
      { purpose: "validate", status: "ok", http_status: 200, ...usage, tokens_estimated: false, key_scope: "user" },
    ]);
    expect(JSON.stringify(rows)).not.toContain(KEY.slice(8, 16));
    const listed = await store(() => 200);
    expect(await listed.ports.db("llm_calls").where({ user_id: listed.user.id })).toEqual([]);
  });

  it.each([500, 429, 302])(
    "is not stored where the provider answers %d, which says nothing of the key",
    async (status) => {
      const { code, before, after, asked } = await store(() => ({ status, headers: { location: "/v1/elsewhere" } }));
      expect(code).toBe("LLM_UNAVAILABLE");
      expect(after).toEqual(before);
      expect(asked).toHaveLength(1); // the redirect was not followed
    },
  );

  it("is not stored where the provider gives no answer within 5 s", async () => {
    const started = performance.now();
    const { code, before, after } = await store(() => "silence");
    expect(code).toBe("LLM_UNAVAILABLE");
    expect(after).toEqual(before);
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  it("is stored unverified on demand, without a question", async () => {
    const { stored, asked } = await store(() => 401, false);
    expect((await stored).api_key_status).toBe("unverified");
    expect(asked).toEqual([]);
  });

  it("goes to no address that the operator has not listed: no request leaves, checked or not", async () => {
    await using provider = await startProvider(() => 200);
    const ports = portsWith({ INTAKE_LLM_BASE_URL: "https://models.example.com/v1" });
    const { user } = await newUser(ports);
    for (const validate of [true, false]) {
      const stored = setProviderKey(ports, user, { apiKey: KEY, baseUrl: provider.baseUrl, validate }, FROM);
      expect(await stored.catch(({ code, details }) => ({ code, details }))).toEqual({
        code: "API_KEY_INVALID",
        details: { reason: "base_url_not_allowed" },
      });
    }
    expect(provider.asked).toEqual([]);
    const listed = portsWith({ INTAKE_LLM_ALLOWED_ORIGINS: new URL(provider.baseUrl).origin });
    const stored = await setProviderKey(listed, user, { apiKey: KEY, baseUrl: provider.baseUrl, validate: true }, FROM);
    expect(stored.base_url).toBe(provider.baseUrl);
    expect(await codeOf(readProviderKey(ports, user.id))).toBe("API_KEY_INVALID"); // no longer listed
  });

  it("moves to the newest encryption key when it is used", async () => {
    const old = `old:${Buffer.alloc(32, 1).toString("base64")}`;
    const ports = portsWith({ INTAKE_ENCRYPTION_KEYS: old });
    const { user } = await newUser(ports);
    await setProviderKey(ports, user, { apiKey: KEY, baseUrl: null, validate: false }, FROM);
    const rotated = portsWith({ INTAKE_ENCRYPTION_KEYS: `new:${Buffer.alloc(32, 2).toString("base64")},${old}` });
    expect((await readProviderKey(rotated, user.id))?.apiKey).toBe(KEY);
    const { api_key_encrypted } = await ports.db("users").where({ id: user.id }).first();
    expect(api_key_encrypted).toMatch(/^new:/);
  });

  it("is shown as invalid once a task has found it refused, and forgotten on demand", async () => {
    const { ports, user } = await store(() => 200);
    await markKeyInvalid(ports, user.id);
    expect(await ports.db("users").where({ id: user.id }).first("api_key_status")).toEqual({
      api_key_status: "invalid",
    });
    for (let n = 0; n < 2; n++) {
      expect(await removeProviderKey(ports, user, FROM)).toMatchObject({ api_key_status: "none", base_url: null });
    }
    expect(await readProviderKey(ports, user.id)).toBeNull();
    await markKeyInvalid(ports, user.id); // a late task of a key that is gone
    expect(await ports.db("users").where({ id: user.id }).first("api_key_status")).toEqual({ api_key_status: "none" });
  });
});
