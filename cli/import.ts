import { basename } from "node:path";
import { Command } from "commander";
import { FileFault } from "../lib/errors.ts";
import type { ImportJob } from "../lib/models/present-job.ts";
import { readWorkbook } from "../lib/workbooks/read/read-workbook.ts";
import { recalculate } from "../lib/workbooks/recalculate.ts";
import { importResult } from "../lib/workbooks/report.ts";
import { uploadFile } from "./api.ts";
import { CliError } from "./failure.ts";
import { followImport } from "./follow-import.ts";
import { count, printJson } from "./print.ts";
import { apiUrlOption, jsonOption } from "./service-options.ts";

type Flags = { file: string; name: string; validate?: true; apiUrl: string; direct?: true; json?: true };
type Result = ReturnType<typeof importResult>;

/** intake import: send an Excel model to the service and see it recalculated; --direct does it in this process. */
export const importModel = () =>
  new Command("import")
    .description("import an Excel model: every cell stored, every formula recalculated and compared")
    .requiredOption("-f, --file <file>", "the .xlsx or .xlsm workbook")
    .requiredOption("-n, --name <name>", "name of the model")
    .option("--validate", "validate at the end of the import")
    .option("--direct", "in this process, without server or database")
    .addOption(apiUrlOption())
    .addOption(jsonOption())
    .action(async (flags: Flags) => {
      if (flags.direct) return direct(flags);
      const { file, apiUrl } = flags;
      console.error(`Uploading ${basename(file)} to ${apiUrl}...`);
      const fields = { model_name: flags.name, validate: flags.validate ? "true" : "false" };
      const { job_id } = await uploadFile<{ job_id: string }>(apiUrl, "/api/import/upload", { file, fields });
      console.error(`Upload successful. Job ID: ${job_id}`);
      const job = await followImport(apiUrl, job_id, "import");
      if (flags.json) printJson(job);
      else print(job, flags.name);
      if (job.status !== "success") throw new CliError(`the import ${job.status}: ${job.error?.message}`);
    });

async function direct({ file, name, validate, json }: Flags): Promise<void> {
  const started = performance.now();
  try {
    const workbook = await readWorkbook({ source: file });
    const parse = Math.round(performance.now() - started);
    const recalculation = await recalculate(workbook);
    const validation = validate ? recalculation.validate() : null;
    const total = Math.round(performance.now() - started);
    const result = importResult(recalculation, { modelId: null, validation, timings: { parse, insert: 0, total } });
    if (json) printJson(result);
    else printResult(result, name);
  } catch (error) {
    if (error instanceof FileFault) throw new CliError(`${error.code}: ${error.message}`);
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new CliError(`FILE_NOT_FOUND: there is no file ${file}`);
    }
    throw error;
  }
}

function print(job: ImportJob, name: string): void {
  if (job.result) printResult(job.result as unknown as Result, name);
}

function printResult(result: Result, name: string): void {
  console.log("Import successful!");
  if (result.model_id) console.log(`Model ID: ${result.model_id}`);
  console.log(`Model name: ${name}`);
  if (result.duplicate) {
    for (const { warning } of result.warnings) console.log(warning);
    return;
  }
  const { stats } = result;
  console.log("Statistics:");
  console.log(`  Total cells: ${count(stats.total_cells)}`);
  console.log(`  Formula cells: ${count(stats.formula_cells)}`);
  const circles = `${count(stats.circular_converged)} solved, ${stats.circular_groups} groups`;
  console.log(`  Circular references: ${count(stats.circular_references)} (${circles})`);
  console.log(`  Exact matches: ${count(stats.exact_matches)}`);
  console.log(`  Mismatches: ${count(stats.mismatches)}`);
  const validation = result.validation_results;
  if (validation) {
    console.log(
      `Validation: ${validation.status.toUpperCase()} (${count(validation.matches)} matches, ${count(validation.mismatches)} mismatches)`,
    );
  }
}
