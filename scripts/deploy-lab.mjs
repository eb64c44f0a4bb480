/**
 * npm run test:deploy: the deployment without an AWS account. Packages, lints the template, deploys and removes a full
 * stage on moto's server, and calls real bundles as Lambda would. The bundles want the local stack (`npm start`).
 */
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { node24, packagesDir, root, toolsDir } from "./stack/project.mjs";

const run = promisify(execFile);
const venv = join(toolsDir, "deploy-lab");
const serverless = join(packagesDir, "serverless/bin/serverless.js");
const architecture = process.arch === "arm64" ? "arm64" : "x86_64";
const OPTIONS = ["--stage", "test", "--param", `architecture=${architecture}`];
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

await installTools();
await step("serverless package", () => framework("package"));
await step("cfn-lint", () => run(join(venv, "bin/cfn-lint"), ["-t", template, "-r", "us-east-1"]));
await callBundles();
await withMoto(async (endpoint) => {
  const env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  await step("serverless deploy", () => framework("deploy", env));
  await step("serverless remove", () => framework("remove", env));
});

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
function framework(command, env = {}) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")));
  const limits = { timeout: 300_000, killSignal: "SIGKILL", maxBuffer: 1e8 };
  return run(node24, [serverless, command, ...OPTIONS], { cwd: root, env: { ...clean, ...env }, ...limits });
}

async function installTools() {
  if (existsSync(join(venv, "bin/moto_server"))) return;
  await step("moto and cfn-lint", async () => {
    mkdirSync(toolsDir, { recursive: true });
    await run("python3", ["-m", "venv", venv]);
    await run(join(venv, "bin/pip"), ["install", "--quiet", "moto[server,cloudformation]", "cfn-lint"]);
  });
}

async function withMoto(use) {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(join(venv, "bin/moto_server"), ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  try {
    for (
      let tries = 0;
      !(await fetch(endpoint).then(
        () => true,
        () => false,
      ));
      tries++
    ) {
      if (tries === 120) throw new Error("moto's server did not start within a minute");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await use(endpoint);
  } finally {
    server.kill();
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Each in a process of its own, from the unpacked archive: a cold start is loading the module and its first answer. */
async function callBundles() {
  const place = join(toolsDir, "bundles");
  console.log("\n| function | archive KB | load ms | first answer ms | status |\n|---|---|---|---|---|");
  for (const [name, httpMethod, path, pathParameters = null] of CALLS) {
    const archive = join(root, ".serverless/bundles", `${name}.zip`);
    const folder = join(place, name);
    rmSync(folder, { recursive: true, force: true });
    await run("python3", ["-m", "zipfile", "-e", archive, folder]);
    const event = JSON.stringify({
      ...{ httpMethod, path, pathParameters, headers: { "content-type": "application/json" }, body: null },
      ...{ queryStringParameters: null, multiValueQueryStringParameters: null, isBase64Encoded: false },
      requestContext: { requestId: "lab", stage: "test", identity: { sourceIp: "127.0.0.1" } },
    });
    const script = `
      const start = performance.now();
      const { handler } = await import(${JSON.stringify(join(folder, `${name}.mjs`))});
      const loaded = performance.now();
      const context = { awsRequestId: "lab", functionName: "${name}", getRemainingTimeInMillis: () => 29_000 };
      const { statusCode } = await handler(${event}, context);
      console.log("\\n" + JSON.stringify([loaded - start, performance.now() - loaded, statusCode]));
      process.exit();`;
    const answer = await run(node24, ["--input-type=module", "-e", script], { timeout: 60_000 }).catch(
      (error) => error,
    );
    const line = answer.stdout.trim().split("\n").at(-1);
    const row = line.startsWith("[")
      ? JSON.parse(line)
      : ["", "", answer.stderr.trim().split("\n").slice(0, 8).join(" ")];
    const [load, first, status] = row.map((value) => (typeof value === "number" ? Math.round(value) : value));
    console.log(`| ${name} | ${Math.round(statSync(archive).size / 1024)} | ${load} | ${first} | ${status} |`);
    if (typeof status !== "number" || (status >= 500 && name !== "health")) process.exitCode = 1;
  }
  const { Resources } = JSON.parse(readFileSync(template, "utf8"));
  console.log(`\n${Object.keys(Resources).length} resources in the template (CloudFormation takes 500)\n`);
}
