/**
 * `npm test`: types, lint, then every test against a stack of its own, on free ports and in a temporary directory, so
 * that it neither needs nor disturbs one that is running. The last line is "N passed, N failed".
 *
 * `npm test -- --project unit lib/tables` hands its arguments to vitest and does nothing else than those tests need.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setUp } from "./setup.mjs";
import { runCommand } from "./stack/command.mjs";
import { freePorts } from "./stack/ports.mjs";
import { node24, packagesDir, root } from "./stack/project.mjs";
import { run } from "./stack/run.mjs";
import { createStack, withStack } from "./stack.mjs";

const CHECKS = {
  types: ["tsc", "--noEmit"],
  lint: ["biome", "check", "--error-on-warnings", "."],
};

await runCommand(async () => {
  const vitestArguments = process.argv.slice(2);
  const tools = await setUp();
  const results = vitestArguments.length === 0 ? await Promise.all(Object.entries(CHECKS).map(check)) : [];

  results.push(await inTemporaryDirectory((stateDir) => runTests({ tools, stateDir, vitestArguments })));

  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
});

async function check([name, [program, ...args]]) {
  const { code, output } = await run(join(packagesDir, ".bin", program), args, {
    cwd: root,
    env: withNode24(process.env),
  });
  console.log(code === 0 ? `  ✓ ${name}` : `  ✗ ${name}\n${output}`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The directory stays when tests have failed, for the logs of the parts are in it. */
async function inTemporaryDirectory(work) {
  const stateDir = mkdtempSync(join(tmpdir(), "intake-test-"));
  chmodSync(stateDir, 0o755); // as root, PostgreSQL runs as another user and must get in
  let result;
  try {
    result = await work(stateDir);
    return result;
  } finally {
    if (result?.failed > 0) console.log(`Logs of the parts: ${stateDir}/logs`);
    else rmSync(stateDir, { recursive: true, force: true });
  }
}

async function runTests({ tools, stateDir, vitestArguments }) {
  const runVitest = (settings, signal) => vitest({ settings, signal, stateDir, vitestArguments });
  if (needsNoServices(vitestArguments)) return runVitest({}, undefined);
  const moreSettings = await testSettings();
  const stack = await createStack({ tools, stateDir, ports: "free", disposable: true, moreSettings });
  return withStack(stack, (signal) => runVitest(stack.settings, signal));
}

/** End-to-end tests play clients at many addresses, and the provider of language models that the deployment uses. */
async function testSettings() {
  const [providerPort] = await freePorts(1);
  return {
    INTAKE_TRUSTED_PROXIES: "127.0.0.1",
    INTAKE_LLM_BASE_URL: `http://127.0.0.1:${providerPort}/v1`,
  };
}

/** Unit tests alone: `--project unit` and no other project. */
function needsNoServices(vitestArguments) {
  const projects = vitestArguments.filter((_, index) => vitestArguments[index - 1] === "--project");
  return projects.length > 0 && projects.every((project) => project === "unit");
}

async function vitest({ settings, signal, stateDir, vitestArguments }) {
  const report = join(stateDir, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(node24, [join(packagesDir, "vitest/vitest.mjs"), "run", ...reporters, ...vitestArguments], {
    cwd: root,
    env: withNode24({ ...process.env, ...settings, INTAKE_STACK_DIR: stateDir }),
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  const [code] = await once(child, "exit");
  return readReport(report, code);
}

/** Counts a file that could not be loaded, and a run that failed though each test passed, as one failure each. */
function readReport(file, exitCode) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 1 }; // vitest did not get as far as a report; it has printed why
  }
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = report.numFailedTests + unloaded.length;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** Programs that tests start by the name `node` get the one that runs TypeScript. */
function withNode24(env) {
  return { ...env, PATH: `${join(packagesDir, ".bin")}${delimiter}${env.PATH}` };
}
