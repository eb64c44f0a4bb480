/**
 * npm run test:deploy: the deployment without an AWS account. Packages, lints the template, calls real bundles as Lambda
 * would against a local stack of its own, deploys a full stage on moto's server (deploy-lab/moto_lab says what was added
 * to it), runs Intake there with each part under its own role, removes the stage, and deploys the bucket and the queues of
 * stage `local` on LocalStack.
 */
import { execFile, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { archiveKilobytes, callBundle, unpack } from "./deploy-lab/bundles.mjs";
import { tryRoles } from "./deploy-lab/least-privilege.mjs";
import { setUp } from "./setup.mjs";
import { freePorts } from "./stack/ports.mjs";
import { node24, packagesDir, root, toolsDir } from "./stack/project.mjs";
import { createStack, SERVICES, withStack } from "./stack.mjs";

const run = promisify(execFile);
const lab = join(root, "scripts/deploy-lab");
const venv = join(toolsDir, "deploy-lab");
const serverless = join(packagesDir, "serverless/bin/serverless.js");
const architecture = process.arch === "arm64" ? "arm64" : "x86_64";
const FULL = ["--stage", "test", "--param", `architecture=${architecture}`];
const LOCAL = ["--stage", "local", "--param", `architecture=${architecture}`];
/** What LocalStack's own CloudFormation is written with, beyond what S3 and SQS need. */
const CLOUDFORMATION = ["aws-sam-translator", "antlr4-python3-runtime==4.13.2", "jsonpath-ng", "ply"];
const cloudformation = join(toolsDir, "localstack-cloudformation");
const template = join(root, ".serverless/cloudformation-template-update-stack.json");

const CALLS = [
  ["ping", "GET", "/api/ping"],
  ["health", "GET", "/api/health"],
  ["listJobs", "GET", "/api/jobs"],
  ["getJob", "GET", "/api/jobs/x", { id: "x" }],
  ["modelStats", "GET", "/api/models/stats"],
  ["listFiles", "GET", "/api/v1/files"],
  ["uploadFile", "POST", "/api/files/upload"],
  ["login", "POST", "/api/v1/auth/login"],
  ["openapi", "GET", "/openapi.json"],
  ["notFound", "GET", "/nowhere"],
];

const tools = await setUp();
const { parse } = await import("yaml"); // there since the line before
const { functions } = parse(readFileSync(join(root, "serverless.yml"), "utf8"), { logLevel: "error" });
await installTools();
await step("serverless package", () => framework("package", FULL));
await step("cfn-lint", () => run(join(venv, "bin/cfn-lint"), ["-t", template, "-r", "us-east-1"]));
await step("bundles", callBundles);
await withMoto(async (endpoint) => {
  await step("serverless deploy", () => framework("deploy", FULL, at(endpoint)));
  await step("each part under its own role", () =>
    tryRoles(endpoint, { tools, python: join(venv, "bin/python"), functions }),
  );
  await step("serverless remove", () => framework("remove", FULL, at(endpoint)));
});
await step("serverless package --stage local", () => framework("package", LOCAL));
await withLocalStack((endpoint) =>
  step("bucket and queues on LocalStack", () =>
    run(tools.localstackPython, [join(lab, "store_and_queues.py"), template], {
      env: { ...process.env, ...at(endpoint) },
    }),
  ),
);

function at(endpoint) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CLIENT_TIMEOUT: "1200000",
  };
}

