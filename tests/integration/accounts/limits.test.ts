import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../../lib/config.ts";
import { admit } from "../../../lib/http/admit.ts";
import { openPorts, type Ports } from "../../../lib/ports.ts";
import { newUser } from "../../support/accounts.ts";
import { openWorld, type World } from "../../support/world.ts";

let world: World;
const opened: Ports[] = [];

beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await Promise.all(opened.map((ports) => ports.close()));
  await world[Symbol.asyncDispose]();
});

/** A process of this world with other limits, whose Redis is ready. */
async function process(limits: string, more: Record<string, string> = {}): Promise<Ports> {
  const env = { ...world.env, LOG_LEVEL: "silent", INTAKE_RATE_LIMITS: limits, ...more };
  const ports = openPorts(readConfig(env), "test");
  opened.push(ports);
  while (!ports.live.up && !more.REDIS_URL) await sleep(5);
  return ports;
}

const key = () => `ip:${crypto.randomUUID()}`;
const route = { path: "/api/v1/users/me", auth: "user" as const };
const ask = (ports: Ports, headers: Record<string, string>, ip: string = crypto.randomUUID()) =>
  admit(ports, route, { headers, ip, requestId: "test" });

describe("a limit", () => {
  it("is counted down to a refusal, and tells how long that lasts", async () => {
    const ports = await process("default=2/30");
    const who = key();
    const standings = [];
    for (let n = 0; n < 3; n++) standings.push(await ports.limits.take("default", who));
    const window = { limit: 2, windowSeconds: 30, resetSeconds: 30 };
    expect(standings).toEqual([
      { allowed: true, used: 1, remaining: 1, ...window },
      { allowed: true, used: 2, remaining: 0, ...window },
      { allowed: false, used: 3, remaining: 0, ...window },
    ]);
  });

  it("ends when it says: the wait is enough, and refused requests do not lengthen it", async () => {
    const ports = await process("default=1/2");
    const who = key();
    await ports.limits.take("default", who);
    await sleep(700);
    const refused = await ports.limits.take("default", who);
    expect(refused).toMatchObject({ allowed: false, resetSeconds: 2 });
    await sleep(1_400);
    expect((await ports.limits.take("default", who))?.allowed).toBe(true);
  });

  it("is shared by all processes", async () => {
    const [one, two] = await Promise.all([process("default=2/30"), process("default=2/30")]);
    const who = key();
    await one.limits.take("default", who);
    await two.limits.take("default", who);
    expect((await one.limits.take("default", who))?.allowed).toBe(false);
  });

  it("is as large while Redis is down, and nothing is refused for that reason", async () => {
    const ports = await process("default=2/30", { REDIS_URL: "redis://127.0.0.1:1" });
    const who = key();
    const allowed = [];
    for (let n = 0; n < 3; n++) allowed.push((await ports.limits.take("default", who))?.allowed);
    expect(allowed).toEqual([true, true, false]);
  });

  it("is none where limits are off", async () => {
    const ports = await process("off");
    expect(await ports.limits.take("default", key())).toBeNull();
    expect((await ask(ports, {})).headers).toEqual({});
  });
});

describe("the gate", () => {
  it("counts users apart, and those without a good token by their address", async () => {
    const ports = await process("default=1/30");
    const [a, b] = await Promise.all([newUser(ports), newUser(ports)]);
    const as = (token: string) => ask(ports, { authorization: `Bearer ${token}` }, "203.0.113.5");
    expect((await as(a.token)).refused).toBeNull();
    expect((await as(b.token)).refused).toBeNull();
    expect((await as(a.token)).refused?.details).toEqual({ scope: "default", limit: 1, retry_after: 30 });
    expect((await as("garbage")).refused?.code).toBe("AUTH_INVALID");
    expect((await as("garbage")).refused?.code).toBe("RATE_LIMIT_EXCEEDED");
  });

  it("gives every answer the headers of its limit, the refusal of a token too", async () => {
    const ports = await process("default=9/30");
    const { headers, refused } = await ask(ports, {});
    expect(refused?.code).toBe("AUTH_REQUIRED");
    expect(headers).toEqual({
      "RateLimit-Limit": "9",
      "RateLimit-Remaining": "8",
      "RateLimit-Reset": "30",
      "RateLimit-Policy": "9;w=30",
    });
  });

  it("notes a refused token among the security events, until its sender is over the limit", async () => {
    const ports = await process("default=2/30");
    const ip = "203.0.113.77";
    for (let n = 0; n < 5; n++) await ask(ports, { authorization: "Bearer garbage", "user-agent": "forger" }, ip);
    const events = await ports.db("security_events").where({ ip });
    expect(events.map(({ event, user_agent, details }) => [event, user_agent, details])).toEqual([
      ["token_refused", "forger", { code: "AUTH_INVALID" }],
      ["token_refused", "forger", { code: "AUTH_INVALID" }],
    ]);
  });

  it("says 503, not 429, to everybody while the database is down", async () => {
    const { token } = await newUser(world.ports);
    const ports = await process("default=1/30", { DATABASE_URL: "postgres://x:x@127.0.0.1:1/x" });
    for (let n = 0; n < 3; n++) {
      const { refused } = await ask(ports, { authorization: `Bearer ${token}` }, "203.0.113.6");
      expect(refused?.code).toBe("UNAVAILABLE");
    }
  });
});
