import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { buildEdge } from "../../../edge/app.ts";
import { revokeToken } from "../../../lib/accounts/revocation.ts";
import { issueToken, verifyToken } from "../../../lib/accounts/tokens.ts";
import type { Account } from "../../../lib/accounts/user.ts";
import { cancelTask } from "../../../lib/document-tasks/change-task.ts";
import { OpenSockets } from "../../../lib/limits/open-sockets.ts";
import type { Ports } from "../../../lib/ports.ts";
import { ask, newDocument, newUser } from "../../support/document-world.ts";
import { type FakeLlm, startFakeLlm } from "../../support/fake-llm.ts";
import { prose } from "../../support/prose.ts";
import { openWorld, type World } from "../../support/world.ts";

const UNKNOWN = "0190a0a0-0000-7000-8000-000000000000";

type Message = { type: string; seq: number; progress: number; timestamp: string } & Record<string, unknown>;
type Heard = { messages: Message[]; code: number; reason: string; protocol: string };

describe("a socket for tasks", () => {
  let world: World;
  let llm: FakeLlm;
  let ports: Ports;
  let app: FastifyInstance;
  let address: string;
  let user: Account;
  let token: string;
  let file: string;
  beforeAll(async () => {
    world = await openWorld();
    llm = await startFakeLlm();
    const settings = { INTAKE_LLM_BASE_URL: llm.url, INTAKE_LLM_API_KEY: "sk-deployment", INTAKE_RATE_LIMITS: null };
    ports = { ...world.ports, config: { ...world.config, ...settings } };
    app = await buildEdge(ports);
    await app.listen({ port: 0, host: "127.0.0.1" });
    address = `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    await world.startConsumer({ ...settings, INTAKE_RATE_LIMITS: "off" });
    user = await newUser(ports);
    token = await tokenOf(user);
    file = await newDocument(ports, user, prose(300));
  });
  afterAll(async () => {
    await app.close();
    await world[Symbol.asyncDispose]();
    await llm[Symbol.asyncDispose]();
  });

  const tokenOf = async ({ id }: Account) => (await issueToken(ports.config, id)).token;
  const bearer = (value: string) => ({ headers: { authorization: `Bearer ${value}` } });

  type Opened = { socket: WebSocket; messages: Message[]; closed: Promise<Heard> };
  function open(path: string, options: WebSocket.ClientOptions = {}, protocols: string[] = []): Opened {
    const socket = new WebSocket(address + path, protocols, options);
    const messages: Message[] = [];
    socket.on("message", (data) => messages.push(JSON.parse(String(data))));
    const closed = new Promise<Heard>((resolve, reject) => {
      socket.on("error", reject);
      socket.on("close", (code, reason) =>
        resolve({ messages, code, reason: String(reason), protocol: socket.protocol }),
      );
    });
    return { socket, messages, closed };
  }
  const hear = (...args: Parameters<typeof open>) => open(...args).closed;
  const rises = (messages: Message[]) => messages.every(({ seq }, n) => n === 0 || seq > messages[n - 1]!.seq);

  it("tells a task from its snapshot to its result, in rising numbers, by each way to bring a token", async () => {
    const task = await ask(ports, user, file, "summarize", { provider: "local" });
    const ways = await Promise.all([
      hear(`/ws/tasks/${task.task_id}`, bearer(token)),
      hear(`/api/v1/ws/tasks/${task.task_id}`, {}, ["bearer", token]),
      hear(`/ws/tasks/${task.task_id}?token=${token}`),
    ]);
    for (const { messages, code } of ways) {
      expect(code).toBe(1000);
      expect(messages[0]).toMatchObject({
        type: "task_snapshot",
        task_id: task.task_id,
        task_type: "summarize",
        partial: null,
      });
      expect(messages.at(-1)).toMatchObject({
        type: "task_completed",
        status: "completed",
        progress: 100,
        result: { engine: "local/3" },
      });
      expect(rises(messages)).toBe(true);
      const progress = messages.map((message) => message.progress);
      expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    }
    expect(ways[1]!.protocol).toBe("bearer");
    const late = await hear(`/ws/tasks/${task.task_id}`, bearer(token));
    expect(late.messages.map(({ type }) => type)).toEqual(["task_snapshot", "task_completed"]);
    expect(late.code).toBe(1000);
  });

  it("streams an answer whose pieces join to it", async () => {
    const words = Array.from({ length: 40 }, (_, n) => `word${n} `);
    llm.behave(() => ({ kind: "text", pieces: [...words, "[1]."], gapMs: 25 }));
    const task = await ask(ports, user, file, "qa", { question: "How many sites did report number 7 count?" });
    const { messages } = await hear(`/ws/tasks/${task.task_id}`, bearer(token));
    const parts = messages.filter(({ type }) => type === "task_partial") as (Message & {
      delta: string;
      position: number;
    })[];
    expect(parts.length).toBeGreaterThan(2);
    let text = "";
    for (const { delta, position } of parts) {
      expect(position).toBe(text.length);
      text += delta;
    }
    const { answer } = messages.at(-1)!.result as { answer: string };
    const bare = (said: string) => said.replaceAll(/\s*\[\d+\]/g, "");
    expect(bare(text)).toBe(bare(answer));
    expect(rises(messages)).toBe(true);
    const times = parts.map(({ timestamp }) => Date.parse(timestamp));
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThanOrEqual((parts.length - 2) * 150);
  });

  it("is heard of every second while nothing is to be told", async () => {
    llm.behave(() => ({ kind: "text", pieces: ["late ", "answer"], gapMs: 3_500 }));
    const task = await ask(ports, user, file, "rewrite", { text: "Something.", rewrite_type: "casual" });
    const { messages } = await hear(`/ws/tasks/${task.task_id}`, bearer(token));
    const times = messages.map(({ timestamp }) => Date.parse(timestamp));
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(3_000);
    for (const [n, time] of times.entries()) if (n > 0) expect(time - times[n - 1]!).toBeLessThan(1_300);
    expect(rises(messages)).toBe(true);
  });

  it("gives who comes in the middle the text so far", async () => {
    const words = Array.from({ length: 60 }, (_, n) => `word${n} `);
    llm.behave(() => ({ kind: "text", pieces: words, gapMs: 30 }));
    const task = await ask(ports, user, file, "rewrite", { text: "Anything at all.", rewrite_type: "formal" });
    await expect
      .poll(async () => (await ports.live.read(task.task_id))?.extra?.partial, { timeout: 15_000 })
      .toMatch(/word5/);
    const { messages } = await hear(`/ws/tasks/${task.task_id}`, bearer(token));
    expect(messages[0]!.partial).toMatch(/^word0 word1 /);
    const rest = messages.filter(({ type }) => type === "task_partial").map(({ delta }) => delta);
    expect(messages[0]!.partial + rest.join("")).toBe(words.join("").trim());
  });

  it("closes with 4401 without a good token, and 1008 for what is unknown or another's", async () => {
    const task = await ask(ports, user, file, "extract", {}, 20);
    const path = `/ws/tasks/${task.task_id}`;
    const expired = (await issueToken({ ...ports.config, INTAKE_TOKEN_TTL_SECONDS: -60 }, user.id)).token;
    for (const bad of ["garbage", expired]) expect((await hear(path, bearer(bad))).code, bad).toBe(4401);
    expect((await hear(path)).code).toBe(4401);
    const stranger = bearer(await tokenOf(await newUser(ports)));
    const refusals = await Promise.all([
      hear(path, stranger),
      hear(`/ws/tasks/${UNKNOWN}`, bearer(token)),
      hear("/ws/tasks/none", bearer(token)),
    ]);
    expect(refusals.map(({ code, reason, messages }) => ({ code, reason, messages }))).toEqual(
      Array(3).fill({ code: 1008, reason: "there is no such task", messages: [] }),
    );
  });

  it("closes within five seconds of a logout, and when the token expires", async () => {
    const own = await tokenOf(user);
    const { closed, socket } = open("/ws/tasks", bearer(own));
    await new Promise((resolve) => socket.on("open", resolve));
    const started = Date.now();
    await revokeToken(ports, await verifyToken(ports.config, own));
    expect((await closed).code).toBe(4401);
    expect(Date.now() - started).toBeLessThan(5_000);
    const brief = (await issueToken({ ...ports.config, INTAKE_TOKEN_TTL_SECONDS: 2 }, user.id)).token;
    expect((await hear("/ws/tasks", bearer(brief))).code).toBe(4401);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it("answers a ping, refuses anything else and stays; binary and long messages end it", async () => {
    const { socket, messages, closed } = open("/ws/tasks", bearer(token));
    await new Promise((resolve) => socket.on("open", resolve));
    socket.send('{"type":"ping"}');
    socket.send("[]");
    await expect.poll(() => messages.length, { timeout: 5_000 }).toBe(2);
    expect(messages[0]).toEqual({ type: "pong", timestamp: expect.any(String) });
    expect(messages[1]).toMatchObject({ type: "error", error: { code: "VALIDATION_ERROR" } });
    socket.send(Buffer.from("x"));
    expect((await closed).code).toBe(1003);
    const long = open("/ws/tasks", bearer(token));
    long.socket.on("open", () => long.socket.send("x".repeat(4_097)));
    expect((await long.closed).code).toBe(1009);
  });

  it("tells of all of a user's tasks, those made later too, and of no one else's", async () => {
    const { socket, messages } = open("/ws/tasks", bearer(token));
    await new Promise((resolve) => socket.on("open", resolve));
    const other = await newUser(ports);
    await ask(ports, other, await newDocument(ports, other, prose(50)), "extract", {}, 20);
    const task = await ask(ports, user, file, "mindmap", { provider: "local" }, 20);
    const big = await newDocument(ports, user, prose(60_000));
    const cancelled = await ask(ports, user, big, "extract");
    await cancelTask(ports, user, cancelled.task_id);
    await expect
      .poll(() => messages.filter(({ type }) => /completed|cancelled/.test(type)).length, { timeout: 10_000 })
      .toBe(2);
    expect(new Set(messages.map(({ task_id }) => task_id))).toEqual(new Set([task.task_id, cancelled.task_id]));
    expect(messages.find(({ type }) => type === "task_cancelled")).toMatchObject({
      task_id: cancelled.task_id,
      status: "cancelled",
    });
    socket.close();
  });

  it("is one of at most 20 of a user", async () => {
    const opened = Array.from({ length: 21 }, () => open("/ws/tasks", bearer(token)));
    expect((await Promise.race(opened.map(({ closed }) => closed))).code).toBe(4429);
    const states = opened.map(({ socket }) => socket.readyState);
    expect(states.filter((state) => state === WebSocket.OPEN)).toHaveLength(20);
    for (const { socket } of opened) socket.close();
  });

  it("is one of at most 20 of a user over all processes; those of a dead process lapse", async () => {
    const { sockets } = ports;
    const other = new OpenSockets(ports.config, ports.live.client);
    const who = crypto.randomUUID();
    const seats = await Promise.all(Array.from({ length: 12 }, () => sockets.enter(who)));
    const more = await Promise.all(Array.from({ length: 12 }, () => other.enter(who)));
    expect([...seats, ...more].filter(Boolean)).toHaveLength(20);
    await seats[0]!.leave();
    expect(await other.enter(who)).not.toBeNull();
    expect(await other.enter(who)).toBeNull();
    const key = `${ports.config.REDIS_PREFIX}sockets:${who}`;
    expect(await ports.live.client.pttl(key)).toBeGreaterThan(0);
    for (const id of await ports.live.client.zrange(key, 0, "-1")) await ports.live.client.zadd(key, "1", id); // long past
    await seats[1]!.renew();
    expect(await ports.live.client.zcard(key)).toBe(1);
  });

  it("is let in while Redis is down, as far as its own process has room", async () => {
    const down = { eval: () => Promise.reject(new Error("down")), zrem: () => Promise.reject(new Error("down")) };
    const sockets = new OpenSockets(ports.config, down as never);
    const seats = await Promise.all(Array.from({ length: 21 }, () => sockets.enter("somebody")));
    expect(seats.filter(Boolean)).toHaveLength(20);
    await seats[0]!.leave();
    expect(await sockets.enter("somebody")).not.toBeNull();
  });
});
