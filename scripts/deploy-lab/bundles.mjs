/** The archives of `serverless package`, called as Lambda would call them. */
import { execFile } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { node24, root, toolsDir } from "../stack/project.mjs";

const run = promisify(execFile);
const folderOf = (name) => join(toolsDir, "bundles", name);
const archiveOf = (name) => join(root, ".serverless/bundles", `${name}.zip`);

export const archiveKilobytes = (name) => Math.round(statSync(archiveOf(name)).size / 1024);

export async function unpack(name) {
  rmSync(folderOf(name), { recursive: true, force: true });
  await run("python3", ["-m", "zipfile", "-e", archiveOf(name), folderOf(name)]);
}

/**
 * Calls an unpacked function in a process of its own: a cold start is loading the module and its first answer.
 *
 * @param {{ method: string, path: string, params?: Record<string, string> | null, body?: unknown, token?: string }} request
 * @returns {Promise<{ loadMs: number, answerMs: number, status: number | undefined, body: any, log: string }>} a function
 *          behind no route answers nothing
 * @throws {Error} with `stderr`, when it does not load or does not answer
 */
export async function callBundle(name, { method, path, params = null, body = null, token }, env) {
  const event = JSON.stringify({
    ...{ httpMethod: method, path, pathParameters: params, body: body && JSON.stringify(body) },
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...{ queryStringParameters: null, multiValueQueryStringParameters: null, isBase64Encoded: false },
    requestContext: { requestId: "lab", stage: "test", identity: { sourceIp: "127.0.0.1" } },
  });
  const script = `
    const start = performance.now();
    const { handler } = await import(${JSON.stringify(join(folderOf(name), `${name}.mjs`))});
    const loaded = performance.now();
    const context = { awsRequestId: "lab", functionName: "${name}", getRemainingTimeInMillis: () => 29_000 };
    const answer = await handler(${event}, context);
    const times = { loadMs: loaded - start, answerMs: performance.now() - loaded };
    const told = JSON.stringify({ ...times, status: answer?.statusCode, body: answer?.body });
    process.stdout.write("\\n" + told, () => process.exit()); // not before a long answer is through the pipe`;
  const { stdout } = await run(node24, ["--input-type=module", "-e", script], { timeout: 60_000, env, maxBuffer: 1e8 });
  const lines = stdout.trim().split("\n");
  const answer = JSON.parse(lines.at(-1));
  return { ...answer, body: answer.body ? JSON.parse(answer.body) : null, log: lines.slice(0, -1).join("\n") };
}
