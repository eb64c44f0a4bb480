import type { Transaction } from "../db/database.ts";
import type { Snapshot } from "../progress/live.ts";
import type { JobRow } from "./job.ts";

/**
 * Ends the history of a workbook job that failed or was cancelled: its row keeps the stage it had come to, and one last
 * line of its progress, named for how it ended, keeps the percent.
 *
 * @param live what was last heard of the job; its stored history may be seconds behind, or ahead where Redis was down
 */
export async function recordEndStage(trx: Transaction, job: JobRow, live: Snapshot | null): Promise<void> {
  if (job.kind !== "workbook_import" && job.kind !== "workbook_validation") return;
  const heard = live?.attempt === job.attempt ? live : null;
  if (heard?.stage) await trx<JobRow>("jobs").where({ id: job.id }).update({ stage: heard.stage });
  const stored = await trx("job_progress").where({ job_id: job.id }).orderBy("id", "desc").first("percent");
  await trx("job_progress").insert({
    job_id: job.id,
    stage: job.status.toLowerCase(),
    percent: Math.max(Number(stored?.percent ?? 0), heard?.progress ?? 0),
    message: job.error_message ?? "The job was cancelled",
  });
}
