/** `npm start`: the whole of Intake on this machine, until Ctrl-C. */
import { setUp } from "./setup.mjs";
import { readFlags, runCommand } from "./stack/command.mjs";
import { createStack, untilInterrupted, withStack } from "./stack.mjs";

await runCommand(
  async () => {
    const { ports } = readFlags();
    const stack = await createStack({ tools: await setUp(), ports });
    await withStack(stack, async (signal) => {
      console.log(`
Intake     ${stack.settings.INTAKE_URL}
Health     ${stack.settings.INTAKE_URL}/api/health
Logs       ${stack.stateDir}/logs
Try        curl -F file=@samples/orders.csv ${stack.settings.INTAKE_URL}/api/files/upload
Ctrl-C stops it all.
`);
      await untilInterrupted(signal);
      console.log("Stopping.");
    });
  },
  { interruptedCode: 0 },
);
