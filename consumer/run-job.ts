import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isDatabaseDown } from "../lib/db/database.ts";
import { settleFiles } from "../lib/files/processing-status.ts";
import { claimJob, renewLease } from "../lib/jobs/claim-job.ts";
import { finishJob } from "../lib/jobs/finish-job.ts";
import { type JobRow, JobSuperseded } from "../lib/jobs/job.ts";
import { failPoison } from "../lib/jobs/poison.ts";
import { releaseJob } from "../lib/jobs/release-job.ts";
import { discardImport } from "../lib/models/discard-import.ts";
import type { Ports } from "../lib/ports.ts";
import type { Message } from "../lib/queue/queues.ts";
import { limitsOf } from "./limits.ts";
import { metrics } from "./metrics.ts";
import type { Run, WorkerPool } from "./pool.ts";
import type { StopReason } from "./tasks/task.ts";
import type { Outcome } from "./worker.ts";

const Pointer = z.object({ job_id: z.uuid() });
const QUEUE = "intake-jobs";

/** The jobs of this consumer that are under way, by id. */
export type Running = Map<string, Run>;

export type RunContext = { ports: Ports; pool: WorkerPool; running: Running; workerId: string };

/**
 * Takes one message of the jobs queue from its receipt to its acknowledgement: claim, run, settle.
 *
 * The message is deleted only when its job is over, or not ours to run; in every other case it comes back.
 */
export async function runJobMessage(context: RunContext, message: Message): Promise<void> {
  const { ports, workerId } = context;
  const jobId = pointerOf(message);
  if (!jobId) {
    await ports.queues.send(`${QUEUE}-dlq`, message.Body ?? "", { error: "not a pointer to a job" });
    return ports.queues.delete(QUEUE, message);
  }
  const leaseSeconds = ports.config.JOB_LEASE_SECONDS;
  const claim = await claimJob(ports.db, jobId, { workerId, leaseSeconds });
  if (claim.outcome === "over") {
    await discardImport(ports, jobId); // of one that was cancelled while it waited for another attempt
    return ports.queues.delete(QUEUE, message);
  }
  if (claim.outcome === "held") return ports.queues.extend(QUEUE, message, leaseSeconds);
  const { job } = claim;
  if (await failPoison(ports, job)) return ports.queues.delete(QUEUE, message);
  const outcome = await runClaimed(context, job, message);
  await whileLeased(ports, () => settle(ports, job, message, outcome));
  if (job.kind === "workbook_import") await discardImport(ports, job.id);
  if (job.file_id) await settleFiles(ports.db, job.file_id);
}

function pointerOf(message: Message): string | null {
  try {
    return Pointer.parse(JSON.parse(message.Body ?? "")).job_id;
  } catch {
    return null;
  }
}

/** Runs the job in a worker while lease and visibility are renewed together, within its time limits. */
async function runClaimed(context: RunContext, job: JobRow, message: Message): Promise<Outcome> {
  const { ports, pool, running } = context;
  const { JOB_LEASE_SECONDS } = ports.config;
  const limits = limitsOf(job, ports.config);
  const started = performance.now();
  const run = pool.run(job);
  running.set(job.id, run);
  const beat = setInterval(() => void renew(ports, job, message, run), (JOB_LEASE_SECONDS * 1000) / 3);
  const soft = setTimeout(() => run.stop("timeout"), limits.softSeconds * 1000);
  const hard = setTimeout(() => run.kill({ kind: "timeout" }), limits.hardSeconds * 1000);
  ports.log.info({ job: job.id, kind: job.kind, attempt: job.attempt }, "job taken");
  try {
    const outcome = await run.outcome;
    metrics.jobSeconds.observe({ kind: job.kind, outcome: outcome.kind }, (performance.now() - started) / 1000);
    return outcome;
  } finally {
    clearInterval(beat);
    clearTimeout(soft);
    clearTimeout(hard);
    running.delete(job.id);
  }
}

async function renew(ports: Ports, job: JobRow, message: Message, run: Run): Promise<void> {
  try {
    const seconds = ports.config.JOB_LEASE_SECONDS;
    const [ours] = await Promise.all([
      renewLease(ports.db, job, seconds),
      ports.queues.extend(QUEUE, message, seconds),
    ]);
    if (!ours) run.stop("superseded");
  } catch (error) {
    // Down for now. Should the lease run out meanwhile, the fence keeps this attempt from writing.
    ports.log.warn({ job: job.id, err: error }, "lease not renewed");
  }
}

/** What becomes of the job and its message after an attempt. */
async function settle(ports: Ports, job: JobRow, message: Message, outcome: Outcome): Promise<void> {
  ports.log.info({ job: job.id, attempt: job.attempt, outcome }, "attempt ended");
  switch (outcome.kind) {
    case "over":
      return ports.queues.delete(QUEUE, message);
    case "timeout": {
      const { softSeconds, code } = limitsOf(job, ports.config);
      const why = `The job was stopped after ${softSeconds} seconds, the longest it may run`;
      await fail(ports, job, { code, message: why });
      return ports.queues.delete(QUEUE, message);
    }
    case "drained":
      await releaseJob(ports.db, job, false);
      return ports.queues.extend(QUEUE, message, 0);
    case "unavailable":
      await releaseJob(ports.db, job, false);
      return ports.queues.extend(QUEUE, message, 3);
    case "memory":
      // A document is read from its start each time, and would end the same way; a table goes on from its checkpoint.
      if (job.kind === "document") {
        await fail(ports, job, { code: "FILE_UNSAFE", message: "The file unfolds to more than there is memory for" });
        return ports.queues.delete(QUEUE, message);
      }
      return settle(ports, job, message, { kind: "fault", message: "its worker ran out of memory" });
    case "fault": {
      metrics.faults.inc({ kind: job.kind });
      const faults = await releaseJob(ports.db, job, true);
      if (faults === null) return ports.queues.delete(QUEUE, message);
      if (await failPoison(ports, { ...job, faults })) return ports.queues.delete(QUEUE, message);
      return ports.queues.extend(QUEUE, message, Math.min(2 ** (faults - 1), 30));
    }
  }
}

/**
 * Tries again while the database is down, for as long as the lease lasts: a restart of PostgreSQL must neither count as
 * a fault of its jobs nor leave them lying. After that the sweep takes the job back.
 */
async function whileLeased(ports: Ports, act: () => Promise<void>): Promise<void> {
  const until = Date.now() + ports.config.JOB_LEASE_SECONDS * 1000;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isDatabaseDown(error) || Date.now() > until) throw error;
      await sleep(500);
    }
  }
}

async function fail(ports: Ports, job: JobRow, error: { code: string; message: string }): Promise<void> {
  try {
    await finishJob(ports, job, { status: "FAILED", error });
  } catch (superseded) {
    if (!(superseded instanceof JobSuperseded)) throw superseded;
  }
}

/** Stops every running job for `reason` and waits for it; after `graceMs` their workers are ended. */
export async function stopAll(running: Running, reason: StopReason, graceMs: number): Promise<void> {
  const runs = [...running.values()];
  for (const run of runs) run.stop(reason);
  const late = setTimeout(() => {
    for (const run of runs) run.kill({ kind: "drained" });
  }, graceMs);
  await Promise.all(runs.map((run) => run.outcome));
  clearTimeout(late);
}
