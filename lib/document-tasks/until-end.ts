import type { Account } from "../accounts/user.ts";
import { followJob } from "../jobs/follow-job.ts";
import { isFinal, type JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { readTask } from "./find-task.ts";
import { tasksOf } from "./task.ts";

/** The task as it stands when it has ended, or when the time is up, whichever comes first. */
export async function untilEnd(ports: Ports, user: Pick<Account, "id">, job: JobRow, seconds: number): Promise<JobRow> {
  if (seconds === 0 || isFinal(job.status)) return job;
  const patience = AbortSignal.timeout(seconds * 1000);
  for await (const event of followJob(ports, job.id, tasksOf(user.id), patience)) {
    if (event.type === "end") return event.job;
  }
  return (await readTask(ports, user, job.id)) ?? job;
}
