import { setTimeout as sleep } from "node:timers/promises";
import { hash } from "@node-rs/argon2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { login } from "../../../lib/accounts/login.ts";
import { register } from "../../../lib/accounts/register.ts";
import { readConfig } from "../../../lib/config.ts";
import { openPorts, type Ports } from "../../../lib/ports.ts";
import { codeOf, FROM, newUser, PASSWORD } from "../../support/accounts.ts";
import { openWorld, type World } from "../../support/world.ts";

let world: World;
let ports: Ports;

beforeAll(async () => {
  world = await openWorld();
  ({ ports } = world);
});
afterAll(() => world[Symbol.asyncDispose]());

let lastAddress = 0;
const newAddress = () => `198.51.100.${++lastAddress}`;
const attempt = (username: string, password: string, ip: string, through = ports) =>
  login(through, { username, password }, { ...FROM, ip });
const tryIn = (username: string, password: string, ip: string, through = ports) =>
  codeOf(attempt(username, password, ip, through));

async function fail(times: number, username: string, ip: string): Promise<string[]> {
  const codes: string[] = [];
  for (let n = 0; n < times; n++) codes.push(await tryIn(username, "wrong", ip));
  return codes;
}

/** A process of this world with other limits, whose Redis is ready. */
async function processWith(limits: string): Promise<AsyncDisposable & { ports: Ports }> {
  const { INTAKE_LOGIN_LIMITS } = readConfig({ INTAKE_LOGIN_LIMITS: limits });
  const narrow = openPorts({ ...world.config, LOG_LEVEL: "silent", INTAKE_LOGIN_LIMITS }, "test");
  while (!narrow.live.up) await sleep(5);
  return { ports: narrow, [Symbol.asyncDispose]: () => narrow.close() };
}

const five = Array.from({ length: 5 }, () => "AUTH_INVALID");

describe("an account", () => {
  it("is made once per name and per address, in whatever case, also by two at once", async () => {
    const join = (username: string, email: string) =>
      codeOf(register(ports, { username, email, password: PASSWORD }, FROM));
    expect(await join("Ada_L", "Ada@example.com")).toBe("done");
    expect(await join("ADA_l", "other@example.com")).toBe("CONFLICT");
    expect(await join("other", "aDA@EXAMPLE.com")).toBe("CONFLICT");
    const codes = await Promise.all([join("Twin", "one@example.com"), join("twin", "two@example.com")]);
    expect(codes.sort()).toEqual(["CONFLICT", "done"]);
  });

  it("keeps no password, only its hash", async () => {
    const { user } = await newUser(ports);
    const row = await ports.db("users").where({ id: user.id }).first();
    expect(row.password_hash).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
  });
});

describe("a login", () => {
  it("is by name or address, in whatever case", async () => {
    const { user } = await newUser(ports);
    const ip = newAddress();
    const data = await attempt(user.username.toUpperCase(), PASSWORD, ip);
    expect(data).toMatchObject({ user_id: user.id, username: user.username, email: user.email, token_type: "Bearer" });
    expect((await attempt(user.email.toUpperCase(), PASSWORD, ip)).user_id).toBe(user.id);
  });

  it("fails alike for a wrong password and an unknown name", async () => {
    const { user } = await newUser(ports);
    const [wrong, unknown] = await Promise.all([
      attempt(user.username, "wrong", newAddress()).catch((error) => error),
      attempt("nobody_at_all", "wrong", newAddress()).catch((error) => error),
    ]);
    expect({ ...wrong, message: wrong.message }).toEqual({ ...unknown, message: unknown.message });
    expect(wrong.code).toBe("AUTH_INVALID");
  });

  it("gives a password that was hashed with less work a new hash", async () => {
    const { user } = await newUser(ports);
    const password_hash = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await ports.db("users").where({ id: user.id }).update({ password_hash });
    await attempt(user.username, PASSWORD, newAddress());
    const after = await ports.db("users").where({ id: user.id }).first("password_hash");
    expect(after.password_hash).toContain("m=19456,t=2,p=1");
    expect(await tryIn(user.username, PASSWORD, newAddress())).toBe("done");
  });

  it("leaves security events with address and request, and no secret", async () => {
    const { user } = await newUser(ports);
    const ip = newAddress();
    await tryIn(user.username, "wrong-password", ip);
    await attempt(user.username, PASSWORD, ip);
    const events = await ports.db("security_events").where({ user_id: user.id }).orderBy("id");
    expect(
      events.map(({ event, success, ip, request_id, user_agent }) => [event, success, ip, request_id, user_agent]),
    ).toEqual([
      ["register", true, FROM.ip, "test", "vitest"],
      ["login", false, ip, "test", "vitest"],
      ["login", true, ip, "test", "vitest"],
    ]);
    expect(JSON.stringify(events)).not.toMatch(/wrong-password|correct horse|eyJ/);
  });
});

