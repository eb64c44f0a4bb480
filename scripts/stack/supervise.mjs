/** One part of the stack: started, watched until it is ready, started again when it dies, stopped. */
import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { forgetProcess, launch, livingProcess, rememberProcess, stopGroup } from "./processes.mjs";
import { root } from "./project.mjs";
import { lastLines } from "./run.mjs";

const POLL_MS = 50;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const STEADY_MS = 60_000; // a part that ran this long has earned a quick restart again

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string[]} command         program and arguments
 * @property {number} [port]
 * @property {string[]} [needs]         parts that must be ready before this one starts
 * @property {boolean} [runsOnce]       done when it ends with exit code 0, and not started again
 * @property {Record<string, string>} [env]
 * @property {string} [cwd]             the checkout unless told
 * @property {{ uid: number, gid: number }} [user]
 * @property {() => unknown} [prepare]  makes what the program needs to find, before every start of the stack
 * @property {() => Promise<boolean>} [isReady]  polled; throws when waiting longer is of no use
 * @property {number} [deadlineSeconds] until it must be ready
 * @property {NodeJS.Signals} [stopSignal]
 * @property {number} [stopSeconds]     until it is killed
 */

/**
 * @param {{ part: Part, env: Record<string, string>, stateDir: string, say: (line: string) => void }} options
 */
export function supervise({ part, env, stateDir, say }) {
  const { name, command, deadlineSeconds = 60, stopSignal = "SIGTERM", stopSeconds = 10 } = part;
  const pidFile = join(stateDir, "run", `${name}.json`);
  const logFile = join(stateDir, "logs", `${name}.log`);
  const stopping = new AbortController();
  let current = null;

  /** Stops what a supervisor that was killed has left behind. */
  async function stopLeftover() {
    const pid = livingProcess(pidFile);
    if (pid === null) return;
    await stopGroup(pid, stopSignal, stopSeconds);
    say(`  ${name}: stopped process ${pid}, left over from an earlier run`);
  }

  async function start() {
    const began = performance.now();
    setLogAside();
    await part.prepare?.();
    await bringUp();
    say(
      `  ✓ ${name.padEnd(11)} ${part.port ? `127.0.0.1:${part.port}`.padEnd(16) : " ".repeat(16)} ${secondsSince(began)}`,
    );
    if (!part.runsOnce) keepUp();
  }

  async function bringUp() {
    if (stopping.signal.aborted) throw new Error(`${name}: the stack is being stopped.`);
    const [file, ...args] = command;
    current = await launch({ file, args, env: part.env ?? env, cwd: part.cwd ?? root, logFile, user: part.user });
    rememberProcess(pidFile, current.pid);
    const deadline = Date.now() + deadlineSeconds * 1000;
    while (current.outcome === null) {
      if (await part.isReady?.().catch(failWith)) return;
      if (Date.now() > deadline) await failWith(new Error(`not ready after ${deadlineSeconds} seconds.`));
      await sleep(POLL_MS);
    }
    if (part.runsOnce && current.outcome === "exit code 0") return;
    throw new Error(`${name} ended while it was starting (${current.outcome}).${logTail()}`);
  }

  async function failWith(error) {
    await stopGroup(current.pid, stopSignal, stopSeconds);
    throw new Error(`${name}: ${error.message}${logTail()}`);
  }

  async function keepUp() {
    let quickDeaths = 0;
    for (;;) {
      const upSince = Date.now();
      const how = await current.ended;
      if (stopping.signal.aborted) return;
      quickDeaths = Date.now() - upSince > STEADY_MS ? 0 : quickDeaths + 1;
      const delayMs = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, quickDeaths - 1), LONGEST_DELAY_MS);
      say(`  ✗ ${name} ended (${how}); starting it again in ${delayMs / 1000} s. Its log: ${logFile}`);
      await stopGroup(current.pid, "SIGKILL", 0); // children that the dead leader left in its group
      await sleep(delayMs, null, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      const began = performance.now();
      await bringUp().then(
        () => say(`  ✓ ${name} is up again, ${secondsSince(began)}`),
        (error) => say(`  ✗ ${error.message}`),
      );
    }
  }

  async function stop() {
    stopping.abort();
    if (current?.outcome === null) await stopGroup(current.pid, stopSignal, stopSeconds);
    forgetProcess(pidFile);
  }

  function setLogAside() {
    try {
      renameSync(logFile, join(stateDir, "logs", `${name}.previous.log`));
    } catch {
      rmSync(logFile, { force: true }); // there was none
    }
  }

  function logTail() {
    try {
      const lines = lastLines(readFileSync(logFile, "utf8"), 15);
      return ` The end of ${logFile}:\n${lines}`;
    } catch {
      return "";
    }
  }

  return { part, start, stop, stopLeftover };
}

function secondsSince(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
