import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { localstackPython, localstackVenv } from "../stack/project.mjs";
import { makeVenv, pipInstall } from "./python.mjs";
import { timed } from "./timed.mjs";

const REQUIREMENTS = fileURLToPath(new URL("localstack-requirements.txt", import.meta.url));
const CONSTRAINTS = fileURLToPath(new URL("localstack-constraints.txt", import.meta.url));

/**
 * LocalStack in a virtual environment of its own.
 * @returns {Promise<string>} the Python that runs it
 */
export async function installLocalStack({ python, say }) {
  const stamp = join(localstackVenv, "installed");
  const wanted = createHash("sha256")
    .update(readFileSync(REQUIREMENTS))
    .update(readFileSync(CONSTRAINTS))
    .digest("hex");
  const isInstalled = existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  // The environment's Python is a link to the machine's, which may have been replaced since.
  if (isInstalled && existsSync(localstackPython)) return localstackPython;
  await timed("LocalStack", say, async () => {
    rmSync(localstackVenv, { recursive: true, force: true });
    await makeVenv(python);
    await pipInstall("Installing LocalStack", python, ["--requirement", REQUIREMENTS, "--constraint", CONSTRAINTS]);
    writeFileSync(stamp, wanted);
  });
  return localstackPython;
}
