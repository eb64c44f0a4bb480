/**
 * Makes a fresh clone ready to run: npm packages, LocalStack, Redis. What is there already is left alone, so it costs
 * almost nothing the second time. `node scripts/setup.mjs` does it alone; the other scripts begin with it.
 *
 * It runs on the machine's own Node, before anything is installed: Node's built-ins only.
 */
import { pathToFileURL } from "node:url";
import { installLocalStack } from "./setup/localstack.mjs";
import { installPackages } from "./setup/packages.mjs";
import { findOrInstallRedis } from "./setup/redis.mjs";
import { checkNode, findPython } from "./setup/requirements.mjs";

/**
 * @param {(line: string) => void} say  one line for each step that had something to do
 * @returns {Promise<{ localstackPython: string, redisServer: string }>}
 * @throws {Error} saying what is missing on this machine, or the end of what a failed installer printed
 */
export async function setUp(say = console.log) {
  checkNode();
  const python = await findPython();
  const [pythonTools] = await Promise.all([installPythonTools({ python, say }), installPackages({ say })]);
  return pythonTools;
}

/** One after the other: Redis may come through the pip of LocalStack's environment. */
async function installPythonTools({ python, say }) {
  const localstackPython = await installLocalStack({ python, say });
  const redisServer = await findOrInstallRedis({ python, say });
  return { localstackPython, redisServer };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await setUp();
    console.log("Everything is in place. Next: npm run demo, npm start or npm test.");
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
