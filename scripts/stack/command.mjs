/** What the scripts that people run have in common. */
import { parseArgs } from "node:util";
import { PORTS } from "./settings.mjs";

/**
 * Runs a script's work and ends the process. A failure is told by its message: these are about the machine (a port, a
 * missing program, a part that did not start), where a stack trace only hides the point.
 *
 * @param {() => Promise<number | void>} work  may answer an exit code
 * @param {{ interruptedCode?: number }} [options] 0 where Ctrl-C is the usual way to end
 */
export async function runCommand(work, { interruptedCode = 130 } = {}) {
  let code;
  try {
    code = (await work()) ?? 0;
  } catch (error) {
    const wasInterrupted = error.name === "AbortError";
    if (!wasInterrupted) console.error(`\n${error.message}`);
    code = wasInterrupted ? interruptedCode : 1;
  }
  process.exit(code);
}

/** `--port N` is the edge's, where users knock; `--postgres-port N` and the like move the others. */
const portFlags = {
  port: { type: "string" },
  ...Object.fromEntries(Object.keys(PORTS).map((name) => [`${name}-port`, { type: "string" }])),
};

/**
 * Reads the flags of a script, its own and those of the ports.
 *
 * @param {import("node:util").ParseArgsOptionsConfig} [own]
 * @returns {{ ports: Record<string, number>, flags: Record<string, string | boolean | undefined> }}
 * @throws {Error} at an unknown flag, or a port that is none
 */
export function readFlags(own = {}) {
  const { values: flags } = parseArgs({ options: { ...portFlags, ...own } });
  const ports = {};
  for (const name of Object.keys(PORTS)) {
    const text = flags[`${name}-port`] ?? (name === "edge" ? flags.port : undefined);
    if (text === undefined) continue;
    if (!/^\d+$/.test(text)) throw new Error(`--${name}-port must be a number, not "${text}".`);
    ports[name] = Number(text);
  }
  return { ports, flags };
}
