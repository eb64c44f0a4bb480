import { z } from "zod";
import { JOB_STATUSES, type JobRow } from "../jobs/job.ts";

/** Kinds that the job routes show; document jobs belong to their users and appear nowhere but under /api/v1. */
export const SHOWN_KINDS = ["table", "workbook_import", "workbook_validation"] as const;

const Instant = z.iso.datetime();

/** A job as the job routes and sockets show it. */
export const Job = z
  .object({
    id: z.uuid(),
    job_id: z.uuid(),
    kind: z.enum(SHOWN_KINDS),
    filename: z.string().nullable(),
    file_size: z.int().nullable(),
    file_type: z.string().nullable(),
    status: z.enum(JOB_STATUSES),
    progress: z.int().min(0).max(100),
    rows_processed: z.int(),
    rows_failed: z.int(),
    rows_total: z.int().nullable(),
    error_message: z.string().nullable(),
    webhook_url: z.string().nullable(),
    attempt: z.int(),
    created_at: Instant,
    started_at: Instant.nullable(),
    completed_at: Instant.nullable(),
    sha256: z.string().nullable(),
    schema: z.record(z.string(), z.unknown()).nullable(),
    dialect: z.record(z.string(), z.unknown()).nullable(),
    errors_truncated: z.boolean(),
  })
  .meta({ id: "Job" });
export type Job = z.output<typeof Job>;

export function presentJob(row: JobRow): Job {
  return {
    id: row.id,
    job_id: row.id,
    kind: row.kind as Job["kind"],
    filename: row.filename,
    file_size: row.file_size,
    file_type: row.file_type,
    status: row.status,
    progress: row.progress,
    rows_processed: row.rows_processed,
    rows_failed: row.rows_failed,
    rows_total: row.rows_total,
    error_message: row.error_message,
    webhook_url: row.webhook_url,
    attempt: row.attempt,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    completed_at: row.completed_at?.toISOString() ?? null,
    sha256: row.sha256,
    schema: row.schema,
    dialect: row.dialect,
    errors_truncated: row.errors_truncated,
  };
}

/** The answer to a finished upload: the same whenever it is asked for again, so it tells the status at its beginning. */
export const UploadAnswer = z
  .object({
    job_id: z.uuid(),
    status: z.literal("QUEUED"),
    filename: z.string(),
    file_size: z.int(),
    file_type: z.string(),
    sha256: z.string(),
    created_at: Instant,
    status_url: z.string(),
    websocket_url: z.string(),
  })
  .meta({ id: "UploadAnswer" });

export function presentUpload(row: JobRow): z.output<typeof UploadAnswer> {
  return {
    job_id: row.id,
    status: "QUEUED",
    filename: row.filename!,
    file_size: row.file_size!,
    file_type: row.file_type!,
    sha256: row.sha256!,
    created_at: row.created_at.toISOString(),
    status_url: jobUrl(row.id),
    websocket_url: `/ws/jobs/${row.id}`,
  };
}

export const jobUrl = (id: string): string => `/api/jobs/${id}`;
