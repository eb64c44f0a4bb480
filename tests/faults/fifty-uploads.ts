/**
 * Fifty uploads at once, while somebody asks for the status of a job over and over: every job must end, and the
 * answers' times are printed as percentiles. `npm run test:load` starts the stack that it runs against.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { machine, rounded } from "../../bench/machine.ts";
import { printTable } from "../../cli/print.ts";
import { multipart } from "../support/world.ts";

const UPLOADS = 50;
const ROWS = 20_000;

const url = process.env.INTAKE_URL!;
const table = `id,name\n${Array.from({ length: ROWS }, (_, i) => `${i},name ${i}`).join("\n")}\n`;

const probed = await upload();
await ended(probed.id);
const prober = fork(fileURLToPath(new URL("probe-status.ts", import.meta.url)), [`${url}/api/jobs/${probed.id}`]);

const started = performance.now();
const uploads = await Promise.all(Array.from({ length: UPLOADS }, upload));
const answered = performance.now() - started;
const statuses = await Promise.all(uploads.map(({ id }) => ended(id)));
const all = performance.now() - started;
prober.send("stop");
const [statusTimes] = (await once(prober, "message")) as [number[]];

const row = (what: string, times: number[]) => [
  what,
  ...[50, 90, 99, 100].map((p) => `${percentile(times, p).toFixed(0)} ms`),
];
printTable(
  ["what", "p50", "p90", "p99", "max"],
  [
    row("GET /api/jobs/{id} meanwhile", statusTimes),
    row(
      "upload, whole request",
      uploads.map(({ ms }) => ms),
    ),
  ],
);
const completed = statuses.filter((status) => status === "COMPLETED").length;
console.log(
  `\n${completed} of ${UPLOADS} jobs completed; all uploads answered in ${(answered / 1000).toFixed(1)} s, all rows loaded in ${(all / 1000).toFixed(1)} s`,
);
console.log(
  JSON.stringify({
    bench: "fifty-uploads",
    machine: machine(),
    status_ms: percentiles(statusTimes),
    upload_ms: percentiles(uploads.map(({ ms }) => ms)),
    completed,
    answered_seconds: rounded(answered / 1000),
    loaded_seconds: rounded(all / 1000),
  }),
);
process.exit(completed === UPLOADS ? 0 : 1);

async function upload(): Promise<{ id: string; ms: number }> {
  const { body, contentType } = multipart("load.csv", table);
  const begun = performance.now();
  const answer = await fetch(`${url}/api/files/upload`, {
    method: "POST",
    headers: { "content-type": contentType },
    body: new Uint8Array(body),
  });
  const { job_id } = (await answer.json()) as { job_id: string };
  return { id: job_id, ms: performance.now() - begun };
}

async function ended(id: string): Promise<string> {
  for (;;) {
    const { status } = (await (await fetch(`${url}/api/jobs/${id}`)).json()) as { status: string };
    if (["COMPLETED", "FAILED", "CANCELLED"].includes(status)) return status;
    await sleep(250);
  }
}

function percentiles(times: number[]): Record<string, number> {
  return Object.fromEntries([50, 90, 99, 100].map((p) => [`p${p}`, Math.round(percentile(times, p))]));
}

function percentile(times: number[], p: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? 0;
}
