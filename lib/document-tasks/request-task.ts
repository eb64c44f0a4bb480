import { createHash } from "node:crypto";
import type { Account } from "../accounts/user.ts";
import { isUniqueViolation, type Transaction, withDatabase } from "../db/database.ts";
import { REWRITE_LIMIT, type RewriteOptions, type TaskOptions, type TaskType } from "../documents/options.ts";
import { IntakeError, invalid } from "../errors.ts";
import { findFileRow } from "../files/find-file.ts";
import { isUuid, newId } from "../ids.ts";
import { createJob, type JobDraft } from "../jobs/create-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { assertDailyTokens } from "./daily-tokens.ts";
import { type ExtractionRow, findExtraction } from "./extractions.ts";
import { readTask, taskNotFound } from "./find-task.ts";
import { type Assignment, assign } from "./provider.ts";
import { readResult } from "./results.ts";
import { presentTask, type Task } from "./task.ts";
import { type TaskBody, taskOptions } from "./task-request.ts";
import { untilEnd } from "./until-end.ts";

/** Tasks of one user that may be pending or processing at once. */
const MOST_ACTIVE = 20;

export type TaskRequest = { type: TaskType; fileId: string; body: TaskBody; waitSeconds: number };

/**
 * Starts a task on a user's file, or gives back the equal one that is under way or has completed; then waits for its
 * end as long as was asked.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND, TASK_NOT_FOUND, VALIDATION_ERROR, API_KEY_INVALID, NO_TEXT,
 *   RATE_LIMIT_EXCEEDED, UNAVAILABLE
 */
export async function requestTask(ports: Ports, user: Account, request: TaskRequest): Promise<Task> {
  const { fileId, body, waitSeconds } = request;
  const file = await findFileRow(ports, user.id, fileId);
  const { job, reused } =
    body.task_id === undefined ? await start(ports, user, request) : await named(ports, user, request);
  const ended = await untilEnd(ports, user, job, waitSeconds);
  return presentTask(ended, file.original_filename, { result: await readResult(ports, ended), reused });
}

type Started = { job: JobRow; reused: boolean };

/** The task that the request names instead of describing one. */
async function named(ports: Ports, user: Account, { type, fileId, body }: TaskRequest): Promise<Started> {
  const job = isUuid(body.task_id!) ? await readTask(ports, user, body.task_id!) : null;
  if (!job || job.file_id !== fileId || job.task_type !== type) throw taskNotFound();
  return { job, reused: false };
}

async function start(ports: Ports, user: Account, { type, fileId, body }: TaskRequest): Promise<Started> {
  const options = taskOptions(type, body);
  const assignment = assign(ports.config, user, type, body);
  if (type !== "extract") checkText(await findExtraction(ports, fileId), type, options);
  const { provider, model, engine, fallback } = assignment;
  const key = contentKey(user.id, fileId, type, options, assignment);
  const draft: JobDraft = {
    id: newId(),
    kind: "document",
    user_id: user.id,
    file_id: fileId,
    task_type: type,
    options,
    provider,
    model,
    engine,
    params: { fallback },
    idempotency_key: key,
  };
  for (;;) {
    const equal = await equalTask(ports, key, body.force);
    if (equal) return { job: equal, reused: true };
    if (provider === "openai") await assertDailyTokens(ports, user);
    try {
      const { job } = await createJob(ports, draft, limitActive(user.id));
      await ports.live.announceTask(user.id, job.id);
      return { job, reused: false };
    } catch (error) {
      // An equal request was a moment earlier: its task is looked for again.
      if (!isUniqueViolation(error, "jobs_active_task")) throw error;
    }
  }
}

/** What stands for a task's content: equal keys, equal results. */
function contentKey<Type extends TaskType>(
  userId: string,
  fileId: string,
  type: Type,
  options: TaskOptions<Type>,
  { provider, model, engine, fallback }: Assignment,
): string {
  const content = JSON.stringify([userId, fileId, type, options, provider, model, engine, fallback]);
  return createHash("sha256").update(content).digest("hex");
}

/** The equal task that is under way, else the newest that completed unless a new run is forced; its reuse is counted. */
async function equalTask(ports: Ports, key: string, force: boolean): Promise<JobRow | null> {
  const statuses = force ? ["QUEUED", "PROCESSING"] : ["QUEUED", "PROCESSING", "COMPLETED"];
  return withDatabase(async () => {
    const found = await ports
      .db<JobRow>("jobs")
      .where({ kind: "document", idempotency_key: key })
      .whereIn("status", statuses)
      .whereNull("deleted_at")
      .orderBy("created_at", "desc")
      .first();
    if (!found) return null;
    await ports.db("jobs").where({ id: found.id }).increment("reused_count");
    return found as JobRow;
  });
}

/** Refuses the row that would be one too many; the lock makes those who ask at once take turns. */
function limitActive(userId: string) {
  return async (trx: Transaction): Promise<void> => {
    await trx.raw("select pg_advisory_xact_lock(hashtext(?))", [`tasks:${userId}`]);
    const [{ n }] = (await trx("jobs")
      .where({ kind: "document", user_id: userId })
      .whereIn("status", ["QUEUED", "PROCESSING"])
      .count({ n: "*" })) as unknown as [{ n: number }];
    if (n <= MOST_ACTIVE) return;
    throw new IntakeError("RATE_LIMIT_EXCEEDED", `At most ${MOST_ACTIVE} tasks may be under way at once`, {
      details: { scope: "active_tasks", limit: MOST_ACTIVE, retry_after: 5 },
    });
  };
}

/** What is known to be in vain is refused at once; a text that nobody has read yet may still fail the task. */
function checkText(known: ExtractionRow | null, type: TaskType, options: TaskOptions<TaskType>): void {
  if (!known) return;
  if (known.metadata.word_count === 0) {
    throw new IntakeError("NO_TEXT", "The document holds no text", {
      details: { needs_ocr: known.metadata.needs_ocr },
    });
  }
  const section = type === "rewrite" ? (options as RewriteOptions).section : null;
  if (section === null) return;
  const found = known.sections[section];
  if (!found) {
    throw invalid({ field: "section", message: `the document has sections 0 to ${known.sections.length - 1}` });
  }
  if (found.end - found.start > REWRITE_LIMIT) {
    throw invalid({ field: "section", message: `has more than ${REWRITE_LIMIT} characters` });
  }
}
