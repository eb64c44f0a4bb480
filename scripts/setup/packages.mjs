import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { node24, packagesDir, root } from "../stack/project.mjs";
import { mustRun } from "../stack/run.mjs";
import { timed } from "./timed.mjs";

/** Installs the npm packages of package-lock.json, unless node_modules holds these very versions. */
export async function installPackages({ say }) {
  if (isUpToDate()) return;
  await timed("npm packages", say, () =>
    // Also with NODE_ENV=production: Node 24, PostgreSQL and serverless-offline are development packages.
    mustRun("npm ci", "npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], { cwd: root }),
  );
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
