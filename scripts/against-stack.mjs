/**
 * Runs a program against a stack of its own, on free ports and in a temporary directory: the fault and load tests of
 * tests/faults, and the benchmarks that need the whole service. `npm run test:faults`, `test:load` and `bench` use it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "./setup.mjs";
import { runCommand } from "./stack/command.mjs";
import { node24, root } from "./stack/project.mjs";
import { createStack, withStack } from "./stack.mjs";

const PROGRAMS = {
  faults: "tests/faults/kill-each-part.ts",
  load: "tests/faults/fifty-uploads.ts",
  pipeline: "bench/pipeline.ts",
  "service-memory": "bench/service-memory.ts",
  imports: "bench/workbooks-imports.ts",
  consumers: "bench/consumers.ts",
};
/** What a program wants of its stack. */
const SETTINGS = {
  // Faults are noticed by leases that run out and sweeps that look: in a test nobody waits half a minute for that.
  faults: { JOB_LEASE_SECONDS: "8", SWEEP_SECONDS: "2" },
  consumers: { CONSUMER_CONCURRENCY: "1" },
};

await runCommand(async () => {
  const program = PROGRAMS[process.argv[2]];
  if (!program) throw new Error(`Say which: ${Object.keys(PROGRAMS).join(" or ")}.`);
  const tools = await setUp();
  const stateDir = mkdtempSync(join(tmpdir(), "intake-stack-"));
  chmodSync(stateDir, 0o755); // as root, PostgreSQL runs as another user and must get in
  let code = 1;
  try {
    const moreSettings = SETTINGS[process.argv[2]] ?? {};
    const stack = await createStack({ tools, stateDir, ports: "free", moreSettings });
    code = await withStack(stack, async (signal) => {
      const env = { ...process.env, ...stack.settings, INTAKE_STACK_DIR: stateDir };
      const child = spawn(node24, [join(root, program)], { cwd: root, env, stdio: "inherit", signal });
      const [exitCode] = await once(child, "exit");
      return exitCode ?? 1;
    });
    return code;
  } finally {
    if (code === 0) rmSync(stateDir, { recursive: true, force: true });
    else console.log(`Logs of the parts: ${stateDir}/logs`);
  }
});
