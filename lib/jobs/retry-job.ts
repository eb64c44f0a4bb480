import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { assembleObject } from "./assemble-object.ts";
import type { JobRow } from "./job.ts";
import { sendJob } from "./send-job.ts";

/**
 * Runs a failed or cancelled job again from its beginning: results of the earlier run go, in the same transaction.
 * Of two retries at once one wins. Should the queue refuse the message, the sweep sends it.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND; JOB_NOT_RETRYABLE; CONFLICT where the stored file is gone
 */
export async function retryJob(ports: Ports, id: string): Promise<JobRow> {
  const before = await withDatabase(() =>
    ports.db<JobRow>("jobs").where({ id }).whereNull("deleted_at").first("bucket", "object_key", "parts"),
  );
  if (!before) throw new IntakeError("RESOURCE_NOT_FOUND", "There is no such job");
  if (before.parts) await assembleObject(ports, id);
  if (before.object_key && !(await ports.storage.head(before.object_key, before.bucket ?? undefined))) {
    throw new IntakeError("CONFLICT", "The job's file is no longer stored: upload it again");
  }
  const job = await withDatabase(() =>
    ports.db.transaction(async (trx) => {
      const [row] = await trx<JobRow>("jobs")
        .where({ id })
        .whereNull("deleted_at")
        .whereIn("status", ["FAILED", "CANCELLED"])
        .update({
          status: "QUEUED",
          progress: 0,
          stage: null,
          message: null,
          rows_processed: 0,
          rows_failed: 0,
          rows_total: null,
          errors_truncated: false,
          error: null,
          error_message: null,
          result: null,
          started_at: null,
          completed_at: null,
          checkpoint: null,
          faults: 0,
          dialect: null,
          columns: null,
          schema: trx.raw("params->'schema'") as never,
        })
        .returning("*");
      if (!row) {
        const now = await trx<JobRow>("jobs").where({ id }).first("status");
        throw new IntakeError(
          "JOB_NOT_RETRYABLE",
          `Only a failed or cancelled job can be retried: it is ${now?.status}`,
        );
      }
      await trx("processing_errors").where({ job_id: id }).delete();
      await trx("job_rows").where({ job_id: id }).delete();
      return row as JobRow;
    }),
  );
  await ports.live.forget(id);
  await sendJob(ports, id).catch((error) => ports.log.warn({ job: id, err: error }, "retry left to the sweep"));
  return job;
}
