import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import { type Page, type PageRequest, pageOf } from "../http/page.ts";
import { cancelJob } from "../jobs/cancel-job.ts";
import { findJob } from "../jobs/find-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import {
  type ImportJob,
  JOB_TYPES,
  presentImportJob,
  presentProgress,
  progressOf,
  shownStatus,
  shownType,
  storedKind,
  storedStatus,
  WORKBOOK_KINDS,
  WORKBOOK_STATUSES,
  type WorkbookStatus,
} from "./present-job.ts";

export async function findImportJob(ports: Ports, id: string): Promise<ImportJob> {
  const job = await findJob(ports, id, { kinds: WORKBOOK_KINDS });
  return presentImportJob(job, await progressOf(ports, job));
}

export const JobListItem = z
  .object({
    job_id: z.uuid(),
    job_type: z.enum(JOB_TYPES),
    status: z.enum(WORKBOOK_STATUSES),
    model_name: z.string().nullable(),
    model_id: z.uuid().nullable(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    completed_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "ImportJobListItem" });

export type ImportJobFilter = {
  job_type?: (typeof JOB_TYPES)[number] | undefined;
  status?: WorkbookStatus | undefined;
  model_id?: string | undefined;
};

/** Newest first. */
export async function listImportJobs(
  ports: Ports,
  filter: ImportJobFilter,
  page: PageRequest,
): Promise<Page<z.output<typeof JobListItem>>> {
  const matching = () => {
    const query = ports.db("jobs").whereNull("jobs.deleted_at");
    query.whereIn("kind", filter.job_type ? [storedKind(filter.job_type)] : [...WORKBOOK_KINDS]);
    if (filter.status) query.where("status", storedStatus(filter.status));
    if (filter.model_id) query.where("model_id", filter.model_id);
    return query;
  };
  return withDatabase(async () => {
    const [counted, rows] = await Promise.all([
      matching().count({ total: "*" }).first() as Promise<{ total: number }>,
      matching()
        .leftJoin("models", "models.id", "jobs.model_id")
        .orderBy([
          { column: "jobs.created_at", order: "desc" },
          { column: "jobs.id", order: "asc" },
        ])
        .limit(page.page_size)
        .offset((page.page - 1) * page.page_size)
        .select("jobs.*", "models.name as name_of_model") as Promise<(JobRow & { name_of_model: string | null })[]>,
    ]);
    return pageOf(rows.map(listItem), counted.total, page);
  });
}

function listItem(job: JobRow & { name_of_model: string | null }) {
  return {
    job_id: job.id,
    job_type: shownType(job.kind) as (typeof JOB_TYPES)[number],
    status: shownStatus(job.status),
    model_name: (job.params.model_name as string | undefined) ?? job.name_of_model,
    model_id: job.model_id,
    created_at: job.created_at.toISOString(),
    started_at: job.started_at?.toISOString() ?? null,
    completed_at: job.completed_at?.toISOString() ?? null,
  };
}

export const JobStats = z.object({
  total_jobs: z.int(),
  pending: z.int(),
  processing: z.int(),
  success: z.int(),
  failed: z.int(),
  cancelled: z.int(),
});

export async function importJobStats(ports: Ports): Promise<z.output<typeof JobStats>> {
  const groups = (await withDatabase(() =>
    ports
      .db("jobs")
      .whereNull("deleted_at")
      .whereIn("kind", [...WORKBOOK_KINDS])
      .groupBy("status")
      .select("status")
      .count({ n: "*" }),
  )) as unknown as { status: JobRow["status"]; n: number }[];
  const stats = { total_jobs: 0, pending: 0, processing: 0, success: 0, failed: 0, cancelled: 0 };
  for (const { status, n } of groups) {
    stats.total_jobs += n;
    stats[shownStatus(status)] += n;
  }
  return stats;
}

export const ProgressRow = z
  .object({
    id: z.int(),
    job_id: z.uuid(),
    stage: z.string(),
    percent: z.number(),
    message: z.string().nullable(),
    timestamp: z.iso.datetime(),
  })
  .meta({ id: "ImportProgressRow" });

/** The stored history of a job, oldest first. */
export async function listProgress(ports: Ports, jobId: string, page: PageRequest) {
  await findJob(ports, jobId, { kinds: WORKBOOK_KINDS });
  return withDatabase(async () => {
    const rows = () => ports.db("job_progress").where({ job_id: jobId });
    const [counted, items] = await Promise.all([
      rows().count({ total: "*" }).first() as Promise<{ total: number }>,
      rows()
        .orderBy("id")
        .limit(page.page_size)
        .offset((page.page - 1) * page.page_size),
    ]);
    return pageOf(
      items.map((row) => ({ id: row.id, job_id: row.job_id, ...presentProgress(row) })),
      counted.total,
      page,
    );
  });
}

/** Cancels at once; what a running import had written goes with its transaction, its file with the sweep of the task. */
export async function cancelImportJob(ports: Ports, id: string): Promise<void> {
  const job = await findJob(ports, id, { kinds: WORKBOOK_KINDS });
  const cancelled = await cancelJob(ports, job.id);
  if (cancelled.attempt > 0 || !cancelled.object_key) return; // whoever runs it removes its file
  await ports.storage.delete(cancelled.object_key).catch(() => {}); // the sweep finds it otherwise
}
