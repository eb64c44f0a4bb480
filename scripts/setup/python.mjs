import { existsSync } from "node:fs";
import { join } from "node:path";
import { localstackPython, localstackVenv } from "../stack/project.mjs";
import { mustRun, run } from "../stack/run.mjs";

const NO_PIP =
  "This Python can make no virtual environment with pip in it, and has no pip of its own.\n" +
  "Debian and Ubuntu: apt install python3-venv. Or put a newer Python first on PATH.";

/** Makes the virtual environment; Debian's Python does without `ensurepip`, and then the machine's pip must do. */
export async function makeVenv(python) {
  const withPip = await run(python, ["-m", "venv", localstackVenv]);
  if (withPip.code === 0) return;
  if ((await run(python, ["-m", "pip", "--version"])).code !== 0) throw new Error(NO_PIP);
  await mustRun("Making a virtual environment", python, ["-m", "venv", "--clear", "--without-pip", localstackVenv]);
}

/** `pip install` into the virtual environment, wheels only, for a machine may have no compiler. */
export async function pipInstall(what, python, packages) {
  const hasPip = existsSync(join(localstackVenv, "bin/pip"));
  const place = hasPip || packages.includes("--target") ? [] : ["--target", await sitePackages()];
  const quietly = ["--quiet", "--disable-pip-version-check", "--no-input", "--only-binary=:all:"];
  const interpreter = hasPip ? localstackPython : python;
  await mustRun(what, interpreter, ["-m", "pip", "install", ...quietly, ...place, ...packages]);
}

async function sitePackages() {
  const script = "import sysconfig; print(sysconfig.get_path('purelib'))";
  return (await mustRun("Asking Python for its paths", localstackPython, ["-c", script])).trim();
}
