import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Command } from "commander";
import { readConfig } from "../lib/config.ts";
import { IntakeError } from "../lib/errors.ts";
import { openPorts, type Ports } from "../lib/ports.ts";
import { Submission, submitObject } from "../lib/uploads/submit-object.ts";
import { type Job, uploadFile } from "./api.ts";
import { CliError } from "./failure.ts";
import { printJson, progressBar } from "./print.ts";
import { apiUrlOption, jsonOption } from "./service-options.ts";
import { watchJob } from "./watch.ts";

type Options = { apiUrl: string; recursive?: true; webhookUrl?: string; wait?: true; json?: true };
type Submitted = { source: string; job_id?: string; status?: string; error?: string };

const TABLE = /\.(csv|tsv|xlsx|xls)$/i;

/** intake submit PATH|s3://bucket/prefix…: a whole folder, or every object under a prefix, in one run. */
export const submit = () =>
  new Command("submit")
    .description("submit files, folders or s3://bucket/prefix, each file a job of its own")
    .argument("<source...>")
    .option("--recursive", "folders inside folders too")
    .option("--webhook-url <url>", "call this address when a job ends")
    .option("--wait", "wait until every job has ended")
    .addOption(apiUrlOption())
    .addOption(jsonOption())
    .action(async (sources: string[], options: Options) => {
      const results: Submitted[] = [];
      for (const source of sources) {
        results.push(
          ...(source.startsWith("s3://") ? await submitPrefix(source, options) : await submitPath(source, options)),
        );
      }
      if (results.length === 0) throw new CliError("no .csv, .tsv, .xlsx or .xls file was found");
      if (options.wait) await waitFor(results, options);
      if (options.json) printJson(results);
      else
        for (const { source, job_id, status, error } of results)
          console.log(`${source}: ${error ?? `job ${job_id} ${status}`}`);
      const bad = results.filter(({ error, status }) => error || status === "FAILED");
      if (bad.length > 0) throw new CliError(`${bad.length} of ${results.length} did not go through`);
    });

async function submitPath(path: string, options: Options): Promise<Submitted[]> {
  const files = await filesIn(path, options.recursive === true);
  const bar = progressBar(`submitting ${basename(path)}`, files.length);
  const results: Submitted[] = [];
  for (const file of files) {
    const fields = options.webhookUrl ? { webhook_url: options.webhookUrl } : {};
    results.push(
      await uploadFile<Job>(options.apiUrl, "/api/files/upload", { file, fields }).then(
        ({ job_id, status }) => ({ source: file, job_id, status }),
        (error: Error) => ({ source: file, error: error.message }),
      ),
    );
    bar.update(results.length);
  }
  bar.stop();
  return results;
}

async function filesIn(path: string, recursive: boolean): Promise<string[]> {
  const found = await stat(path).catch(() => {
    throw new CliError(`there is no file or folder ${path}`, 2);
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && TABLE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Objects are taken where they lie, so this goes to the store and the database itself, not through edge. */
async function submitPrefix(source: string, options: Options): Promise<Submitted[]> {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(source) ?? [];
  if (!bucket) throw new CliError(`${source} is not of the form s3://bucket/prefix`, 2);
  const ports = openPorts(readConfig(), "cli");
  const bar = progressBar(`submitting ${source}`, 1);
  const results: Submitted[] = [];
  try {
    for await (const { key } of ports.storage.list(prefix ?? "", bucket)) {
      if (!TABLE.test(key)) continue;
      results.push(await submitOne(ports, bucket, key, options));
      bar.update(0, `${results.length} objects`);
    }
  } finally {
    bar.stop();
    await ports.close();
  }
  return results;
}

async function submitOne(ports: Ports, bucket: string, key: string, options: Options): Promise<Submitted> {
  const source = `s3://${bucket}/${key}`;
  try {
    const submission = Submission.parse({ type: "submit", bucket, key, webhook_url: options.webhookUrl });
    const { id, status } = await submitObject(ports, submission);
    return { source, job_id: id, status };
  } catch (error) {
    if (!(error instanceof IntakeError) || error.code === "UNAVAILABLE") throw error;
    return { source, error: `${error.code}: ${error.message}` };
  }
}

async function waitFor(results: Submitted[], { apiUrl }: Options): Promise<void> {
  for (const result of results) {
    if (!result.job_id) continue;
    const job = await watchJob(apiUrl, { job_id: result.job_id, filename: basename(result.source) });
    result.status = job.status;
    if (job.error_message) result.error = job.error_message;
  }
}
