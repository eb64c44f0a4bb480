/** What the machine must bring along: Node and Python. */
import { run } from "../stack/run.mjs";

const OLDEST_NODE = 20;
const OLDEST_PYTHON = [3, 10];
const NEWEST_PYTHON = [3, 13]; // the newest that LocalStack 4.12.0 was tried with
const PYTHONS = ["python3", "python3.13", "python3.12", "python3.11", "python3.10"];

export function checkNode() {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
    throw new Error(
      `Node ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`,
    );
  }
}

/** @returns {Promise<string>} the first Python on PATH that LocalStack runs on */
export async function findPython() {
  const seen = [];
  for (const name of PYTHONS) {
    const { code, output } = await run(name, ["-c", "import sys; print(*sys.version_info[:2])"]);
    if (code !== 0) continue;
    const version = output.trim().split(" ").map(Number);
    if (isBetween(version)) return name;
    seen.push(`${name} is ${version.join(".")}`);
  }
  const [oldest, newest] = [OLDEST_PYTHON, NEWEST_PYTHON].map((version) => version.join("."));
  throw new Error(
    `Python ${oldest} to ${newest} is needed for LocalStack; ${seen.join(", ") || "none was found on PATH"}.\n` +
      "Debian and Ubuntu: apt install python3 python3-venv. macOS: brew install python@3.13.",
  );
}

function isBetween([major, minor]) {
  return major === 3 && minor >= OLDEST_PYTHON[1] && minor <= NEWEST_PYTHON[1];
}
