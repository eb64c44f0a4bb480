import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { birthOf, rememberProcess } from "../../../scripts/stack/processes.mjs";
import { type Part, supervise } from "../../../scripts/stack/supervise.mjs";

let stateDir: string;
let said: string[];
let stopAll: (() => Promise<void>)[];

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "supervise-"));
  said = [];
  stopAll = [];
});
afterEach(async () => {
  for (const stop of stopAll) await stop();
  await rm(stateDir, { recursive: true });
});

const SLEEPER = "setInterval(() => {}, 1000)";

function supervised(script: string, part: Partial<Part> = {}) {
  const command = [process.execPath, "-e", script];
  const env = { PATH: process.env.PATH ?? "" };
  const say = (line: string) => void said.push(line);
  const supervisor = supervise({
    part: { name: "sleeper", command, isReady: async () => true, ...part },
    env,
    stateDir,
    say,
  });
  stopAll.push(supervisor.stop);
  return supervisor;
}

async function pidOf(name: string): Promise<number> {
  const remembered: { pid: number } = JSON.parse(await readFile(join(stateDir, "run", `${name}.json`), "utf8"));
  return remembered.pid;
}

const isAlive = (pid: number) => birthOf(pid) !== null;

it("starts a part again that was killed, and says so", async () => {
  await supervised(SLEEPER).start();
  const first = await pidOf("sleeper");
  process.kill(first, "SIGKILL");

  await expect.poll(() => said.at(-1), { timeout: 5000 }).toContain("sleeper is up again");
  expect(said.at(-2)).toContain("sleeper ended (signal SIGKILL); starting it again in 0.5 s");
  const second = await pidOf("sleeper");
  expect(second).not.toBe(first);
  expect(isAlive(second)).toBe(true);
});

it("waits twice as long after each quick death", async () => {
  await supervised("setTimeout(() => process.exit(3), 20)").start();
  await expect.poll(() => said.filter((line) => line.includes("ended")).length, { timeout: 8000 }).toBe(3);
  const delays = said.flatMap((line) => /ended \(exit code 3\).* in ([\d.]+) s/.exec(line)?.[1] ?? []);
  expect(delays).toEqual(["0.5", "1", "2"]);
});

it("stops a part with the children in its process group", async () => {
  const parent = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(SLEEPER)}]); ${SLEEPER}`;
  const { start, stop } = supervised(`${parent}; console.log("ready")`);
  await start();
  const pid = await pidOf("sleeper");
  await stop();
  expect(isAlive(pid)).toBe(false);
  expect(() => process.kill(-pid, 0)).toThrow("ESRCH"); // nobody is left in the group
});

it("kills a part that does not stop when asked to", async () => {
  const { start, stop } = supervised(`process.on("SIGTERM", () => {}); console.log("deaf"); ${SLEEPER}`, {
    stopSeconds: 0.3,
    isReady: async () => (await readFile(join(stateDir, "logs/sleeper.log"), "utf8")).includes("deaf"),
  });
  await start();
  const pid = await pidOf("sleeper");
  await stop();
  await expect.poll(() => isAlive(pid)).toBe(false);
});

it("shows the end of the log when a part dies while it starts", async () => {
  const { start } = supervised(`console.log("no licence"); process.exit(7)`, { isReady: async () => false });
  await expect(start()).rejects.toThrow(/^sleeper ended while it was starting \(exit code 7\)\.[\s\S]*no licence/);
});

it("gives up on a part that is not ready in time, and leaves no process", async () => {
  const { start } = supervised(SLEEPER, { isReady: async () => false, deadlineSeconds: 0.3 });
  await expect(start()).rejects.toThrow("sleeper: not ready after 0.3 seconds.");
  expect(isAlive(await pidOf("sleeper"))).toBe(false);
});

it("takes a part that runs once as done when it ends well, and does not start it again", async () => {
  const { start } = supervised("process.exit(0)", { runsOnce: true, isReady: async () => false });
  await start();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(said).toHaveLength(1);
});

it("stops what a killed supervisor left behind, and nothing that merely has its pid", async () => {
  const leftover = spawn(process.execPath, ["-e", SLEEPER], { detached: true });
  const bystander = spawn(process.execPath, ["-e", SLEEPER], { detached: true });
  await Promise.all([once(leftover, "spawn"), once(bystander, "spawn")]);
  const stopped = once(leftover, "exit");
  rememberProcess(join(stateDir, "run/leftover.json"), leftover.pid ?? 0);
  await writeFile(join(stateDir, "run/bystander.json"), JSON.stringify({ pid: bystander.pid, born: "12345" }));

  await supervised(SLEEPER, { name: "leftover" }).stopLeftover();
  await supervised(SLEEPER, { name: "bystander" }).stopLeftover();

  await stopped;
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  expect(said).toEqual([`  leftover: stopped process ${leftover.pid}, left over from an earlier run`]);
  bystander.kill("SIGKILL");
});
