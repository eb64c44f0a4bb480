import { z } from "zod";
import type { Database } from "../db/database.ts";
import type { JobRow, JobStatus } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import type { Snapshot } from "../progress/live.ts";

/** Workbook jobs under the names of their own API. */
export const WORKBOOK_KINDS = ["workbook_import", "workbook_validation"] as const;
export const WORKBOOK_STATUSES = ["pending", "processing", "success", "failed", "cancelled"] as const;
export type WorkbookStatus = (typeof WORKBOOK_STATUSES)[number];
export const JOB_TYPES = ["import", "validation"] as const;

const SHOWN: Record<JobStatus, WorkbookStatus> = {
  QUEUED: "pending",
  PROCESSING: "processing",
  COMPLETED: "success",
  FAILED: "failed",
  CANCELLED: "cancelled",
};

export const shownStatus = (status: JobStatus): WorkbookStatus => SHOWN[status];
export const storedStatus = (status: WorkbookStatus): JobStatus =>
  (Object.keys(SHOWN) as JobStatus[]).find((key) => SHOWN[key] === status)!;
export const shownType = (kind: JobRow["kind"]) => (kind === "workbook_import" ? "import" : "validation");
export const storedKind = (type: (typeof JOB_TYPES)[number]) => `workbook_${type}` as const;

const Instant = z.iso.datetime();

export const Progress = z
  .object({ stage: z.string(), percent: z.number(), message: z.string().nullable(), timestamp: Instant })
  .meta({ id: "ImportProgress" });
export type Progress = z.output<typeof Progress>;

export const ImportJob = z
  .object({
    job_id: z.uuid(),
    created_by: z.string(),
    job_type: z.enum(JOB_TYPES),
    status: z.enum(WORKBOOK_STATUSES),
    created_at: Instant,
    started_at: Instant.nullable(),
    completed_at: Instant.nullable(),
    progress: Progress.nullable(),
    params: z.record(z.string(), z.unknown()),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: z.record(z.string(), z.unknown()).nullable(),
    model_id: z.uuid().nullable(),
  })
  .meta({ id: "ImportJob" });
export type ImportJob = z.output<typeof ImportJob>;

export function presentImportJob(job: JobRow, progress: Progress | null): ImportJob {
  const { engine: _engine, ...params } = job.params;
  return {
    job_id: job.id,
    created_by: job.created_by,
    job_type: shownType(job.kind),
    status: shownStatus(job.status),
    created_at: job.created_at.toISOString(),
    started_at: job.started_at?.toISOString() ?? null,
    completed_at: job.completed_at?.toISOString() ?? null,
    progress,
    params,
    result: job.status === "COMPLETED" ? job.result : null,
    error: errorOf(job),
    model_id: job.model_id,
  };
}

export function errorOf(job: JobRow): ImportJob["error"] {
  if (job.status === "CANCELLED") {
    return { code: "JOB_CANCELLED", message: "The job was cancelled", stage: job.stage, details: {} };
  }
  if (job.status !== "FAILED") return null;
  const { code = "INTERNAL", message = job.error_message ?? "The job failed", ...rest } = job.error ?? {};
  return { code, message, stage: job.stage, details: rest };
}

/**
 * Where a workbook job stands: from the live store while it runs, else from the stored history. An ended job shows
 * how it ended, with its last percent kept.
 *
 * @param known the live snapshot, where the caller has read it: what it goes on to show must follow from that one
 */
export async function progressOf(ports: Ports, job: JobRow, known?: Snapshot | null): Promise<Progress | null> {
  if (job.status === "PROCESSING") {
    const live = known === undefined ? await ports.live.read(job.id) : known;
    if (live?.status === "PROCESSING" && live.stage) return progressIn(live);
  }
  return storedProgress(ports.db, job.id);
}

export const progressIn = (live: Snapshot): Progress => ({
  stage: live.stage ?? "",
  percent: live.progress,
  message: live.message,
  timestamp: live.timestamp,
});

async function storedProgress(db: Database, jobId: string): Promise<Progress | null> {
  const row = await db("job_progress").where({ job_id: jobId }).orderBy("id", "desc").first();
  return row ? presentProgress(row) : null;
}

export const presentProgress = (row: { stage: string; percent: string; message: string | null; timestamp: Date }) => ({
  stage: row.stage,
  percent: Number(row.percent),
  message: row.message,
  timestamp: row.timestamp.toISOString(),
});
