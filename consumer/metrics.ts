import { createServer, type Server } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Ports } from "../lib/ports.ts";

const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: "intake_consumer_" });

/** What the consumer counts as it works; what can be asked of the stores is asked when somebody looks. */
export const metrics = {
  jobSeconds: new Histogram({
    name: "intake_job_seconds",
    help: "How long attempts at jobs took, by kind and outcome",
    labelNames: ["kind", "outcome"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    registers: [registry],
  }),
  faults: new Counter({
    name: "intake_job_faults_total",
    help: "Attempts that ended badly through no fault of the file",
    labelNames: ["kind"],
    registers: [registry],
  }),
  deliveries: new Counter({
    name: "intake_webhook_attempts_total",
    help: "Attempts at webhook deliveries",
    registers: [registry],
  }),
};

/** Serves /health, and /metrics for Prometheus with queue depth, job ages and rows read at that moment. */
export function serveMetrics(ports: Ports, port: number, host: string): Server {
  const gauges = {
    depth: gauge("intake_queue_depth", "Messages waiting", ["queue"]),
    jobs: gauge("intake_jobs", "Jobs by status, finished ones of the last hour", ["kind", "status"]),
    oldest: gauge("intake_oldest_queued_seconds", "Age of the oldest queued job", []),
    rows: gauge("intake_rows_processed_last_minute", "Rows of jobs that ended in the last minute", []),
  };
  return createServer(async (request, response) => {
    if (request.url === "/health") return void response.end("ok");
    try {
      await readGauges(ports, gauges);
      response.setHeader("content-type", registry.contentType).end(await registry.metrics());
    } catch (error) {
      ports.log.warn({ err: error }, "metrics");
      response.writeHead(503).end();
    }
  }).listen(port, host);
}

const gauge = (name: string, help: string, labelNames: string[]) =>
  new Gauge({ name, help, labelNames, registers: [registry] });

async function readGauges(ports: Ports, gauges: Record<"depth" | "jobs" | "oldest" | "rows", Gauge>): Promise<void> {
  for (const queue of ["intake-jobs", "intake-webhooks", "intake-submissions", "intake-jobs-dlq"] as const) {
    gauges.depth.set({ queue }, await ports.queues.depth(queue));
  }
  const { rows } = await ports.db.raw<{
    rows: { kind: string; status: string; n: number; oldest: number | null; rows: number }[];
  }>(
    `select kind, status, count(*)::int as n,
            extract(epoch from now() - min(created_at) filter (where status = 'QUEUED'))::float8 as oldest,
            coalesce(sum(rows_processed) filter (where completed_at > now() - interval '1 minute'), 0)::float8 as rows
       from jobs
      where deleted_at is null and (completed_at is null or completed_at > now() - interval '1 hour')
      group by kind, status`,
  );
  gauges.jobs.reset();
  for (const { kind, status, n } of rows) gauges.jobs.set({ kind, status }, n);
  gauges.oldest.set(Math.max(0, ...rows.map((row) => row.oldest ?? 0)));
  gauges.rows.set(rows.reduce((sum, row) => sum + row.rows, 0));
}
