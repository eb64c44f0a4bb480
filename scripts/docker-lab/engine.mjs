/** A Docker engine: the one that answers, else one of the lab's own for as long as it is needed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { toolsDir } from "../stack/project.mjs";
import { run } from "../stack/run.mjs";

const START_SECONDS = 60;

/**
 * @param {(line: string) => void} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
export async function withEngine(say, work) {
  if (await answers()) return work();
  if (process.getuid() !== 0) throw new Error("No Docker engine answers, and starting one takes root.");
  const dir = join(toolsDir, "docker"); // images stay here: the second time they are there already
  mkdirSync(dir, { recursive: true });
  const log = openSync(join(dir, "dockerd.log"), "a");
  const places = { "--data-root": "data", "--exec-root": "run", "--pidfile": "dockerd.pid" };
  const options = Object.entries(places).flatMap(([name, place]) => [name, join(dir, place)]);
  const engine = spawn("dockerd", options, { stdio: ["ignore", log, log], detached: true });
  const failed = once(engine, "error").then(([error]) => {
    throw new Error(`No Docker engine: ${error.message}. Debian: apt install docker.io docker-compose debootstrap`);
  });
  try {
    await Promise.race([failed, untilAnswering(dir)]);
    say("  ✓ dockerd");
    return await work();
  } finally {
    if (engine.pid && engine.exitCode === null) {
      engine.kill("SIGTERM");
      await once(engine, "exit");
    }
  }
}

async function answers() {
  return (await run("docker", ["info"])).code === 0;
}

async function untilAnswering(dir) {
  for (let second = 0; second < START_SECONDS; second++) {
    if (await answers()) return;
    await sleep(1000);
  }
  throw new Error(`dockerd did not answer within ${START_SECONDS} s; its log: ${join(dir, "dockerd.log")}`);
}
