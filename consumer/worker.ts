/**
 * A worker: a process of its own that runs one job at a time, so that a file that exhausts memory or never ends takes
 * only its own job. Started by pool.ts; speaks with it over IPC.
 */
import { flushCompileCache } from "node:module";
import { readConfig } from "../lib/config.ts";
import { isDatabaseDown } from "../lib/db/database.ts";
import { FileFault, IntakeError } from "../lib/errors.ts";
import { finishJob } from "../lib/jobs/finish-job.ts";
import { type JobRow, JobSuperseded } from "../lib/jobs/job.ts";
import { openPorts } from "../lib/ports.ts";
import { OUT_OF_MEMORY } from "./limits.ts";
import { CALM, ProgressReporter } from "./progress.ts";
import { TASKS } from "./tasks/by-kind.ts";
import type { StopReason } from "./tasks/task.ts";

/** How an attempt ended, as the consumer needs to know it. */
export type Outcome =
  /** The job has its end in the database, or is no longer ours: the message has served. */
  | { kind: "over" }
  /** Stopped at a chunk, checkpoint written: back to the queue. */
  | { kind: "drained" }
  | { kind: "timeout" }
  /** Its worker took more memory than it may. */
  | { kind: "memory" }
  /** A part of the system is down: back to the queue, and not the job's fault. */
  | { kind: "unavailable"; message: string }
  | { kind: "fault"; message: string };

export type ToWorker = { type: "run"; job: JobRow } | { type: "stop"; reason: StopReason };
export type FromWorker = { type: "ready" } | { type: "ended"; outcome: Outcome };

const config = readConfig({ ...process.env, DATABASE_POOL: "3" });
const ports = openPorts(config, "worker");
let running: AbortController | undefined;

const tell = (message: FromWorker) => process.send?.(message);

process.on("message", (message: ToWorker) => {
  if (message.type === "stop") running?.abort(message.reason);
  else void run(message.job);
});
// The parent is gone: whatever runs here is no longer renewed, and another consumer will take it over.
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent says when to stop.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

/** V8 bounds its own heap; buffers live outside it. */
setInterval(() => {
  if (process.memoryUsage.rss() > config.WORKER_MEMORY_MB * 1024 * 1024) {
    ports.log.error({ limitMb: config.WORKER_MEMORY_MB }, "memory limit passed");
    process.exit(OUT_OF_MEMORY);
  }
}, 500).unref();

async function run(job: JobRow): Promise<void> {
  running = new AbortController();
  const progress = new ProgressReporter(ports, job, job, job.kind === "document" ? CALM : undefined);
  try {
    tell({ type: "ended", outcome: await attempt(job, progress, running.signal) });
  } finally {
    progress.stop();
  }
}

async function attempt(job: JobRow, progress: ProgressReporter, signal: AbortSignal): Promise<Outcome> {
  try {
    const task = await TASKS[job.kind]?.();
    if (!task) return { kind: "fault", message: `no task for jobs of kind ${job.kind}` };
    await task({ job, ports, progress, signal });
    return { kind: "over" };
  } catch (error) {
    progress.stop();
    if (error instanceof FileFault) return fail(job, error);
    return judge(error, signal);
  }
}

/** A fault of the file itself: final, with a message for the person who owns it. */
async function fail(job: JobRow, fault: FileFault): Promise<Outcome> {
  try {
    await finishJob(ports, job, { status: "FAILED", error: { code: fault.code, message: fault.message } });
    return { kind: "over" };
  } catch (error) {
    return judge(error, new AbortController().signal);
  }
}

function judge(error: unknown, signal: AbortSignal): Outcome {
  if (error instanceof JobSuperseded) return { kind: "over" };
  const reason = signal.aborted ? (signal.reason as StopReason) : null;
  if (reason === "drain") return { kind: "drained" };
  if (reason === "timeout") return { kind: "timeout" };
  if (reason) return { kind: "over" };
  const message = error instanceof Error ? error.message : String(error);
  ports.log.warn({ err: error }, "attempt ended badly");
  if ((error instanceof IntakeError && error.code === "UNAVAILABLE") || isDatabaseDown(error)) {
    return { kind: "unavailable", message };
  }
  return { kind: "fault", message };
}

tell({ type: "ready" });
flushCompileCache(); // a worker is killed at its end, and would leave nothing to those after it

/** Four workers that start together have enough to do, and so may whoever waited for them: what follows can wait. */
const CALM_AFTER_MS = 10_000;

// Most jobs are of these kinds: the first one would wait a third of a second for its code, and twice that uncompiled.
setTimeout(async () => {
  if (running) return;
  await Promise.all([TASKS.table?.(), TASKS.workbook_import?.()]);
  flushCompileCache();
}, CALM_AFTER_MS);
