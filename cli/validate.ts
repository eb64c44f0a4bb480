import { readFile } from "node:fs/promises";
import { Command } from "commander";
import type { Finding } from "../lib/tables/finding.ts";
import { openTable } from "../lib/tables/open-table.ts";
import { CliError } from "./failure.ts";
import { count, printJson, printTable, progressBar } from "./print.ts";
import { apiUrlOption, jsonOption } from "./service-options.ts";
import { faultOf, optionsOption, parseJson, parseOptions, tableSource } from "./table-file.ts";

type Options = { schema?: string; options: string; limit: string; json?: true };
type Flags = Options & { modelId?: string; tolerance?: string; apiUrl: string };

/**
 * intake validate FILE: check every row in this process, without any service. Exit 0 valid, 1 rows failed, 2 unreadable.
 * intake validate --model-id ID: compare an imported workbook anew, by the service.
 */
export const validate = () =>
  new Command("validate")
    .description("check every row of a table, here and without any service; or an imported model, by its id")
    .argument("[file]")
    .option("--schema <file or json>", "a Table Schema; without it the schema is inferred")
    .addOption(optionsOption())
    .option("--limit <n>", "how many errors to show", "20")
    .option("--model-id <id>", "a model of the service, in place of a file")
    .option("--tolerance <t>", "with --model-id: how far two numbers may be apart")
    .addOption(apiUrlOption())
    .addOption(jsonOption())
    .action(async (file: string | undefined, flags: Flags) => {
      if (flags.modelId) {
        const { validateModel } = await import("./validate-model.ts");
        return validateModel(flags.modelId, flags);
      }
      if (file === undefined) throw new CliError("give a file, or --model-id", 2);
      const limit = Number(flags.limit);
      if (!Number.isInteger(limit) || limit < 0) throw new CliError("--limit must be a whole number from 0", 2);
      const report = await check(file, flags, limit).catch((error) => {
        throw new CliError(`${file}: ${faultOf(error).message}`, 2);
      });
      if (flags.json) printJson(report);
      else print(report);
      process.exitCode = report.valid ? 0 : 1;
    });

async function check(file: string, flags: Options, limit: number) {
  // Rows are only counted here: nothing is stored, so none is turned into JSON.
  const options = { ...parseOptions(flags.options), load_rows: false };
  const schema = flags.schema === undefined ? null : await readSchema(flags.schema);
  const table = await openTable(await tableSource(file), { options, schema });
  const bar = progressBar(file, 100);
  const totals = { rows_processed: 0, rows_failed: 0, errors_total: 0 };
  const errors: ReturnType<typeof asError>[] = [];
  try {
    for await (const chunk of table.check()) {
      totals.rows_processed += chunk.rows;
      totals.rows_failed += chunk.failed;
      totals.errors_total += chunk.findings.length;
      for (const finding of chunk.findings.slice(0, limit - errors.length)) errors.push(asError(finding));
      bar.update(Math.floor(chunk.progress * 100), `${count(totals.rows_processed)} rows`);
    }
  } finally {
    bar.stop();
  }
  const { rows_processed, rows_failed, errors_total } = totals;
  const { dialect, schema: used } = table;
  return { file, valid: rows_failed === 0, rows_processed, rows_failed, schema: used, dialect, errors, errors_total };
}

function asError({ row, column_name, error_type, error_message, raw_value }: Finding) {
  return { row_number: row, column_name, error_type, error_message, raw_value };
}

async function readSchema(given: string): Promise<unknown> {
  if (given.trimStart().startsWith("{")) return parseJson("--schema", given);
  const text = await readFile(given, "utf8").catch(() => {
    throw new CliError(`there is no schema file ${given}`, 2);
  });
  return parseJson("--schema", text);
}

function print({ file, valid, rows_processed, rows_failed, errors, errors_total }: Awaited<ReturnType<typeof check>>) {
  console.log(`${file}: ${valid ? "valid" : "not valid"}, ${count(rows_processed)} rows, ${count(rows_failed)} failed`);
  if (errors_total === 0) return;
  console.log("");
  printTable(
    ["row", "column", "error", "value", "message"],
    errors.map((error) => [
      String(error.row_number),
      error.column_name ?? "",
      error.error_type,
      error.raw_value ?? "",
      error.error_message,
    ]),
  );
  if (errors_total > errors.length) console.log(`… and ${count(errors_total - errors.length)} more`);
}
