import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authenticate } from "../../../lib/accounts/authenticate.ts";
import { signIn } from "../../../lib/accounts/register.ts";
import { purgeExpiredTokens, revokeToken } from "../../../lib/accounts/revocation.ts";
import { openPorts, type Ports } from "../../../lib/ports.ts";
import { codeOf, newUser } from "../../support/accounts.ts";
import { openWorld, type World } from "../../support/world.ts";

let world: World;
let ports: Ports;
/** The same world as a process sees it that cannot reach Redis. */
let blind: Ports;

beforeAll(async () => {
  world = await openWorld();
  ({ ports } = world);
  blind = openPorts({ ...world.config, LOG_LEVEL: "silent", REDIS_URL: "redis://127.0.0.1:1" }, "test");
});
afterAll(async () => {
  await blind.close();
  await world[Symbol.asyncDispose]();
});

const enter = (token: string, through = ports) => codeOf(authenticate(through, `Bearer ${token}`));
const listKey = (jti: string) => `${world.config.REDIS_PREFIX}revoked:${jti}`;

describe("who makes a request", () => {
  it("is the account of its token, without password hash and key", async () => {
    const { user, token } = await newUser(ports);
    const found = await authenticate(ports, `bearer   ${token} `);
    expect(found).toEqual(user);
    expect(Object.keys(found)).not.toContain("password_hash");
    expect(Object.keys(found)).not.toContain("api_key_encrypted");
  });

  it.each([undefined, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz"])(
    "is unknown with the header %s",
    async (header) => {
      expect(await codeOf(authenticate(ports, header))).toBe("AUTH_REQUIRED");
    },
  );

  it.each(["Bearer garbage", "Bearer a b"])("is not told by the header %s", async (header) => {
    expect(await codeOf(authenticate(ports, header))).toBe("AUTH_INVALID");
  });

  it("is nobody once the account is gone", async () => {
    const { user, token } = await newUser(ports);
    await ports.db("users").where({ id: user.id }).delete();
    expect(await enter(token)).toBe("AUTH_INVALID");
  });

  it("is not known while the database is down, which is not the token's fault", async () => {
    const { token } = await newUser(ports);
    const lost = openPorts(
      { ...world.config, LOG_LEVEL: "silent", DATABASE_URL: "postgres://x:x@127.0.0.1:1/x" },
      "test",
    );
    expect(await enter(token, lost)).toBe("UNAVAILABLE");
    await lost.close();
  });
});

describe("a revoked token", () => {
  it("is refused at once, while another of the same user goes on", async () => {
    const { user, token } = await newUser(ports);
    const { token: other } = await signIn(ports, user);
    await revokeToken(ports, user.token);
    expect(await enter(token)).toBe("AUTH_INVALID");
    expect(await enter(other)).toBe("done");
  });

  it("is on the list in Redis until it would have expired", async () => {
    const { user } = await newUser(ports);
    await revokeToken(ports, user.token);
    const left = await ports.live.client.pttl(listKey(user.token.id));
    expect(Math.abs(Date.now() + left - user.token.expiresAt.getTime())).toBeLessThan(1_000);
  });

  it("is refused though Redis was emptied, and is on the list again after that", async () => {
    const { user, token } = await newUser(ports);
    await revokeToken(ports, user.token);
    await ports.live.client.del(listKey(user.token.id));
    expect(await enter(token)).toBe("AUTH_INVALID");
    expect(await ports.live.client.exists(listKey(user.token.id))).toBe(1);
  });

  it("is refused while Redis is down, and good tokens are not", async () => {
    const { user, token } = await newUser(ports);
    const { token: other } = await signIn(ports, user);
    await revokeToken(ports, user.token);
    expect(await enter(token, blind)).toBe("AUTH_INVALID");
    expect(await enter(other, blind)).toBe("done");
  });

  it("is refused everywhere though Redis was down when it was revoked", async () => {
    const { user, token } = await newUser(ports);
    await revokeToken(blind, user.token);
    expect(await enter(token)).toBe("AUTH_INVALID");
  });

  it("may be revoked twice", async () => {
    const { user } = await newUser(ports);
    await revokeToken(ports, user.token);
    await revokeToken(ports, user.token);
  });

  it("is forgotten once it has expired, not before", async () => {
    const { user } = await newUser(ports);
    const row = { user_id: user.id, created_at: new Date() };
    const [past, coming] = [crypto.randomUUID(), crypto.randomUUID()];
    await ports.db("revoked_tokens").insert([
      { ...row, jti: past, expires_at: new Date(Date.now() - 120_000) },
      { ...row, jti: coming, expires_at: new Date(Date.now() + 120_000) },
    ]);
    await purgeExpiredTokens(ports);
    const left = await ports.db("revoked_tokens").whereIn("jti", [past, coming]).pluck("jti");
    expect(left).toEqual([coming]);
  });
});
