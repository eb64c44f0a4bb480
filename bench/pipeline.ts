/**
 * Uploads 1 M rows × 10 columns to a running service and waits for the end of the job: rows loaded, then only checked.
 *
 *     node scripts/against-stack.mjs pipeline
 *
 * Prints one JSON line: seconds of the upload and from its answer to COMPLETED, and the
 * slowest of the answers to GET /api/jobs/{id} meanwhile. The jobs are deleted again.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { generatePeople } from "./generate.ts";
import { machine, rounded } from "./machine.ts";

const { values: args } = parseArgs({ options: { rows: { type: "string", default: "1000000" } } });
const service = process.env.INTAKE_URL;
if (!service) throw new Error("INTAKE_URL must say where the service is");

const path = await generatePeople(Number(args.rows));
const bytes = readFileSync(path);

type Job = { status: string; rows_processed: number; rows_failed: number; error_message: string | null };

async function run(loadRows: boolean) {
  const form = new FormData();
  form.set("options", JSON.stringify({ load_rows: loadRows }));
  form.set("file", new Blob([bytes]), "people.csv");
  const sent = performance.now();
  const answer = await fetch(`${service}/api/files/upload`, { method: "POST", body: form });
  if (answer.status !== 202) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
  const { job_id } = (await answer.json()) as { job_id: string };
  const answered = performance.now();
  let slowest = 0;
  for (;;) {
    const asked = performance.now();
    const job = (await (await fetch(`${service}/api/jobs/${job_id}`)).json()) as Job;
    slowest = Math.max(slowest, performance.now() - asked);
    if (["COMPLETED", "FAILED", "CANCELLED"].includes(job.status)) {
      const seconds = (performance.now() - answered) / 1000;
      if (job.rows_processed !== Number(args.rows) || job.rows_failed !== 0) {
        throw new Error(`${job.status}: ${job.rows_processed} rows, ${job.rows_failed} failed, ${job.error_message}`);
      }
      await fetch(`${service}/api/jobs/${job_id}`, { method: "DELETE" });
      return {
        upload_seconds: rounded((answered - sent) / 1000),
        completed_seconds: rounded(seconds),
        slowest_status_ms: rounded(slowest),
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const checked = await run(false);
const loaded = await run(true);
console.log(JSON.stringify({ bench: "pipeline", machine: machine(), rows: Number(args.rows), checked, loaded }));
