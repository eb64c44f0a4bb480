import type { Account } from "../accounts/user.ts";
import { isUniqueViolation, withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import { settleFiles } from "../files/processing-status.ts";
import { cancelJob } from "../jobs/cancel-job.ts";
import type { JobRow, JobStatus } from "../jobs/job.ts";
import { retryJob } from "../jobs/retry-job.ts";
import type { Ports } from "../ports.ts";
import { readTask, taskNotFound, withFile } from "./find-task.ts";
import { shownStatus, type Task } from "./task.ts";

type Owner = Pick<Account, "id">;

/**
 * Ends a user's task at once, pending or processing.
 *
 * @throws {IntakeError} TASK_NOT_FOUND; TASK_ALREADY_COMPLETED where it has ended, however it did
 */
export async function cancelTask(ports: Ports, user: Owner, id: string): Promise<Task> {
  if (!(await readTask(ports, user, id))) throw taskNotFound();
  try {
    const job = await cancelJob(ports, id);
    await settleFiles(ports.db, job.file_id!);
    return await withFile(ports, job);
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    if (error.code === "RESOURCE_NOT_FOUND") throw taskNotFound(); // deleted this moment
    if (error.code !== "JOB_NOT_CANCELLABLE") throw error;
    const status = shownStatus(error.details.status as JobStatus);
    throw new IntakeError("TASK_ALREADY_COMPLETED", `The task has already ended: ${status}`, { details: { status } });
  }
}

/**
 * Runs a failed or cancelled task again, under the same id.
 *
 * @throws {IntakeError} TASK_NOT_FOUND; JOB_NOT_RETRYABLE; CONFLICT, `duplicate_active`, while an equal one is under way
 */
export async function retryTask(ports: Ports, user: Owner, id: string): Promise<Task> {
  const before = await readTask(ports, user, id);
  if (!before) throw taskNotFound();
  try {
    const job = await retryJob(ports, id);
    await ports.live.announceTask(user.id, id);
    return await withFile(ports, job);
  } catch (error) {
    if (error instanceof IntakeError && error.code === "RESOURCE_NOT_FOUND") throw taskNotFound();
    if (!isUniqueViolation(error, "jobs_active_task")) throw error;
    const active = await withDatabase(() =>
      ports
        .db<JobRow>("jobs")
        .where({ kind: "document", idempotency_key: before.idempotency_key })
        .whereIn("status", ["QUEUED", "PROCESSING"])
        .first("id"),
    );
    throw new IntakeError("CONFLICT", "An equal task is under way", {
      details: { reason: "duplicate_active", task_id: active?.id ?? null },
    });
  }
}
