/**
 * Rows a second that 1, 2 and 4 consumers of one worker each load, from one queue into one database.
 *
 *     node scripts/against-stack.mjs consumers
 *
 * The stack's own consumer is the first. Prints one JSON line. The jobs are deleted again.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../tests/support/world.ts";
import { generatePeople } from "./generate.ts";
import { machine } from "./machine.ts";

const FILES = 8;
const ROWS = 100_000;
const CONSUMERS = [1, 2, 4];

const service = process.env.INTAKE_URL;
if (!service) throw new Error("INTAKE_URL must say where the service is");

const bytes = readFileSync(await generatePeople(ROWS));
const started: ChildProcess[] = [];

async function startConsumer(): Promise<void> {
  const main = fileURLToPath(new URL("../consumer/main.ts", import.meta.url));
  const env = { ...process.env, CONSUMER_PORT: String(await freePort()) };
  started.push(spawn(process.execPath, [main], { env, stdio: "ignore" }));
}

async function untilAlive(wanted: number): Promise<void> {
  for (;;) {
    const { consumers } = (await (await fetch(`${service}/api/health`)).json()) as { consumers: number };
    if (consumers === wanted) return;
    await sleep(200);
  }
}

async function upload(): Promise<string> {
  const form = new FormData();
  form.set("file", new Blob([bytes]), "people.csv");
  const answer = await fetch(`${service}/api/files/upload`, { method: "POST", body: form });
  if (answer.status !== 202) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { job_id: string }).job_id;
}

async function untilCompleted(id: string): Promise<void> {
  for (;;) {
    const job = (await (await fetch(`${service}/api/jobs/${id}`)).json()) as { status: string; rows_processed: number };
    if (job.status === "COMPLETED" && job.rows_processed === ROWS) return;
    if (["COMPLETED", "FAILED", "CANCELLED"].includes(job.status)) throw new Error(JSON.stringify(job));
    await sleep(200);
  }
}

const rowsPerSecond: Record<number, number> = {};
for (const wanted of CONSUMERS) {
  while (started.length + 1 < wanted) await startConsumer();
  await untilAlive(wanted);
  const begun = performance.now();
  const jobs = await Promise.all(Array.from({ length: FILES }, upload));
  await Promise.all(jobs.map(untilCompleted));
  rowsPerSecond[wanted] = Math.round((FILES * ROWS) / ((performance.now() - begun) / 1000));
  for (const id of jobs) await fetch(`${service}/api/jobs/${id}`, { method: "DELETE" });
}
for (const consumer of started) consumer.kill("SIGTERM");
await Promise.all(started.map((consumer) => consumer.exitCode ?? once(consumer, "exit")));
console.log(
  JSON.stringify({ bench: "consumers", machine: machine(), files: FILES, rows: ROWS, rows_per_second: rowsPerSecond }),
);
