/**
 * Builds kernel.wasm from kernel.assembly. Run by hand after a change of the source, and commit both:
 *
 *     node lib/tables/kernel/build.ts
 *
 * The compiler (100 MB) is fetched by npx for this alone. tests/unit/tables/kernel/kernel.test.ts fails when the two
 * files have drifted apart.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const COMPILER = "assemblyscript@0.28.20";
const source = new URL("./kernel.assembly", import.meta.url);
const target = new URL("./kernel.wasm", import.meta.url);

const folder = mkdtempSync(join(tmpdir(), "kernel-"));
try {
  copyFileSync(source, join(folder, "kernel.ts"));
  const flags = ["-O3", "--noAssert", "--enable", "simd", "--runtime", "stub", "--importMemory"];
  execFileSync("npx", ["--yes", "--package", COMPILER, "asc", "kernel.ts", ...flags, "-o", "kernel.wasm"], {
    cwd: folder,
    stdio: "inherit",
  });
  const built = readFileSync(join(folder, "kernel.wasm"));
  writeFileSync(target, Buffer.concat([built, sourceMark(readFileSync(source))]));
} finally {
  rmSync(folder, { recursive: true });
}

/** A custom section "source" with the SHA-256 of the source: https://webassembly.github.io/spec/core/appendix/custom.html */
function sourceMark(text: Uint8Array): Uint8Array {
  const content = Buffer.concat([Buffer.from("\x06source"), createHash("sha256").update(text).digest()]);
  return Buffer.concat([Buffer.from([0, content.length]), content]);
}
