/**
 * Kills each part of the system in the middle of work, one after the other, then pauses them, empties Redis and doubles
 * messages, and counts: every accepted job must have ended COMPLETED with exact counts, no row twice, each webhook
 * delivered at least once under one id, no orphaned object, no stuck lease. Objects that LocalStack forgot when it was killed are the one loss there is: their jobs must
 * end FAILED saying so.
 *
 * Not part of `npm test`: it takes some ten minutes. `npm run test:faults` starts the stack that it runs against.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { printTable } from "../../cli/print.ts";
import { readConfig } from "../../lib/config.ts";
import type { JobRow } from "../../lib/jobs/job.ts";
import { sendJob } from "../../lib/jobs/send-job.ts";
import { openPorts } from "../../lib/ports.ts";
import { childrenOf } from "../support/processes.ts";
import { startReceiver } from "../support/receiver.ts";
import { freePort, multipart } from "../support/world.ts";

const PARTS = ["consumer", "edge", "gateway", "redis", "postgres", "localstack"] as const;
type Part = (typeof PARTS)[number];

/** Longer than the lease that scripts/against-stack.mjs sets. */
const PAUSE_MS = 12_000;

/** What is done while uploads come in and jobs run; `ids` are the jobs accepted so far. */
const FAULTS: [name: string, act: (ids: string[]) => Promise<void> | void][] = [
  ...PARTS.map((part): [string, () => void] => [`${part} killed`, () => process.kill(pidOf(part), "SIGKILL")]),
  ["worker killed", () => process.kill(childrenOf(pidOf("consumer"))[0]!, "SIGKILL")],
  ["consumer paused, another there", pausedBesideAnother],
  ...(["worker", "postgres", "redis", "localstack"] as const).map((part): [string, () => Promise<void>] => [
    `${part} paused`,
    () => paused(part === "worker" ? [childrenOf(pidOf("consumer"))[0]!] : withChildren(pidOf(part))),
  ]),
  ["redis emptied", async () => void (await ports.live.client.flushall())],
  ["messages doubled", async (ids) => void (await Promise.all(ids.map((id) => sendJob(ports, id))))],
];

const UPLOADS = 20;
const ROWS = 60_000;
const FAULT_AFTER_MS = 1_500;
const DEADLINE_MS = 180_000;

const url = process.env.INTAKE_URL!;
const stackDir = process.env.INTAKE_STACK_DIR!;
const ports = openPorts(readConfig(), "faults");
await using receiver = await startReceiver(200);

/** Every 500th row lacks its name: the counts have to come out exactly. */
const table = `id,name,amount\n${Array.from({ length: ROWS }, (_, i) => `${i + 1},${(i + 1) % 500 ? `name ${i + 1}` : ""},${i / 4}`).join("\n")}\n`;
const FAILED_ROWS = ROWS / 500;

type Row = Record<
  "fault" | "accepted" | "refused" | "completed" | "object lost" | "taken up again" | "wrong" | "seconds",
  string
>;
const rows: Row[] = [];
/** Jobs whose upload was answered; one that edge took in and died over may run too, and nobody waits for it. */
const everAccepted: string[] = [];
let wrongs = 0;

for (const [name, act] of FAULTS) rows.push(await survive(name, act));
await sleep(2_000);
const leftovers = await leftBehind();

console.log("");
printTable(
  Object.keys(rows[0]!),
  rows.map((row) => Object.values(row)),
);
console.log(
  `\nstuck leases: ${leftovers.leases}, orphaned objects: ${leftovers.orphans}, webhook ids per job above one: ${webhooks().doubled}`,
);
console.log(`jobs ended without a webhook: ${webhooks().missing}`);
await ports.close();
const failed = wrongs + leftovers.leases + leftovers.orphans + webhooks().doubled + webhooks().missing;
console.log(failed === 0 ? "Nothing was lost and nothing came twice." : `${failed} faults.`);
process.exit(failed === 0 ? 0 : 1);

async function survive(name: string, act: (ids: string[]) => Promise<void> | void): Promise<Row> {
  process.stdout.write(`${name} `);
  const started = Date.now();
  const soFar: string[] = [];
  const uploads = Promise.all(
    Array.from({ length: UPLOADS }, async (_, n) => {
      await sleep(n * 120);
      const id = await upload();
      if (id) soFar.push(id);
      return id;
    }),
  );
  await sleep(FAULT_AFTER_MS);
  await act(soFar);
  const accepted = (await uploads).filter((id) => id !== null);
  everAccepted.push(...accepted);
  const jobs = await allEnded(accepted);
  const seconds = (Date.now() - started) / 1000;
  let wrong = 0;
  for (const job of jobs) wrong += (await isRight(job)) ? 0 : 1;
  wrongs += wrong;
  console.log(`${seconds.toFixed(1)} s`);
  return {
    fault: name,
    accepted: String(accepted.length),
    refused: String(UPLOADS - accepted.length),
    completed: String(jobs.filter(({ status }) => status === "COMPLETED").length),
    "object lost": String(jobs.filter(objectLost).length),
    "taken up again": String(jobs.filter(({ attempt }) => attempt > 1).length),
    wrong: String(wrong),
    seconds: seconds.toFixed(1),
  };
}

