import { Command, Option } from "commander";
import { JOB_STATUSES } from "../lib/jobs/job.ts";
import { call, type Job } from "./api.ts";
import { count, printJson, printTable } from "./print.ts";
import { apiUrlOption, jsonOption } from "./service-options.ts";

/** intake jobs: the newest jobs of the service. */
export const jobs = () =>
  new Command("jobs")
    .description("list jobs, newest first")
    .addOption(new Option("--status <status>", "only these").choices(JOB_STATUSES))
    .option("--page <n>", "which page", "1")
    .addOption(apiUrlOption())
    .addOption(jsonOption())
    .action(async ({ apiUrl, status, page, json }: { apiUrl: string; status?: string; page: string; json?: true }) => {
      const query = new URLSearchParams({ page, ...(status ? { status } : {}) });
      const list = await call<{ total: number; jobs: Job[] }>(apiUrl, "GET", `/api/jobs?${query}`);
      if (json) return printJson(list);
      printTable(
        ["job", "status", "file", "rows", "failed", "created"],
        list.jobs.map((job) => [
          job.id,
          job.status,
          job.filename ?? "",
          count(job.rows_processed),
          count(job.rows_failed),
          job.created_at,
        ]),
      );
      console.log(`${count(list.total)} in all`);
    });
