/**
 * Uploads a CSV of 500 MB to a running service and looks each second at the memory of edge and of the worker that
 * checks it; and how long after the last byte the upload was answered.
 *
 *     node scripts/against-stack.mjs service-memory
 *
 * Prints one JSON line. Targets: edge < 200 MiB, worker < 256 MiB, answer within 500 ms.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { generatePeople } from "./generate.ts";
import { machine } from "./machine.ts";

const { values: args } = parseArgs({ options: { megabytes: { type: "string", default: "500" } } });
const { INTAKE_URL: service, INTAKE_STACK_DIR: stackDir } = process.env;
if (!service || !stackDir)
  throw new Error("Run by scripts/against-stack.mjs: INTAKE_URL and INTAKE_STACK_DIR are not set");

const path = await generatePeople(1_000_000);
const sizeBytes = Number(args.megabytes) * 1e6;
const BOUNDARY = "----intake-bench";

const started = performance.now();
const samples: { second: number; edge: number; worker: number }[] = [];
const sampling = setInterval(sample, 1_000);
const { jobId, uploadSeconds, answerMs } = await upload();
const job = await ended(jobId);
clearInterval(sampling);
sample();
await fetch(`${service}/api/jobs/${jobId}`, { method: "DELETE" });

const most = (part: "edge" | "worker") => Math.max(...samples.map((at) => at[part]));
console.log(
  JSON.stringify({
    bench: "service-memory",
    machine: machine(),
    megabytes: Number(args.megabytes),
    status: job.status,
    rows: job.rows_processed,
    upload_seconds: Math.round(uploadSeconds),
    answer_after_last_byte_ms: Math.round(answerMs),
    most_mib: { edge: most("edge"), worker: most("worker") },
    seconds: thinned(samples.map(({ second }) => second)),
    edge_mib: thinned(samples.map(({ edge }) => edge)),
    worker_mib: thinned(samples.map(({ worker }) => worker)),
  }),
);
process.exit(job.status === "COMPLETED" ? 0 : 1);

/** The generated file over and over: its header, within the table, and its cut end are rows that do not fit. */
async function upload(): Promise<{ jobId: string; uploadSeconds: number; answerMs: number }> {
  const headers = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
  const sending = request(`${service}/api/files/upload`, { method: "POST", headers });
  const answered = once(sending, "response").then(([response]) => ({ response, at: performance.now() }));
  const part = (head: string) => `--${BOUNDARY}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`;
  sending.write(`${part('name="options"')}{"load_rows":false}\r\n${part('name="file"; filename="people.csv"')}`);
  for (let left = sizeBytes; left > 0; ) {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 18, end: left - 1 })) {
      left -= piece.length;
      if (!sending.write(piece)) await once(sending, "drain");
    }
  }
  const lastByte = performance.now();
  sending.end(`\r\n--${BOUNDARY}--\r\n`);
  const { response, at } = await answered;
  const body = await text(response as IncomingMessage);
  if (response.statusCode !== 202) throw new Error(`the upload was answered ${response.statusCode}: ${body}`);
  const { job_id } = JSON.parse(body) as { job_id: string };
  return { jobId: job_id, uploadSeconds: (lastByte - started) / 1000, answerMs: at - lastByte };
}

async function ended(id: string): Promise<{ status: string; rows_processed: number }> {
  for (;;) {
    const job = (await (await fetch(`${service}/api/jobs/${id}`)).json()) as { status: string; rows_processed: number };
    if (["COMPLETED", "FAILED", "CANCELLED"].includes(job.status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Resident MiB of edge, and of the largest worker. */
function sample(): void {
  const processes = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number, kib: number]);
  const [edge, consumer] = ["edge", "consumer"].map((part) => pidOf(part));
  const mib = (kib: number | undefined) => Math.round((kib ?? 0) / 1024);
  samples.push({
    second: Math.round((performance.now() - started) / 1000),
    edge: mib(processes.find(([pid]) => pid === edge)?.[2]),
    worker: mib(Math.max(0, ...processes.filter(([, parent]) => parent === consumer).map(([, , kib]) => kib))),
  });
}

function pidOf(part: string): number {
  return (JSON.parse(readFileSync(`${stackDir}/run/${part}.json`, "utf8")) as { pid: number }).pid;
}

/** Twenty points of the way are enough to see a slope. */
function thinned(values: number[]): number[] {
  const step = Math.max(1, values.length / 20);
  return Array.from({ length: Math.min(20, values.length) }, (_, n) => values[Math.floor(n * step)]!);
}
