import { z } from "zod";
import type { Account } from "../accounts/user.ts";
import { withDatabase } from "../db/database.ts";
import { TASK_TYPES } from "../documents/options.ts";
import { IntakeError } from "../errors.ts";
import { type Page, pageOf, pageQuery } from "../http/page.ts";
import { isUuid } from "../ids.ts";
import { findJob, withLiveNumbers } from "../jobs/find-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { readResult } from "./results.ts";
import { jobStatus, presentTask, presentTaskItem, TASK_STATUSES, type Task, type TaskItem, tasksOf } from "./task.ts";

type Owner = Pick<Account, "id">;

export const taskNotFound = () => new IntakeError("TASK_NOT_FOUND", "There is no such task");

/** A user's task as a job, with its live numbers; null for an unknown one and for another user's. */
export async function readTask(ports: Ports, user: Owner, id: string): Promise<JobRow | null> {
  try {
    return await findJob(ports, id, tasksOf(user.id));
  } catch (error) {
    if (error instanceof IntakeError && error.code === "RESOURCE_NOT_FOUND") return null;
    throw error;
  }
}

/** @throws {IntakeError} TASK_NOT_FOUND, for another user's task too */
export async function findTask(ports: Ports, user: Owner, id: string): Promise<Task> {
  const job = await readTask(ports, user, id);
  if (!job) throw taskNotFound();
  return withFile(ports, job);
}

/** The task as callers see it, with the name of its file and its result. */
export async function withFile(ports: Ports, job: JobRow): Promise<Task> {
  const [file, result] = await Promise.all([
    withDatabase(() => ports.db("document_files").where({ id: job.file_id }).first("original_filename")),
    readResult(ports, job),
  ]);
  if (!file) throw taskNotFound(); // deleted this moment, and the task with it
  return presentTask(job, file.original_filename, { result });
}

/** The ids of a user's tasks that are pending or processing. */
export async function activeTasks(ports: Ports, user: Owner): Promise<string[]> {
  const rows = await withDatabase(() =>
    ports
      .db<JobRow>("jobs")
      .where({ kind: "document", user_id: user.id })
      .whereIn("status", ["QUEUED", "PROCESSING"])
      .orderBy("created_at")
      .select("id"),
  );
  return rows.map(({ id }) => id);
}

export const TaskQuery = z.object({
  ...pageQuery(20, 100),
  status: z.enum(["all", ...TASK_STATUSES]).default("all"),
  task_type: z.enum(TASK_TYPES).optional(),
  file_id: z.string().optional(),
});

/** A user's tasks, newest first. A file that is not the user's has none. */
export async function listTasks(ports: Ports, user: Owner, query: z.output<typeof TaskQuery>): Promise<Page<TaskItem>> {
  const { status, task_type, file_id } = query;
  if (file_id !== undefined && !isUuid(file_id)) return pageOf([], 0, query);
  const matching = () => {
    const tasks = ports.db("jobs as j").where({ "j.kind": "document", "j.user_id": user.id }).whereNull("j.deleted_at");
    if (status !== "all") tasks.where("j.status", jobStatus(status));
    if (task_type) tasks.where("j.task_type", task_type);
    if (file_id) tasks.where("j.file_id", file_id);
    return tasks;
  };
  return withDatabase(async () => {
    const [counted, rows] = await Promise.all([
      matching().count({ total: "*" }).first() as Promise<{ total: number }>,
      matching()
        .join("document_files as f", "f.id", "j.file_id")
        .orderBy([
          { column: "j.created_at", order: "desc" },
          { column: "j.id", order: "desc" },
        ])
        .limit(query.page_size)
        .offset((query.page - 1) * query.page_size)
        .select(LISTED.map((column) => `j.${column}`))
        .select("f.original_filename") as Promise<(JobRow & { original_filename: string })[]>,
    ]);
    const items = (await withLiveNumbers(ports, rows)).map((row) => presentTaskItem(row, row.original_filename));
    return pageOf(items, counted.total, query);
  });
}

/** Results and options may be long, and a list shows neither. */
const LISTED = [
  "id",
  "kind",
  "status",
  "task_type",
  "file_id",
  "progress",
  "stage",
  "message",
  "provider",
  "model",
  "attempt",
  "error",
  "error_message",
  "created_at",
  "sent_at",
  "started_at",
  "completed_at",
] as const satisfies (keyof JobRow)[];
