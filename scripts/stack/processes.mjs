/**
 * Processes that outlive the call that started them: each leads its own process group and writes to its own log file.
 *
 * A process is remembered in a file by pid and birth, so that a stack whose supervisor was killed is found and stopped
 * by the next one, and a pid that meanwhile belongs to somebody else is left alone.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Starts a program as the leader of a new process group. Its log is an open file rather than a pipe, so it can go on
 * writing when the supervisor is gone, and a terminal's Ctrl-C reaches the supervisor alone.
 *
 * @param {{ file: string, args: string[], env: Record<string, string>, cwd: string, logFile: string,
 *           user?: { uid: number, gid: number } }} program
 * @returns {Promise<{ pid: number, ended: Promise<string>, outcome: string | null }>} `ended` becomes, and `outcome` then
 *          is, how it ended: "exit code 1", "signal SIGKILL"
 * @throws {Error} when the program cannot be started at all
 */
export async function launch({ file, args, env, cwd, logFile, user }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a");
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", log, log], ...user });
  closeSync(log);
  const launched = { pid: child.pid, ended: null, outcome: null };
  launched.ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      launched.outcome = signal ? `signal ${signal}` : `exit code ${code}`;
      resolve(launched.outcome);
    });
  });
  await once(child, "spawn"); // rejects with the "error" event, such as ENOENT
  return launched;
}

/**
 * Asks a process group to stop, waits, and kills what is left of it.
 *
 * @param {number} pid      the group's leader
 * @param {string} signal   what the program takes for a request to stop
 * @param {number} seconds  how long it may take
 */
export async function stopGroup(pid, signal, seconds) {
  const born = birthOf(pid);
  signalGroup(pid, signal);
  const deadline = Date.now() + seconds * 1000;
  while (born !== null && birthOf(pid) === born && Date.now() < deadline) await sleep(20);
  signalGroup(pid, "SIGKILL");
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // the group is gone, which is what was wanted
  }
}

/** @returns {string | null} when the process was started; null when there is none, or only its zombie */
export function birthOf(pid) {
  try {
    if (process.platform === "linux") {
      // Fields after the command's closing parenthesis: state is the first, start time in ticks since boot the 20th.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
      return fields[0] === "Z" ? null : fields[19];
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    return null;
  }
}

export function rememberProcess(file, pid) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ pid, born: birthOf(pid) }));
}

/** @returns {number | null} the pid remembered in the file, when that very process still lives */
export function livingProcess(file) {
  try {
    const { pid, born } = JSON.parse(readFileSync(file, "utf8"));
    return born !== null && birthOf(pid) === born ? pid : null;
  } catch {
    return null; // no file, or one cut short by a crash
  }
}

export function forgetProcess(file) {
  rmSync(file, { force: true });
}
