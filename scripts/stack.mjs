/**
 * The local stack: every part that Intake needs, as plain processes, without Docker and without root.
 *
 * `npm start`, `npm run demo`, `npm run services` and `npm test` all use it; tests run one of their own, on free ports
 * and in a directory of their own, beside whatever else is running.
 */
import { join } from "node:path";
import { localstack } from "./stack/parts/localstack.mjs";
import { consumer, edge, gateway, migrations } from "./stack/parts/node-parts.mjs";
import { postgres } from "./stack/parts/postgres.mjs";
import { redis } from "./stack/parts/redis.mjs";
import { holderOf, isFree } from "./stack/ports.mjs";
import { forgetProcess, livingProcess, rememberProcess } from "./stack/processes.mjs";
import { toolsDir } from "./stack/project.mjs";
import { choosePorts, PORTS, settingsOf } from "./stack/settings.mjs";
import { supervise } from "./stack/supervise.mjs";

const MAKERS = { redis, postgres, localstack, migrations, gateway, edge, consumer };

/** Doors first, so that nothing new comes in; then what they stand on. */
const STOP_ORDER = [
  ["edge", "consumer"],
  ["gateway", "migrations"],
  ["localstack", "redis", "postgres"],
];

export const SERVICES = ["redis", "postgres", "localstack"];

/**
 * @param {object} options
 * @param {{ localstackPython: string, redisServer: string }} options.tools  what `setUp` found or installed
 * @param {string} [options.stateDir]   data, logs and secrets; kept between starts
 * @param {"free" | Partial<Record<keyof typeof PORTS, number>>} [options.ports]
 * @param {string[]} [options.parts]    all of them unless told
 * @param {Record<string, string>} [options.moreSettings] beyond addresses and secrets, for every part
 * @param {boolean} [options.disposable] for tests: nothing needs to survive a crash of the machine
 * @param {(line: string) => void} [options.say] one line for every part that starts, dies or is stopped
 * @returns `settings` are the environment variables by which its parts, and tests, find it
 */
export async function createStack({
  tools,
  stateDir = toolsDir,
  ports: wantedPorts,
  parts: names = Object.keys(MAKERS),
  moreSettings = {},
  disposable = false,
  say = console.log,
}) {
  const ports = await choosePorts(wantedPorts);
  const settings = { ...settingsOf({ stateDir, ports }), ...moreSettings };
  // Compiled code and stripped types are kept: a process that starts again takes half the time.
  const NODE_COMPILE_CACHE = join(toolsDir, "cache/node");
  const env = { NODE_ENV: "development", NODE_COMPILE_CACHE, ...process.env, ...settings }; // limits, LOG_LEVEL and such are the caller's
  const supervised = new Map(
    names.map((name) => {
      const part = MAKERS[name]({ stateDir, ports, tools, settings, env, disposable });
      return [name, supervise({ part, env, stateDir, say })];
    }),
  );
  const ownPidFile = join(stateDir, "run", "supervisor.json");
  let isOurs = false; // the state directory: nothing in it is touched while another supervisor has it

  /** @throws {Error} when a port is taken or a part does not get ready; what had been started is stopped again */
  async function start() {
    const other = livingProcess(ownPidFile);
    if (other) throw new Error(`A stack is already running from ${stateDir} (process ${other}).`);
    isOurs = true;
    rememberProcess(ownPidFile, process.pid);
    try {
      for (const { stopLeftover } of [...supervised.values()].reverse()) await stopLeftover();
      await checkPorts();
      await startInOrder();
    } catch (error) {
      await stop();
      throw error;
    }
  }

  async function checkPorts() {
    const taken = [];
    for (const { part } of supervised.values()) {
      if (!part.port || (await isFree(part.port))) continue;
      const { variable } = PORTS[part.name];
      taken.push(`Port ${part.port} for ${part.name} is held by ${holderOf(part.port)}. Set ${variable} to another.`);
    }
    if (taken.length > 0) throw new Error(taken.join("\n"));
  }

  /** All at once, each as soon as what it needs is ready. */
  async function startInOrder() {
    const started = new Map();
    for (const [name, { part, start }] of supervised) {
      const needed = (part.needs ?? []).map((need) => started.get(need));
      started.set(name, Promise.all(needed).then(start));
    }
    await Promise.all(started.values());
  }

  async function stop() {
    if (!isOurs) return;
    for (const wave of STOP_ORDER) {
      await Promise.all(wave.map((name) => supervised.get(name)?.stop()));
    }
    forgetProcess(ownPidFile);
  }

  return { settings, ports, stateDir, start, stop };
}

/**
 * Does some work with the stack up, and stops the stack whatever happens: done, failed, Ctrl-C, SIGTERM, terminal closed.
 *
 * @param {Awaited<ReturnType<typeof createStack>>} stack
 * @param {(interrupted: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {Error} named "AbortError" when interrupted
 * @template T
 */
export async function withStack(stack, work) {
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = () => interruption.abort(); // once is enough: every part has its deadline to stop
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const name of signals) process.on(name, interrupt);
  const interrupted = new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  try {
    return await Promise.race([interrupted, stack.start().then(() => work(signal))]);
  } finally {
    await stack.stop();
    for (const name of signals) process.off(name, interrupt);
  }
}

/** For work that is done when the user says so. */
export function untilInterrupted(signal) {
  return new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
