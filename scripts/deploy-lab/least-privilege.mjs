/**
 * Whether the roles of the template are enough: edge, consumer and functions run against the deployed bucket and queues,
 * each with its own role's credentials, and moto refuses what the role does not allow. (What a role allows without need
 * is read in deploy/roles.yml and deploy/containers.yml.)
 */
import { execFile, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePorts } from "../stack/ports.mjs";
import { node24, root } from "../stack/project.mjs";
import { createStack, withStack } from "../stack.mjs";
import { callBundle, unpack } from "./bundles.mjs";

const run = promisify(execFile);
const REFUSED = /AccessDenied|Access Denied|not authorized to perform/;
const WAIT_MS = 180_000;
/** Two parts of 8 MiB: a large upload is put together only when it is needed. */
const LARGE = `id,name\n${"1,a name that is some thirty letters\n".repeat(300_000)}`;
const SMALL = "id,name\n1,one\n2,two\n";

/**
 * @param {string} endpoint moto's, with the stack deployed
 * @param {{ tools: object, python: string, functions: Record<string, { role?: string }> }} lab
 * @throws {Error} naming what was refused, or what did not come to its end
 */
export async function tryRoles(endpoint, { tools, python, functions }) {
  const stateDir = mkdtempSync(join(tmpdir(), "intake-roles-"));
  chmodSync(stateDir, 0o755); // as root, PostgreSQL runs as another user and must get in
  const parts = ["redis", "postgres", "migrations"];
  const stack = await createStack({ tools, stateDir, ports: "free", parts, disposable: true, say: () => {} });
  await withStack(stack, async () => {
    const admin = {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    const { stdout } = await run(python, [join(root, "scripts/deploy-lab/role_credentials.py"), "intake-test"], {
      env: admin,
    });
    const { bucket, credentials } = JSON.parse(stdout);
    await judge(endpoint, true);
    const [edgePort, consumerPort] = await freePorts(2);
    const envOf = (role) => ({
      ...{ ...process.env, NODE_ENV: "development", ...stack.settings, ...credentials[role] },
      ...{ AWS_ENDPOINT_URL: endpoint, INTAKE_BUCKET: bucket, INTAKE_QUEUE_PREFIX: "test-", INTAKE_RATE_LIMITS: "off" },
      ...{ INTAKE_PORT: String(edgePort), CONSUMER_PORT: String(consumerPort), SWEEP_SECONDS: "3600" },
    });
    const url = `http://127.0.0.1:${edgePort}`;
    const log = join(stateDir, "parts.log");
    const start = (part, role) => {
      const output = openSync(log, "a");
      return spawn(node24, [join(root, part, "main.ts")], {
        cwd: root,
        env: envOf(role),
        stdio: ["ignore", output, output],
      });
    };
    const edge = start("edge", "EdgeRole");
    const consumer = start("consumer", "ConsumerRole");
    try {
      await until(
        "edge and consumer are up",
        async () => (await isUp(`${url}/metrics`)) && isUp(`http://127.0.0.1:${consumerPort}/health`),
      );
      const openly = async (act) => {
        await judge(endpoint, false);
        return act().finally(() => judge(endpoint, true));
      };
      await useEverything({ url, consumer, openly, call: caller(functions, envOf) });
      const refusals = readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => REFUSED.test(line));
      if (refusals.length > 0) throw new Error(`refused to edge or the consumer:\n${refusals.slice(0, 5).join("\n")}`);
    } finally {
      await judge(endpoint, false);
      edge.kill("SIGKILL");
      consumer.kill("SIGKILL");
    }
  });
  rmSync(stateDir, { recursive: true, force: true });
}

/** Whether moto holds every call to what the policies of its caller allow. */
async function judge(endpoint, isStrict) {
  const headers = { "content-type": "text/plain" };
  const answer = await fetch(`${endpoint}/moto-api/reset-auth`, {
    method: "POST",
    headers,
    body: isStrict ? "0" : "inf",
  });
  if (!answer.ok) throw new Error(`reset-auth: ${answer.status}`);
}

/** Calls functions by name, each with the credentials of its own role. */
function caller(functions, envOf) {
  const unpacked = new Set();
  return async (name, request, wanted) => {
    if (!unpacked.has(name)) await unpack(name);
    unpacked.add(name);
    const { status, body, log } = await callBundle(name, request, envOf(functions[name].role ?? "DataRole"));
    if (status !== wanted) throw new Error(`${name}: ${status} and not ${wanted}: ${JSON.stringify(body)}\n${log}`);
    if (REFUSED.test(log)) throw new Error(`refused to ${name}:\n${log}`);
    return body;
  };
}