/** The id of the accepted job; null where the upload was refused or its connection broke. */
async function upload(): Promise<string | null> {
  const { body, contentType } = multipart("fault.csv", table, { webhook_url: receiver.url });
  try {
    const answer = await fetch(`${url}/api/files/upload`, {
      method: "POST",
      headers: { "content-type": contentType },
      body: new Uint8Array(body),
    });
    return answer.status === 202 ? ((await answer.json()) as { job_id: string }).job_id : null;
  } catch {
    return null;
  }
}

function pidOf(part: Part): number {
  return (JSON.parse(readFileSync(join(stackDir, "run", `${part}.json`), "utf8")) as { pid: number }).pid;
}

/** PostgreSQL's sessions are processes of their own. */
function withChildren(pid: number): number[] {
  try {
    return [pid, ...childrenOf(pid)];
  } catch {
    return [pid]; // pgrep found none
  }
}

async function paused(pids: number[]): Promise<void> {
  const tell = (signal: "SIGSTOP" | "SIGCONT") => {
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch {
        // ended meanwhile: a paused worker, whose job was taken from it
      }
    }
  };
  tell("SIGSTOP");
  await sleep(PAUSE_MS);
  tell("SIGCONT");
}

/** The lease of the paused one's jobs runs out, another takes them; when it wakes, its writes must change nothing. */
async function pausedBesideAnother(): Promise<void> {
  const env = { ...process.env, CONSUMER_PORT: String(await freePort()), LOG_LEVEL: "error" };
  const another = spawn(process.execPath, ["consumer/main.ts"], { env, stdio: "ignore" });
  await paused([pidOf("consumer")]);
  await sleep(PAUSE_MS);
  another.kill("SIGTERM");
  await once(another, "exit");
}

/** Asks the database rather than the service: it is the truth, and parts are down just now. */
async function allEnded(ids: string[]): Promise<JobRow[]> {
  for (const until = Date.now() + DEADLINE_MS; ; await sleep(500)) {
    try {
      const jobs: JobRow[] = await ports.db<JobRow>("jobs").whereIn("id", ids);
      const open = jobs.filter(({ status }) => status === "QUEUED" || status === "PROCESSING");
      if (open.length === 0 && jobs.length === ids.length) return jobs;
      if (Date.now() > until) return jobs;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

function objectLost(job: JobRow): boolean {
  return job.status === "FAILED" && /gone from the object store/.test(job.error_message ?? "");
}

async function isRight(job: JobRow): Promise<boolean> {
  if (objectLost(job)) return true;
  const [loaded] = await ports
    .db("job_rows")
    .where({ job_id: job.id })
    .select(ports.db.raw("count(*)::int as n, count(distinct data->>'id')::int as distinct"));
  const right =
    job.status === "COMPLETED" &&
    job.rows_processed === ROWS &&
    job.rows_failed === FAILED_ROWS &&
    loaded.n === ROWS - FAILED_ROWS &&
    loaded.distinct === loaded.n;
  if (!right) console.log(job.id, job.status, job.error_message, job.rows_processed, job.rows_failed, loaded);
  return right;
}

async function leftBehind(): Promise<{ leases: number; orphans: number }> {
  const [{ leases }] = await ports
    .db("jobs")
    .where({ status: "PROCESSING" })
    .select(ports.db.raw("count(*)::int as leases"));
  let orphans = 0;
  for await (const { key } of ports.storage.list("uploads/")) {
    if (!(await ports.db("jobs").where({ object_key: key }).first("id"))) {
      orphans++;
      console.log("orphan", key);
    }
  }
  return { leases, orphans };
}

/** Calls by job: each has to have come, and always under the same id. */
function webhooks(): { doubled: number; missing: number } {
  const ids = new Map<string, Set<string>>();
  for (const { headers, body } of receiver.calls) {
    const { job_id } = JSON.parse(body) as { job_id: string };
    ids.set(job_id, (ids.get(job_id) ?? new Set()).add(String(headers["webhook-id"])));
  }
  return {
    doubled: [...ids.values()].filter((set) => set.size > 1).length,
    missing: everAccepted.filter((id) => !ids.has(id)).length,
  };
}
