import { z } from "zod";
import { PROVIDERS } from "../accounts/user.ts";
import { TASK_TYPES, type TaskType } from "../documents/options.ts";
import type { Visible } from "../jobs/find-job.ts";
import type { JobRow, JobStatus } from "../jobs/job.ts";

/** The statuses of the one job model under the names that this API gives them. */
const SHOWN_STATUS = {
  QUEUED: "pending",
  PROCESSING: "processing",
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELLED: "cancelled",
} as const satisfies Record<JobStatus, string>;

export const TASK_STATUSES = Object.values(SHOWN_STATUS);
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const shownStatus = (status: JobStatus): TaskStatus => SHOWN_STATUS[status];
export const jobStatus = (shown: TaskStatus): JobStatus =>
  (Object.keys(SHOWN_STATUS) as JobStatus[]).find((status) => SHOWN_STATUS[status] === shown)!;

/** Why a task may fail, as callers see it; a fault of any other name is our own. */
export const TASK_ERRORS = [
  "FILE_ENCRYPTED",
  "FILE_CORRUPT",
  "FILE_UNSAFE",
  "NO_TEXT",
  "TASK_TIMEOUT",
  "API_KEY_INVALID",
  "LLM_RATE_LIMITED",
  "LLM_UNAVAILABLE",
  "LLM_BAD_RESPONSE",
  "SECTION_INVALID",
  "INTERNAL",
] as const;
export type TaskError = (typeof TASK_ERRORS)[number];

const TaskFields = {
  task_id: z.uuid(),
  task_type: z.enum(TASK_TYPES),
  status: z.enum(TASK_STATUSES),
  progress: z.number().min(0).max(100),
  stage: z.string().nullable().meta({ description: "queued, fetching, extracting, analysing, generating or saving" }),
  message: z.string().nullable(),
  file: z.object({ file_id: z.uuid(), filename: z.string() }),
  provider: z.enum(PROVIDERS).exclude(["auto"]),
  model: z.string().nullable(),
  reused: z.boolean(),
  attempt: z.int(),
  error_code: z.enum(TASK_ERRORS).nullable(),
  error_message: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  completed_at: z.iso.datetime().nullable(),
  duration_ms: z.int().nullable(),
};

/** A task in a list: without what makes it long. */
export const TaskItem = z.object(TaskFields).meta({ id: "DocumentTaskItem" });
export type TaskItem = z.output<typeof TaskItem>;

export const Task = z
  .object({
    ...TaskFields,
    options: z.record(z.string(), z.unknown()).meta({ description: "With their defaults filled in" }),
    result: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "Once completed; its shape is the type's" }),
  })
  .meta({ id: "DocumentTask" });
export type Task = z.output<typeof Task>;

/** Which jobs are one user's tasks: another's are answered like those that do not exist. */
export const tasksOf = (userId: string): Visible => ({ kinds: ["document"], userId });

/** A job of kind `document`; the columns that every one of them has are there. */
export type TaskRow = JobRow & {
  user_id: string;
  file_id: string;
  task_type: TaskType;
  provider: TaskItem["provider"];
  engine: string;
};

export function presentTaskItem(job: JobRow, filename: string, reused = false): TaskItem {
  const row = job as TaskRow;
  const failed = row.status === "FAILED";
  return {
    task_id: row.id,
    task_type: row.task_type,
    status: shownStatus(row.status),
    progress: row.progress,
    stage: row.stage ?? (row.status === "QUEUED" ? "queued" : null),
    message: row.message,
    file: { file_id: row.file_id, filename },
    provider: row.provider,
    model: row.model,
    reused,
    attempt: row.attempt,
    error_code: failed ? taskError(row.error?.code) : null,
    error_message: failed ? row.error_message : null,
    created_at: row.created_at.toISOString(),
    updated_at: lastChange(row).toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    completed_at: row.completed_at?.toISOString() ?? null,
    duration_ms: row.started_at && row.completed_at ? Math.max(0, +row.completed_at - +row.started_at) : null,
  };
}

export function presentTask(
  job: JobRow,
  filename: string,
  { result, reused = false }: { result: Record<string, unknown> | null; reused?: boolean },
): Task {
  return { ...presentTaskItem(job, filename, reused), options: job.options, result };
}

export const taskError = (code: string | undefined): TaskError =>
  TASK_ERRORS.find((known) => known === code) ?? "INTERNAL";

const lastChange = ({ created_at, sent_at, started_at, completed_at }: JobRow): Date =>
  new Date(Math.max(...[created_at, sent_at, started_at, completed_at].map((at) => at?.getTime() ?? 0)));
