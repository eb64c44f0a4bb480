import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey, listApiKeys, ownerOfApiKey, revokeApiKey } from "../../../lib/accounts/api-keys.ts";
import { readConfig } from "../../../lib/config.ts";
import { admit } from "../../../lib/http/admit.ts";
import { openPorts, type Ports } from "../../../lib/ports.ts";
import { codeOf } from "../../support/accounts.ts";
import { openWorld, type World } from "../../support/world.ts";

let world: World;
let ports: Ports;

beforeAll(async () => {
  world = await openWorld();
  ports = openPorts(
    readConfig({ ...world.env, LOG_LEVEL: "silent", ENABLE_API_KEY_AUTH: "true", RATE_LIMIT_UPLOADS: "1/minute" }),
    "test",
  );
});
afterAll(async () => {
  await ports.close();
  await world[Symbol.asyncDispose]();
});

const enter = (route: { path: string; auth?: "open" | "user"; limit?: "job_upload" }, key?: string, through = ports) =>
  admit(through, route, { headers: key ? { "x-api-key": key } : {}, ip: "203.0.113.4", requestId: "test" });

describe("an API key", () => {
  it("names its owner until it is revoked, and is nowhere stored itself", async () => {
    const { id, key } = await createApiKey(ports, "billing");
    expect(key).toMatch(/^intake_[\w-]{43}$/);
    expect(await ownerOfApiKey(ports, key)).toBe("billing");
    const { rows } = await ports.db.raw("select k::text as text from api_keys k");
    expect(JSON.stringify(rows)).not.toContain(key.slice(7, 17));

    expect(await revokeApiKey(ports, id)).toBe(true);
    expect(await revokeApiKey(ports, id)).toBe(false);
    expect(await codeOf(ownerOfApiKey(ports, key))).toBe("AUTH_INVALID");
    expect((await listApiKeys(ports)).find((listed) => listed.id === id)?.revoked_at).toBeInstanceOf(Date);
  });

  it("may be exchanged without a gap: two of one owner are good at once", async () => {
    const [old, next] = await Promise.all([createApiKey(ports, "etl"), createApiKey(ports, "etl")]);
    expect(await Promise.all([old, next].map(({ key }) => ownerOfApiKey(ports, key)))).toEqual(["etl", "etl"]);
  });

  it.each(["", " x", "public", "x".repeat(101)])("is not made for the name %j", async (name) => {
    await expect(createApiKey(ports, name)).rejects.toThrow(RangeError);
  });
});

describe("where keys are asked for", () => {
  it("a request needs one, and makes jobs in its owner's name", async () => {
    const { key } = await createApiKey(ports, "reports");
    expect((await enter({ path: "/api/jobs" })).refused?.code).toBe("AUTH_REQUIRED");
    expect((await enter({ path: "/api/jobs" }, "intake_made-up")).refused?.code).toBe("AUTH_INVALID");
    expect(await enter({ path: "/api/jobs" }, key)).toMatchObject({ refused: null, createdBy: "reports" });
  });

  it("health and the reference stay open, and the documents API has accounts instead", async () => {
    expect((await enter({ path: "/api/health", auth: "open" })).refused).toBeNull();
    expect((await enter({ path: "/api/v1/auth/login" })).refused).toBeNull();
  });

  it("uploads are counted by key", async () => {
    const [one, two] = await Promise.all([createApiKey(ports, "one"), createApiKey(ports, "two")]);
    const upload = { path: "/api/files/upload", limit: "job_upload" } as const;
    expect((await enter(upload, one.key)).refused).toBeNull();
    expect((await enter(upload, two.key)).refused).toBeNull();
    expect((await enter(upload, one.key)).refused?.code).toBe("RATE_LIMIT_EXCEEDED");
  });
});

describe("where no keys are asked for", () => {
  it("everybody comes in, as public, and uploads have no limit unless one is set", async () => {
    const upload = { path: "/api/files/upload", limit: "job_upload" } as const;
    for (let n = 0; n < 3; n++) {
      expect(await enter(upload, undefined, world.ports)).toEqual({
        user: null,
        createdBy: "public",
        headers: {},
        refused: null,
      });
    }
  });
});
