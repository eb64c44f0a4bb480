import type { JobRow } from "../../lib/jobs/job.ts";
import type { Ports } from "../../lib/ports.ts";
import type { ProgressReporter } from "../progress.ts";

/** Why a running task is asked to stop; it is the `reason` of its signal. */
export type StopReason = "cancelled" | "superseded" | "drain" | "timeout";

export type TaskContext = {
  job: JobRow;
  ports: Ports;
  progress: ProgressReporter;
  /** Looked at before each chunk: throw its reason. */
  signal: AbortSignal;
};

/**
 * Runs one job to its end, which it writes itself (`finishJob`), together with its last results.
 *
 * Returning means done. A FileFault means FAILED with its message, never again. Anything else thrown means try again.
 */
export type Task = (context: TaskContext) => Promise<void>;
