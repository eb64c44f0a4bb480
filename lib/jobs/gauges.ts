import { Gauge, type Registry } from "prom-client";
import type { Ports } from "../ports.ts";
import { WORK_QUEUES } from "../queue/queues.ts";

/** A scrape must not wait for a part that is down: its gauges then have no value. */
const PATIENCE_MS = 2_000;

type Row = { kind: string; status: string; code: string | null; n: number; oldest: number | null; rows: number };

/**
 * What the stores know of the work, read whenever somebody scrapes: the same figures on edge and on every consumer.
 *
 * @returns to be called before each scrape; never rejects
 */
export function jobGauges(ports: Ports, registry: Registry): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const depth = gauge("intake_queue_depth", "Messages waiting, those under way not counted", ["queue"]);
  const jobs = gauge("intake_jobs", "Jobs by status, finished ones of the last hour", ["kind", "status"]);
  const failures = gauge("intake_jobs_failed", "Jobs that ended FAILED in the last hour, by code", ["kind", "code"]);
  const oldest = gauge("intake_oldest_queued_seconds", "Age of the oldest queued job");
  const rate = gauge("intake_rows_per_second", "Rows of jobs that ended in the last minute, over that minute");

  async function readQueues(): Promise<void> {
    depth.reset();
    const signal = AbortSignal.timeout(PATIENCE_MS);
    for (const queue of WORK_QUEUES.flatMap((name) => [name, `${name}-dlq` as const])) {
      depth.set({ queue }, await ports.queues.depth(queue, signal));
    }
  }

  async function readJobs(): Promise<void> {
    for (const each of [jobs, failures, oldest, rate]) each.reset();
    const { rows } = await ports.db
      .raw<{ rows: Row[] }>(
        `select kind, status, case status when 'FAILED' then coalesce(error->>'code', 'INTERNAL') end as code,
                count(*)::int as n,
                extract(epoch from now() - min(created_at) filter (where status = 'QUEUED'))::float8 as oldest,
                coalesce(sum(rows_processed) filter (where completed_at > now() - interval '1 minute'), 0)::float8 as rows
           from jobs
          where deleted_at is null and (completed_at is null or completed_at > now() - interval '1 hour')
          group by 1, 2, 3`,
      )
      .timeout(PATIENCE_MS);
    for (const { kind, status, code, n } of rows) {
      jobs.inc({ kind, status }, n);
      if (code) failures.set({ kind, code }, n);
    }
    oldest.set(Math.max(0, ...rows.map((row) => row.oldest ?? 0)));
    rate.set(rows.reduce((sum, row) => sum + row.rows, 0) / 60);
  }

  return async () => {
    for (const { reason } of (await Promise.allSettled([readQueues(), readJobs()])).filter(isRejected)) {
      ports.log.warn({ err: reason }, "metrics");
    }
  };
}

const isRejected = (outcome: PromiseSettledResult<void>): outcome is PromiseRejectedResult =>
  outcome.status === "rejected";
