/** The demo's own part, against a running Intake: `node scripts/show-samples.ts URL`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { call, type Job, uploadFile } from "../cli/api.ts";
import { count, printTable } from "../cli/print.ts";
import { watchJob } from "../cli/watch.ts";
import type { ProcessingError } from "../lib/table-results/list-errors.ts";

const SAMPLES = join(import.meta.dirname, "../samples");
const [url = "http://localhost:3000"] = process.argv.slice(2);

const ended = [
  await check("orders.csv", { schema: await readFile(join(SAMPLES, "orders.schema.json"), "utf8") }),
  await check("stock.xlsx", {}),
];
process.exitCode = ended.every((job) => job.status === "COMPLETED") ? 0 : 1;

/** Uploads a sample, follows its job, and prints what became of it and every fault found. */
async function check(sample: string, fields: Record<string, string>): Promise<Job> {
  const how = fields.schema ? "checked against a schema" : "its schema inferred";
  console.log(`\n${sample}, ${how}`);
  const file = join(SAMPLES, sample);
  const uploaded = await uploadFile<Pick<Job, "job_id" | "filename">>(url, "/api/files/upload", { file, fields });
  const job = await watchJob(url, uploaded);
  const loaded = job.rows_processed - job.rows_failed;
  console.log(
    `${job.status}: ${count(job.rows_processed)} rows read, ${count(loaded)} loaded, ${count(job.rows_failed)} failed`,
  );
  if (job.error_message) console.log(job.error_message);
  const path = `/api/jobs/${job.job_id}`;
  const { errors } = await call<{ errors: ProcessingError[] }>(url, "GET", `${path}/errors?page_size=100`);
  if (errors.length > 0) printErrors(errors);
  console.log(`${url}${path}`);
  return job;
}

function printErrors(errors: ProcessingError[]): void {
  printTable(
    ["row", "column", "error", "value", "what is wrong"],
    errors.map((error) => [
      String(error.row_number),
      error.column_name ?? "(row)",
      error.error_type,
      error.raw_value ?? "",
      error.error_message,
    ]),
  );
}
