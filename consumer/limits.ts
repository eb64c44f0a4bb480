import type { Config } from "../lib/config.ts";
import type { JobRow } from "../lib/jobs/job.ts";

/** After its soft limit a task may still end by itself, before its worker is ended. */
const DOCUMENT_GRACE_SECONDS = 5;

/** Exit code of a worker that passed its memory limit: the one by which a shell tells of the kernel's own killer. */
export const OUT_OF_MEMORY = 137;

/** How long an attempt may take before it is asked to stop, when it is stopped, and the error that it then ends with. */
export type Limits = { softSeconds: number; hardSeconds: number; code: string };

export function limitsOf(job: Pick<JobRow, "kind" | "task_type">, config: Config): Limits {
  if (job.kind !== "document") {
    return { softSeconds: config.JOB_SOFT_LIMIT, hardSeconds: config.JOB_HARD_LIMIT, code: "JOB_TIMEOUT" };
  }
  // A task of a document is waited for; the text alone takes less than what is made of it.
  const softSeconds = job.task_type === "extract" ? config.INTAKE_EXTRACT_SECONDS : config.INTAKE_TASK_SECONDS;
  return { softSeconds, hardSeconds: softSeconds + DOCUMENT_GRACE_SECONDS, code: "TASK_TIMEOUT" };
}
