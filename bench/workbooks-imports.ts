/**
 * Imports models into a running service: one of 10,000 and one of 100,000 formulas alone, then several at once while
 * GET /api/jobs is asked all the time.
 *
 *     INTAKE_URL=http://localhost:3000 node bench/workbooks-imports.ts [--at-once 5] [--formulas 10000]
 *
 * Prints one JSON line: seconds from `started_at` to `completed_at` of each import, and how long the answers to
 * GET /api/jobs took meanwhile. The models are deleted again.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { machine, rounded } from "./machine.ts";
import { FORMULAS_PER_ROW, writeModel } from "./workbooks-model.ts";

const { values: args } = parseArgs({
  options: { "at-once": { type: "string", default: "5" }, formulas: { type: "string", default: "10000" } },
});
const service = process.env.INTAKE_URL;
if (!service) throw new Error("INTAKE_URL must say where the service is");

type Job = { status: string; started_at: string; completed_at: string; model_id: string | null };
const ENDED = ["success", "failed", "cancelled"];

async function upload(path: string): Promise<string> {
  const form = new FormData();
  form.set("model_name", "bench");
  form.set("file", new Blob([readFileSync(path)]), "bench.xlsx");
  const answer = await fetch(`${service}/api/import/upload`, { method: "POST", body: form });
  if (answer.status !== 202) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { job_id: string }).job_id;
}

/** Seconds from start to end of the job; its model is deleted. */
async function finish(jobId: string): Promise<number> {
  for (;;) {
    const job = (await (await fetch(`${service}/api/import/job/${jobId}`)).json()) as Job;
    if (ENDED.includes(job.status)) {
      if (job.model_id === null) throw new Error(`the import ended ${job.status}`);
      await fetch(`${service}/api/models/${job.model_id}`, { method: "DELETE" });
      return rounded((Date.parse(job.completed_at) - Date.parse(job.started_at)) / 1000);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Milliseconds of each answer to GET /api/jobs until the work is done, one question after the other. */
async function askMeanwhile(work: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    const asked = performance.now();
    await (await fetch(`${service}/api/jobs`)).text();
    times.push(performance.now() - asked);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return times.sort((a, b) => a - b);
}

const folder = mkdtempSync(join(tmpdir(), "workbooks-imports-"));
const salt = String(process.pid);
const modelFile = (formulas: number, name: string) =>
  writeModel(folder, `${name}.xlsx`, Math.round(formulas / FORMULAS_PER_ROW), `${salt} ${name}`);

try {
  await finish(await upload(await modelFile(1000, "warm"))); // a worker that has run before is what users meet
  const alone: Record<string, number> = {};
  for (const formulas of [10_000, 100_000]) {
    alone[formulas] = await finish(await upload(await modelFile(formulas, `alone-${formulas}`)));
  }
  const files: string[] = [];
  for (let at = 0; at < Number(args["at-once"]); at++) files.push(await modelFile(Number(args.formulas), `${at}`));
  const imports = Promise.all(files.map(async (path) => finish(await upload(path))));
  const answers = await askMeanwhile(imports);
  const share = (part: number) => rounded(answers[Math.min(answers.length - 1, Math.floor(answers.length * part))]!);
  console.log(
    JSON.stringify({
      bench: "workbooks-imports",
      machine: machine(),
      seconds_alone: alone,
      at_once: { formulas: Number(args.formulas), seconds: await imports },
      jobs_list_ms: { asked: answers.length, p50: share(0.5), p95: share(0.95), most: share(1) },
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
