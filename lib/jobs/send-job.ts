import type { Ports } from "../ports.ts";

/** Puts a pointer to the job on the queue and notes when, so that the sweep knows what may have been lost. */
export async function sendJob(ports: Ports, jobId: string): Promise<void> {
  await ports.queues.send("intake-jobs", { job_id: jobId });
  await ports.db("jobs").where({ id: jobId }).update({ sent_at: ports.db.fn.now() });
}
