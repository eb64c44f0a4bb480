import { Command } from "commander";
import { call, type Job } from "./api.ts";
import { printJson } from "./print.ts";
import { apiUrlOption, jsonOption } from "./service-options.ts";
import { summary } from "./upload.ts";

/** intake cancel ID */
export const cancel = () =>
  new Command("cancel")
    .description("cancel a queued or running job")
    .argument("<id>")
    .addOption(apiUrlOption())
    .addOption(jsonOption())
    .action(async (id: string, { apiUrl, json }: { apiUrl: string; json?: true }) => {
      const job = await call<Job>(apiUrl, "POST", `/api/jobs/${encodeURIComponent(id)}/cancel`);
      if (json) printJson(job);
      else console.log(`${job.id}: ${summary(job)}`);
    });