describe("guessing a password", () => {
  it("ends after five failures of one name from one address, for 15 minutes and for the right password too", async () => {
    const { user } = await newUser(ports);
    const ip = newAddress();
    expect(await fail(5, user.username, ip)).toEqual(five);
    const refused = await attempt(user.username, PASSWORD, ip).catch((error) => error);
    expect(refused.code).toBe("RATE_LIMIT_EXCEEDED");
    expect(refused.details).toEqual({ scope: "login", limit: 5, retry_after: 900 });
    expect(await tryIn(user.username, PASSWORD, newAddress())).toBe("done");
    expect(await tryIn((await newUser(ports)).user.username, PASSWORD, ip)).toBe("done");
  });

  it("gets no further by trying all at once", async () => {
    const { user } = await newUser(ports);
    const ip = newAddress();
    const codes = await Promise.all(Array.from({ length: 12 }, () => tryIn(user.username, "wrong", ip)));
    expect(codes.filter((code) => code === "AUTH_INVALID")).toHaveLength(5);
    expect(await tryIn(user.username, PASSWORD, ip)).toBe("RATE_LIMIT_EXCEEDED");
  });

  it("ends as soon for a name that does not exist", async () => {
    const ip = newAddress();
    expect(await fail(6, "no_such_user", ip)).toEqual([...five, "RATE_LIMIT_EXCEEDED"]);
  });

  it("begins anew after a success", async () => {
    const { user } = await newUser(ports);
    const ip = newAddress();
    await fail(4, user.username, ip);
    expect(await tryIn(user.username, PASSWORD, ip)).toBe("done");
    expect(await fail(5, user.username, ip)).toEqual(five);
  });

  it("from many addresses ends after 20 an hour, but not for the user from where they log in", async () => {
    const { user } = await newUser(ports);
    const home = newAddress();
    await attempt(user.username, PASSWORD, home);
    for (let n = 0; n < 4; n++) expect(await fail(5, user.username, newAddress())).toEqual(five);
    const stranger = newAddress();
    expect(await tryIn(user.username, PASSWORD, stranger)).toBe("RATE_LIMIT_EXCEEDED");
    expect(await tryIn(user.username, PASSWORD, home)).toBe("done");
    await ports
      .db("security_events")
      .where({ user_id: user.id })
      .update({ created_at: new Date(Date.now() - 31 * 86_400_000) });
    expect(await tryIn(user.username, PASSWORD, home)).toBe("RATE_LIMIT_EXCEEDED");
  });

  it("is blocked from the last failure on, not from the first", async () => {
    const { user } = await newUser(ports);
    await using narrow = await processWith("name_ip=2/2");
    const ip = newAddress();
    await tryIn(user.username, "wrong", ip, narrow.ports);
    await sleep(1_300);
    await tryIn(user.username, "wrong", ip, narrow.ports);
    await sleep(1_000); // the window of the first failure is over
    expect(await tryIn(user.username, PASSWORD, ip, narrow.ports)).toBe("RATE_LIMIT_EXCEEDED");
    await sleep(1_200);
    expect(await tryIn(user.username, PASSWORD, ip, narrow.ports)).toBe("done");
  });

  it("of many names from one address ends after the limit of the address; blocked tries are no failures", async () => {
    await using narrow = await processWith("ip=3/60,name_ip=1/60");
    const ip = newAddress();
    const codes: string[] = [];
    for (const name of ["aaa", "aaa", "aaa", "bbb", "ccc", "ddd"]) {
      codes.push(await tryIn(name, "wrong", ip, narrow.ports));
    }
    const [failed, blocked] = ["AUTH_INVALID", "RATE_LIMIT_EXCEEDED"];
    expect(codes).toEqual([failed, blocked, blocked, failed, failed, blocked]);
  });

  it("ends while Redis is down too", async () => {
    const { user } = await newUser(ports);
    const blind = openPorts({ ...world.config, LOG_LEVEL: "silent", REDIS_URL: "redis://127.0.0.1:1" }, "test");
    const ip = newAddress();
    const codes: string[] = [];
    for (let n = 0; n < 6; n++) codes.push(await tryIn(user.username, "wrong", ip, blind));
    expect(codes).toEqual([...five, "RATE_LIMIT_EXCEEDED"]);
    expect(await tryIn(user.username, PASSWORD, newAddress(), blind)).toBe("done");
    await blind.close();
  });

  it("is not hindered where the operator has switched that off", async () => {
    const { user } = await newUser(ports);
    const open = openPorts({ ...world.config, LOG_LEVEL: "silent", INTAKE_LOGIN_LIMITS: null }, "test");
    const ip = newAddress();
    for (let n = 0; n < 7; n++) expect(await tryIn(user.username, "wrong", ip, open)).toBe("AUTH_INVALID");
    await open.close();
  });
});
