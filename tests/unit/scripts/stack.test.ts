import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePorts } from "../../../scripts/stack/ports.mjs";
import { rememberProcess } from "../../../scripts/stack/processes.mjs";
import { choosePorts } from "../../../scripts/stack/settings.mjs";
import { createStack } from "../../../scripts/stack.mjs";

const tools = { localstackPython: "unused", redisServer: "unused" };

async function inTemporaryDirectory(work: (stateDir: string) => Promise<void>): Promise<void> {
  const stateDir = await mkdtemp(join(tmpdir(), "stack-"));
  await work(stateDir).finally(() => rm(stateDir, { recursive: true }));
}

it("names a port in use, who holds it, and the setting that moves it", () =>
  inTemporaryDirectory(async (stateDir) => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const stack = await createStack({ tools, stateDir, ports: { redis: port }, parts: ["redis"] });
    await expect(stack.start()).rejects.toThrow(
      new RegExp(
        `^Port ${port} for redis is held by process ${process.pid} \\(.+\\)\\. Set INTAKE_REDIS_PORT to another\\.$`,
      ),
    );
    holder.close();
  }));

it("does not start from a state directory that another stack runs from, and leaves that one's files alone", () =>
  inTemporaryDirectory(async (stateDir) => {
    const pidFile = join(stateDir, "run/supervisor.json");
    rememberProcess(pidFile, process.pid);
    const stack = await createStack({ tools, stateDir, ports: "free", parts: ["redis"] });
    await expect(stack.start()).rejects.toThrow(`already running from ${stateDir} (process ${process.pid})`);
    await stack.stop();
    expect((await stat(pidFile)).isFile()).toBe(true);
  }));

it("makes its secrets once, readable by their owner alone", () =>
  inTemporaryDirectory(async (stateDir) => {
    const first = await createStack({ tools, stateDir, parts: [] });
    const second = await createStack({ tools, stateDir, parts: [] });
    expect(second.settings.WEBHOOK_SECRET).toBe(first.settings.WEBHOOK_SECRET);
    expect((await stat(join(stateDir, "secrets.json"))).mode & 0o777).toBe(0o600);
  }));

it("refuses a port setting that is no port, by the name of its variable", async () => {
  process.env.INTAKE_REDIS_PORT = "70000";
  await expect(choosePorts()).rejects.toThrow('INTAKE_REDIS_PORT must be a port from 1 to 65535, not "70000".');
  delete process.env.INTAKE_REDIS_PORT;
});

it("finds as many different free ports as asked for", async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
});