async function step(name, action) {
  const start = performance.now();
  try {
    await action();
  } catch (error) {
    console.error(`${name}: failed\n${error.stdout ?? ""}${error.stderr ?? error.stack}`);
    process.exitCode = 1;
    return;
  }
  console.log(`${name}: ok, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** The framework with this machine's AWS settings taken away, so that nothing but `env` can be reached. */
function framework(command, options, env = {}) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")));
  const limits = { timeout: 1_200_000, killSignal: "SIGKILL", maxBuffer: 1e8 };
  return run(node24, [serverless, command, ...options], { cwd: root, env: { ...clean, ...env }, ...limits });
}

async function installTools() {
  if (!existsSync(join(venv, "bin/moto_server"))) {
    await step("moto and cfn-lint", async () => {
      mkdirSync(toolsDir, { recursive: true });
      await run("python3", ["-m", "venv", venv]);
      await run(join(venv, "bin/pip"), ["install", "--quiet", "moto[server,cloudformation]", "cfn-lint"]);
    });
  }
  if (!existsSync(cloudformation)) {
    const place = ["--quiet", "--no-deps", "--target", cloudformation];
    await step("LocalStack's CloudFormation", () =>
      run(join(venv, "bin/pip"), ["install", ...place, ...CLOUDFORMATION]),
    );
  }
}

async function withMoto(use) {
  const [port] = await freePorts(1);
  const server = ["-m", "moto_lab", "-H", "127.0.0.1", "-p", String(port)];
  const env = { ...process.env, PYTHONPATH: lab, PYTHONDONTWRITEBYTECODE: "1" };
  await withServer(
    { command: [join(venv, "bin/python"), ...server], env, endpoint: `http://127.0.0.1:${port}`, ready: "/" },
    use,
  );
}

/** One without the resources of localstack-init/, for here the template makes them. */
async function withLocalStack(use) {
  const [port] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  const place = mkdtempSync(join(tmpdir(), "intake-localstack-"));
  const env = {
    ...process.env,
    ...{ OVERRIDE_IN_DOCKER: "0", FILESYSTEM_ROOT: place, XDG_CACHE_HOME: place, PYTHONPATH: cloudformation },
    ...{ SERVICES: "s3,sqs,cloudformation", GATEWAY_LISTEN: address, LOCALSTACK_HOST: address },
    ...{ SQS_ENDPOINT_STRATEGY: "path", SKIP_SSL_CERT_DOWNLOAD: "1", DISABLE_EVENTS: "1", DNS_ADDRESS: "0" },
  };
  const command = [tools.localstackPython, "-m", "localstack.runtime.main"];
  await withServer({ command, env, endpoint: `http://${address}`, ready: "/_localstack/health" }, use);
  rmSync(place, { recursive: true, force: true });
}

async function withServer({ command: [file, ...args], env, endpoint, ready }, use) {
  const server = spawn(file, args, { stdio: "ignore", env });
  try {
    for (let seconds = 0; !(await isUp(`${endpoint}${ready}`)); seconds++) {
      if (seconds === 120) throw new Error(`${args.join(" ")} did not start within two minutes`);
      await sleep(1000);
    }
    await use(endpoint);
  } finally {
    server.kill();
  }
}

async function isUp(url) {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** Against services of their own: what a bundle answers then is its own doing. */
async function callBundles() {
  const stateDir = mkdtempSync(join(tmpdir(), "intake-bundles-"));
  chmodSync(stateDir, 0o755); // as root, PostgreSQL runs as another user and must get in
  const parts = [...SERVICES, "migrations"];
  const stack = await createStack({ tools, stateDir, ports: "free", parts, disposable: true, say: () => {} });
  await withStack(stack, () => callEach({ ...process.env, NODE_ENV: "development", ...stack.settings }));
  rmSync(stateDir, { recursive: true, force: true });
}

/** From the unpacked archives, each in a process of its own. */
async function callEach(env) {
  console.log("\n| function | archive KB | load ms | first answer ms | status |\n|---|---|---|---|---|");
  for (const [name, method, path, params = null] of CALLS) {
    await unpack(name);
    const { loadMs, answerMs, status } = await callBundle(name, { method, path, params }, env).catch((error) => ({
      status: (error.stderr || error.message).trim().split("\n").slice(0, 8).join(" "),
    }));
    console.log(
      `| ${name} | ${archiveKilobytes(name)} | ${Math.round(loadMs)} | ${Math.round(answerMs)} | ${status} |`,
    );
    if (typeof status !== "number" || status >= 500) process.exitCode = 1;
  }
  const { Resources } = JSON.parse(readFileSync(template, "utf8"));
  console.log(`\n${Object.keys(Resources).length} resources in the template (CloudFormation takes 500)\n`);
}
