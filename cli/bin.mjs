#!/usr/bin/env node
// Intake is TypeScript that Node 24 runs as it is. An older Node hands over to the one that npm installed beside it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const own = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));

if (Number(process.versions.node.split(".")[0]) >= 24) {
  module.enableCompileCache(); // among the temporary files: from the second call on, starting takes a third of the time
  await import("./main.ts");
} else if (existsSync(own)) {
  const self = fileURLToPath(import.meta.url);
  const { status, signal } = spawnSync(own, [self, ...process.argv.slice(2)], { stdio: "inherit" });
  process.exit(status ?? (signal === "SIGINT" ? 130 : 1));
} else {
  console.error("intake needs Node 24, or its own packages: run `npm install` in its folder first.");
  process.exit(2);
}
