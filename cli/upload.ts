import { basename } from "node:path";
import { Command } from "commander";
import { type Job, uploadFile } from "./api.ts";
import { CliError } from "./failure.ts";
import { count, printJson, progressBar } from "./print.ts";
import { apiUrlOption, jsonOption } from "./service-options.ts";
import { watchJob } from "./watch.ts";

type Options = { apiUrl: string; watch?: true; webhookUrl?: string; schema?: string; options?: string; json?: true };
type Uploaded = Pick<Job, "job_id" | "status" | "filename" | "file_size" | "sha256">;

/** intake upload FILE…: send files to the service, and with --watch wait for their checks. */
export const upload = () =>
  new Command("upload")
    .description("upload tables to the service and have every row checked")
    .argument("<file...>")
    .option("--watch", "wait until every row is checked")
    .option("--webhook-url <url>", "call this address when a job ends")
    .option("--schema <json>", "a Table Schema as JSON")
    .option("--options <json>", "options as a JSON object")
    .addOption(apiUrlOption())
    .addOption(jsonOption())
    .action(async (files: string[], options: Options) => {
      const results: (Uploaded | Job)[] = [];
      for (const file of files) results.push(await uploadOne(file, options));
      if (options.json) printJson(results);
      const failed = results.filter(({ status }) => status === "FAILED" || status === "CANCELLED");
      if (failed.length > 0) throw new CliError(`${failed.length} of ${results.length} jobs did not complete`);
    });

async function uploadOne(file: string, options: Options): Promise<Uploaded | Job> {
  const fields = Object.fromEntries(
    Object.entries({ webhook_url: options.webhookUrl, schema: options.schema, options: options.options }).filter(
      (field): field is [string, string] => field[1] !== undefined,
    ),
  );
  const bar = progressBar(`sending ${basename(file)}`, 1);
  const uploaded = await uploadFile<Uploaded>(options.apiUrl, "/api/files/upload", {
    file,
    fields,
  }).finally(() => bar.stop());
  if (!options.json) console.log(`${file}: job ${uploaded.job_id}`);
  if (!options.watch) return uploaded;
  const job = await watchJob(options.apiUrl, uploaded);
  if (!options.json) console.log(`${file}: ${summary(job)}`);
  return job;
}

export const summary = (job: Job): string =>
  `${job.status}, ${count(job.rows_processed)} rows, ${count(job.rows_failed)} failed${job.error_message ? `: ${job.error_message}` : ""}`;
