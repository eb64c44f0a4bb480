import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { node24, packagesDir, root } from "../stack/project.mjs";
import { run } from "../stack/run.mjs";
import { timed } from "./timed.mjs";

/** Installs the npm packages of package-lock.json, unless node_modules holds these very versions. */
export async function installPackages({ say }) {
  if (isUpToDate()) return;
  await timed("npm packages", say, npmInstall);
}

/**
 * Not `npm ci`: that refuses a lock file without the optional packages of other platforms, which npm leaves out when the
 * registry it was written against does not carry them. `--no-save` keeps to the lock file and does not write to it.
 * Development packages are wanted also with NODE_ENV=production: Node 24 and PostgreSQL are among them.
 */
async function npmInstall() {
  const { code, output } = await run("npm", ["install", "--no-save", "--include=dev", "--no-audit"], { cwd: root });
  if (code === 0) return;
  const errors = output.split("\n").filter((line) => line.startsWith("npm error"));
  throw new Error(`npm install failed:\n${errors.slice(0, 12).join("\n") || output}`);
}

/** npm itself records what it installed in node_modules/.package-lock.json, and writes that file last. */
function isUpToDate() {
  const record = join(packagesDir, ".package-lock.json");
  if (!existsSync(record) || !existsSync(node24)) return false;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(join(root, "package-lock.json"))).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" || // the project itself
      (installed[path] ? installed[path].version === version : optional || devOptional), // for other platforms
  );
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
