/** Short-lived commands: run to the end, their output kept for the error message. */
import { spawn } from "node:child_process";

/**
 * @returns {Promise<{ code: number | null, output: string }>} stdout and stderr together; code null when a signal
 *          ended it or when there is no such program
 */
export function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes) => {
        output += bytes;
      });
    }
    child.once("error", (error) => resolve({ code: null, output: error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** As `run`, for a command that must succeed. @throws {Error} with the last lines it printed */
export async function mustRun(what, file, args, options) {
  const { code, output } = await run(file, args, options);
  if (code !== 0) throw new Error(`${what} failed (exit code ${code}):\n${lastLines(output, 15)}`);
  return output;
}

export function lastLines(text, count) {
  return text
    .trimEnd()
    .split("\n")
    .slice(-count)
    .map((line) => `    ${line}`)
    .join("\n");
}
