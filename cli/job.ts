import { Command } from "commander";
import type { ProcessingError } from "../lib/table-results/list-errors.ts";
import { call, type Job } from "./api.ts";
import { count, printJson, printTable } from "./print.ts";
import { apiUrlOption, jsonOption } from "./service-options.ts";

type Options = { apiUrl: string; errors?: true; json?: true };

/** intake job ID: one job, and with --errors what is wrong with its rows. */
export const job = () =>
  new Command("job")
    .description("show one job")
    .argument("<id>")
    .option("--errors", "list its first errors")
    .addOption(apiUrlOption())
    .addOption(jsonOption())
    .action(async (id: string, { apiUrl, errors, json }: Options) => {
      const path = `/api/jobs/${encodeURIComponent(id)}`;
      const found = await call<Job>(apiUrl, "GET", path);
      const list = errors
        ? await call<{ total: number; errors: ProcessingError[] }>(apiUrl, "GET", `${path}/errors?page_size=100`)
        : null;
      if (json) return printJson(list ? { ...found, errors: list.errors, errors_total: list.total } : found);
      for (const [name, value] of Object.entries(found)) {
        if (value !== null && typeof value !== "object") console.log(`${name.padEnd(18)}${value}`);
      }
      if (!list) return;
      console.log(`\n${count(list.total)} errors`);
      printTable(
        ["row", "column", "error", "value", "message"],
        list.errors.map((error) => [
          String(error.row_number),
          error.column_name ?? "",
          error.error_type,
          error.raw_value ?? "",
          error.error_message,
        ]),
      );
    });
