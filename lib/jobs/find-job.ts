import type { Knex } from "knex";
import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Page, PageRequest } from "../http/page.ts";
import { pageOf } from "../http/page.ts";
import type { Ports } from "../ports.ts";
import type { JobKind, JobRow, JobStatus } from "./job.ts";

/** Which jobs a door may show: document jobs belong to their users and are seen nowhere but under /api/v1. */
export type Visible = { kinds: readonly JobKind[]; userId?: string };

/**
 * The job with its live numbers while it runs.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND, also for a job of a kind that this door does not show
 */
export async function findJob(ports: Ports, id: string, visible: Visible): Promise<JobRow> {
  return known((await findJobs(ports, [id], visible)).get(id.toLowerCase()));
}

/** Those of the jobs that there are and that this door shows, by id, with their live numbers. */
export async function findJobs(ports: Ports, ids: string[], visible: Visible): Promise<Map<string, JobRow>> {
  const owner = visible.userId ? { user_id: visible.userId } : {};
  const jobs = await withDatabase(
    () =>
      ports
        .db<JobRow>("jobs")
        .where(owner)
        .whereIn("id", ids)
        .whereNull("deleted_at")
        .whereIn("kind", visible.kinds) as Promise<JobRow[]>,
  );
  return new Map((await withLiveNumbers(ports, jobs)).map((job) => [job.id, job]));
}

/** @throws {IntakeError} RESOURCE_NOT_FOUND where a search gave nothing */
export function known(job: JobRow | undefined): JobRow {
  if (!job) throw new IntakeError("RESOURCE_NOT_FOUND", "There is no such job");
  return job;
}

export type JobFilter = {
  status?: JobStatus | undefined;
  kind?: JobKind | undefined;
  /** Inclusive, on `created_at`. */
  from?: Date | undefined;
  to?: Date | undefined;
};

/** Newest first; a page past the end is empty. */
export async function listJobs(
  ports: Ports,
  filter: JobFilter,
  page: PageRequest,
  visible: Visible,
): Promise<Page<JobRow>> {
  const matching = (query: Knex.QueryBuilder) => {
    query.whereNull("deleted_at").whereIn("kind", filter.kind ? [filter.kind] : [...visible.kinds]);
    if (filter.status) query.where("status", filter.status);
    if (filter.from) query.where("created_at", ">=", filter.from);
    if (filter.to) query.where("created_at", "<=", filter.to);
    return query;
  };
  return withDatabase(async () => {
    const [counted, rows] = await Promise.all([
      matching(ports.db("jobs")).count({ total: "*" }).first() as Promise<{ total: number }>,
      matching(ports.db("jobs"))
        .orderBy([
          { column: "created_at", order: "desc" },
          { column: "id", order: "desc" },
        ])
        .limit(page.page_size)
        .offset((page.page - 1) * page.page_size) as Promise<JobRow[]>,
    ]);
    return pageOf(await withLiveNumbers(ports, rows), counted.total, page);
  });
}

/** Redis is ahead of PostgreSQL while a job runs, and never behind it: the larger numbers of the same attempt win. */
export async function withLiveNumbers<Row extends JobRow>(ports: Ports, jobs: Row[]): Promise<Row[]> {
  const running = jobs.filter((job) => job.status === "PROCESSING");
  const snapshots = await ports.live.readMany(running.map((job) => job.id));
  for (const [index, job] of running.entries()) {
    const live = snapshots[index];
    if (live?.status !== "PROCESSING" || live.attempt !== job.attempt) continue;
    job.progress = Math.max(job.progress, live.progress);
    job.rows_processed = Math.max(job.rows_processed, live.rows_processed);
    job.rows_failed = Math.max(job.rows_failed, live.rows_failed);
    job.rows_total = live.rows_total ?? job.rows_total;
    job.stage = live.stage ?? job.stage;
    job.message = live.message ?? job.message;
  }
  return jobs;
}
