/**
 * The one job model. A job is a row; a message is only a pointer to it.
 *
 *              claim                finish
 *   QUEUED ─────────────► PROCESSING ──────► COMPLETED | FAILED
 *     ▲ ▲                   │   │
 *     │ └───── release ─────┘   │ cancel (from QUEUED too)
 *     └──────── retry ◄──── CANCELLED | FAILED
 *
 * `attempt` is raised by every claim, and every write of a running job names the attempt it belongs to: a message
 * delivered twice, or a consumer that woke from a long pause, changes nothing.
 */
import type { Snapshot } from "../progress/live.ts";
import type { StoredParts } from "../storage/storage.ts";

export const JOB_KINDS = ["table", "workbook_import", "workbook_validation", "document"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATUSES = ["QUEUED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
export type FinalStatus = Extract<JobStatus, "COMPLETED" | "FAILED" | "CANCELLED">;

/**
 * How often a job may end badly through no fault of its file before its message goes to the dead-letter queue. What is
 * counted begins anew whenever a table gets on by a chunk (lib/table-results/commit-chunk.ts).
 */
export const MAX_FAULTS: Record<JobKind, number> = {
  table: 5,
  workbook_import: 3,
  workbook_validation: 3,
  document: 3,
};

/** A row of `jobs`, column for column. */
export type JobRow = {
  id: string;
  kind: JobKind;
  status: JobStatus;
  filename: string | null;
  file_size: number | null;
  file_type: string | null;
  bucket: string | null;
  object_key: string | null;
  sha256: string | null;
  /** Of a large upload, until its object is put together (assemble-object.ts). */
  parts: StoredParts | null;
  owns_object: boolean;
  options: Record<string, unknown>;
  schema: Record<string, unknown> | null;
  dialect: Record<string, unknown> | null;
  /** Of a table, in file order; null until known. */
  columns: string[] | null;
  params: Record<string, unknown>;
  result: Record<string, unknown> | null;
  error: { code: string; message: string; [detail: string]: unknown } | null;
  error_message: string | null;
  progress: number;
  stage: string | null;
  message: string | null;
  rows_processed: number;
  rows_failed: number;
  rows_total: number | null;
  errors_truncated: boolean;
  checkpoint: Record<string, unknown> | null;
  attempt: number;
  faults: number;
  lease_until: Date | null;
  worker_id: string | null;
  sent_at: Date | null;
  idempotency_key: string | null;
  dedupe_id: string | null;
  webhook_url: string | null;
  reply_queue_url: string | null;
  created_by: string;
  model_id: string | null;
  created_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
  deleted_at: Date | null;

  /** Of document tasks alone. */
  user_id: string | null;
  file_id: string | null;
  task_type: "extract" | "summarize" | "qa" | "rewrite" | "mindmap" | null;
  provider: "auto" | "local" | "openai" | null;
  model: string | null;
  engine: string | null;
  reused_count: number;
  result_object_key: string | null;
};

/** Which run of which job a write belongs to. */
export type Claim = { readonly id: string; readonly attempt: number };

/** A later attempt has taken the job over, or it was cancelled or deleted: whatever runs it must stop, quietly. */
export class JobSuperseded extends Error {
  constructor({ id, attempt }: Claim) {
    super(`attempt ${attempt} of job ${id} no longer holds it`);
    this.name = "JobSuperseded";
  }
}

export const isFinal = (status: JobStatus): status is FinalStatus =>
  status === "COMPLETED" || status === "FAILED" || status === "CANCELLED";

/** Progress events of one attempt are numbered from here on, so that numbers grow over attempts too. */
export const firstSeq = (attempt: number): number => attempt * 1_000_000;

/** The number of the event that ends an attempt. */
export const lastSeq = (attempt: number): number => firstSeq(attempt + 1) - 1;

/** What the row says, in the form of a live snapshot. */
export function snapshotOf(job: JobRow, seq = firstSeq(job.attempt)): Snapshot {
  return {
    job_id: job.id,
    attempt: job.attempt,
    seq,
    status: job.status,
    progress: job.progress,
    rows_processed: job.rows_processed,
    rows_failed: job.rows_failed,
    rows_total: job.rows_total,
    stage: job.stage,
    message: job.message,
    timestamp: new Date().toISOString(),
  };
}
