/**
 * `npm run demo`: from a fresh clone to checked rows. Sets up what is missing, starts the stack, sends the files of
 * samples/ through its one address, shows how they get on and what was found, and stops what it started.
 *
 * `npm run demo -- --url http://…` uses an Intake that runs elsewhere; one that answers on the usual port is used too.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { installPackages } from "./setup/packages.mjs";
import { setUp } from "./setup.mjs";
import { readFlags, runCommand } from "./stack/command.mjs";
import { node24, root } from "./stack/project.mjs";
import { choosePorts } from "./stack/settings.mjs";
import { createStack, withStack } from "./stack.mjs";

await runCommand(async () => {
  const { ports, flags } = readFlags({ url: { type: "string" } });
  const url = flags.url ?? (await runningIntake(ports));
  if (url) {
    await installPackages({ say: console.log }); // an Intake that runs elsewhere wants nothing more of this machine
    console.log(`Using the Intake that runs at ${url}`);
    return showSamples(url);
  }
  const tools = await setUp();
  console.log("Starting Intake");
  const stack = await createStack({ tools, ports });
  return withStack(stack, async (signal) => {
    const code = await showSamples(stack.settings.INTAKE_URL, signal);
    console.log("\nStopping. `npm start` keeps Intake running.");
    return code;
  });
});

/** @returns {Promise<string | null>} its address, when an Intake answers where this one would listen */
async function runningIntake(wantedPorts) {
  const { edge } = await choosePorts(wantedPorts);
  const url = `http://127.0.0.1:${edge}`;
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(3000) });
    return "consumers" in (await response.json()) ? url : null;
  } catch {
    return null; // nobody there, or somebody else: then the start of the stack says who holds the port
  }
}

async function showSamples(url, signal) {
  const child = spawn(node24, [join(root, "scripts/show-samples.ts"), url], { stdio: "inherit", signal });
  const [code] = await once(child, "exit");
  return code ?? 1;
}
