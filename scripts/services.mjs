/**
 * `npm run services`: PostgreSQL, Redis and LocalStack alone, until Ctrl-C, for running single tests, a handler or the
 * consumer by hand. The settings for that are written to `.stack/services.env`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setUp } from "./setup.mjs";
import { readFlags, runCommand } from "./stack/command.mjs";
import { toolsDir } from "./stack/project.mjs";
import { createStack, SERVICES, untilInterrupted, withStack } from "./stack.mjs";

await runCommand(
  async () => {
    const { ports, flags } = readFlags({ state: { type: "string", default: toolsDir } });
    const stack = await createStack({ tools: await setUp(), stateDir: flags.state, ports, parts: SERVICES });
    await withStack(stack, async (signal) => {
      const file = join(stack.stateDir, "services.env");
      const lines = Object.entries(stack.settings).map(([name, value]) => `${name}=${value}\n`);
      writeFileSync(file, lines.join(""), { mode: 0o600 });
      console.log(`Settings: ${file}. In a shell: set -a; . ${file}; set +a. Ctrl-C stops the services.`);
      await untilInterrupted(signal);
    });
  },
  { interruptedCode: 0 },
);