/** What touches the store or the queues, capability by capability. */
async function useEverything(lab) {
  const metrics = await (await fetch(`${lab.url}/metrics`)).text();
  const isDepthTold = metrics.includes('intake_queue_depth{queue="intake-submissions-dlq"}');
  if (!isDepthTold) throw new Error("edge cannot ask the queues");
  await lab.call("health", { method: "GET", path: "/api/health" }, 200);
  await useTables(lab);
  await usePresigned(lab);
  await useWorkbooks(lab);
  await useDocuments(lab);
  await lab.call("sweep", { method: "", path: "" }, undefined);
}

async function useTables({ url, consumer, call }) {
  const small = await send(url, "/api/files/upload", { filename: "small.csv", content: SMALL });
  await completed(url, small.job_id);
  await call("deleteJob", { method: "DELETE", path: `/api/jobs/${small.job_id}`, params: { id: small.job_id } }, 204);

  consumer.kill("SIGSTOP"); // so that the job is still there to be cancelled
  const large = await send(url, "/api/files/upload", { filename: "large.csv", content: LARGE });
  const ofLarge = { method: "POST", path: `/api/jobs/${large.job_id}`, params: { id: large.job_id } };
  await call("cancelJob", ofLarge, 200);
  await call("retryJob", ofLarge, 200);
  consumer.kill("SIGCONT");
  await completed(url, large.job_id);
}

async function usePresigned({ url, openly, call }) {
  const begin = { method: "POST", path: "/api/uploads", body: { filename: "p.csv", file_size: SMALL.length } };
  const of = ({ upload_id }) => ({ path: `/api/uploads/${upload_id}`, params: { upload_id } });
  const begun = await call("beginUpload", begin, 201);
  // moto looks for the signature in a header, where a presigned address has none.
  const put = await openly(() => fetch(begun.part_urls[0], { method: "PUT", body: SMALL }));
  if (!put.ok) throw new Error(`a presigned part: ${put.status} ${await put.text()}`);
  const parts = [{ part_number: 1, etag: put.headers.get("etag") }];
  const { job_id } = await call("completeUpload", { method: "POST", ...of(begun), body: { parts } }, 202);
  await completed(url, job_id);
  const givenUp = await call("beginUpload", begin, 201);
  await call("abortUpload", { method: "DELETE", ...of(givenUp) }, 204);
}

async function useWorkbooks({ url, consumer, call }) {
  const file = { filename: "stock.xlsx", content: readFileSync(join(root, "samples/stock.xlsx")) };
  const upload = (model_name) => send(url, "/api/import/upload", { ...file, fields: { model_name } });
  const of = ({ job_id }) => ({ path: `/api/import/job/${job_id}`, params: { job_id } });
  consumer.kill("SIGSTOP");
  const unwanted = await upload("Unwanted");
  await call("cancelImportJob", { method: "DELETE", ...of(unwanted) }, 204);
  consumer.kill("SIGCONT");

  const wanted = await upload("Stock");
  await completed(url, wanted.job_id);
  const { model_id } = await call("getImportJob", { method: "GET", ...of(wanted) }, 200);
  await call("deleteModel", { method: "DELETE", path: `/api/models/${model_id}`, params: { model_id } }, 200);
}

async function useDocuments({ url, call }) {
  const person = { username: "lab", email: "lab@example.org", password: "a long password" };
  const register = { method: "POST", path: "/api/v1/auth/register", body: person };
  const { token } = (await call("register", register, 201)).data;
  const note = { filename: "note.txt", content: "One sentence. Another one follows it.", token };
  const { file_id } = (await send(url, "/api/v1/files/upload", note)).data;
  const ofFile = { path: `/api/v1/files/${file_id}`, params: { file_id }, token };
  const { task_id } = (await call("extractDocument", { method: "POST", ...ofFile }, 202)).data;
  const ofTask = { path: `/api/v1/tasks/${task_id}`, params: { task_id }, token };
  await until("the text is there", async () => isOver((await call("getTask", { method: "GET", ...ofTask }, 200)).data));
  await call("getExtraction", { method: "GET", ...ofFile }, 200);
  const headers = { authorization: `Bearer ${token}` };
  const download = await fetch(`${url}${ofFile.path}/download`, { headers });
  if (!download.ok) throw new Error(`download: ${download.status}`);
  await call("deleteFile", { method: "DELETE", ...ofFile }, 200);
}

async function completed(url, id) {
  const job = async () => (await fetch(`${url}/api/jobs/${id}`)).json();
  await until(`job ${id} is completed`, async () => isOver(await job()));
}

async function send(url, path, { filename, content, fields = {}, token }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new Blob([content]), filename);
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: form });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  return body;
}

/** @throws {Error} where it ended badly */
function isOver({ status, error_message }) {
  if (["FAILED", "failed"].includes(status)) throw new Error(error_message);
  return ["COMPLETED", "completed"].includes(status);
}

const isUp = (address) =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );

async function until(what, isSo) {
  const deadline = Date.now() + WAIT_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within three minutes: ${what}`);
    await sleep(500);
  }
}
