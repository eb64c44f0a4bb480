import { setTimeout as sleep } from "node:timers/promises";
import type { User } from "../lib/accounts/user.ts";
import { readResult } from "../lib/document-tasks/results.ts";
import { shownStatus, taskError, tasksOf } from "../lib/document-tasks/task.ts";
import { IntakeError } from "../lib/errors.ts";
import { followJob, type JobEvent } from "../lib/jobs/follow-job.ts";
import { firstSeq, type JobRow } from "../lib/jobs/job.ts";
import type { Ports } from "../lib/ports.ts";
import type { Snapshot } from "../lib/progress/live.ts";

/** A longer result is left out of its message; GET /tasks/{id} has it. */
const MOST_RESULT_BYTES = 256 * 1024;

/** A worker that is deep in its work says nothing; its clients hear each second that it goes on. */
const QUIET_MS = 900;

export type TaskMessage = { type: string; seq: number } & Record<string, unknown>;

/**
 * A task as its socket tells it: `task_snapshot`, then `task_progress` and `task_partial`, then its end.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND for an unknown task and for another user's
 */
export async function* taskMessages(
  ports: Ports,
  user: Pick<User, "id">,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<TaskMessage> {
  const teller = new Teller(ports);
  const events = followJob(ports, id, tasksOf(user.id), signal);
  try {
    for (let next = events.next(); ; ) {
      const heard = await Promise.race([next, sleep(QUIET_MS, "quiet" as const)]);
      if (signal.aborted) return;
      if (heard === "quiet") yield* teller.repeat();
      else if (heard.done) return;
      else {
        next = events.next();
        yield* teller.tell(heard.value);
      }
    }
  } catch (error) {
    // Deleted with its file, which cancelled it first.
    const gone = error instanceof IntakeError && error.code === "RESOURCE_NOT_FOUND" ? teller.gone() : null;
    if (!gone) throw error;
    yield gone;
  }
}

/** Turns a job's events into messages whose `seq` rises strictly, and text so far into what is new of it. */
class Teller {
  readonly #ports: Ports;
  #job: JobRow | undefined;
  #seq = -1;
  #written = "";

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async *tell(event: JobEvent): AsyncGenerator<TaskMessage> {
    if (event.type === "progress") return yield* this.#progress(event.live);
    this.#job = event.job;
    yield event.type === "snapshot" ? this.#snapshot(event.job, event.live) : await this.#end(event.job);
  }

  /** Where a running task stands, once more. */
  *repeat(): Generator<TaskMessage> {
    if (this.#job?.status === "PROCESSING") yield this.#message("task_progress", this.#job, 0);
  }

  gone(): TaskMessage | null {
    return this.#job ? this.#message("task_cancelled", { ...this.#job, status: "CANCELLED" }, 0) : null;
  }

  #snapshot(job: JobRow, live: Snapshot | null): TaskMessage {
    const isCurrent = job.status === "PROCESSING" && live?.attempt === job.attempt;
    this.#written = isCurrent ? textIn(live) : "";
    const seq = isCurrent ? 2 * live.seq : 2 * firstSeq(job.attempt);
    return this.#message("task_snapshot", job, seq, { partial: this.#written || null });
  }

  /** An event may tell of progress and of text: two messages, so each event has two numbers. */
  *#progress(live: Snapshot): Generator<TaskMessage> {
    const { status, progress, stage, message } = live;
    const job = { ...this.#job!, status, progress, stage, message };
    this.#job = job;
    yield this.#message("task_progress", job, 2 * live.seq);
    const text = textIn(live);
    if (text === this.#written) return;
    const position = text.startsWith(this.#written) ? this.#written.length : 0;
    this.#written = text;
    if (text === "") return; // taken back: what comes next begins at 0
    yield this.#message("task_partial", job, 2 * live.seq + 1, { delta: text.slice(position), position });
  }

  async #end(job: JobRow): Promise<TaskMessage> {
    const seq = 2 * (firstSeq(job.attempt + 1) - 1);
    if (job.status === "CANCELLED") return this.#message("task_cancelled", job, seq);
    if (job.status === "FAILED") {
      const fault = { error_code: taskError(job.error?.code), error_message: job.error_message };
      return this.#message("task_failed", job, seq, fault);
    }
    return this.#message("task_completed", job, seq, await resultIn(this.#ports, job));
  }

  #message(type: string, job: JobRow, atLeast: number, more: Record<string, unknown> = {}): TaskMessage {
    this.#seq = Math.max(this.#seq + 1, atLeast);
    return {
      type,
      task_id: job.id,
      task_type: job.task_type,
      status: shownStatus(job.status),
      progress: job.progress,
      stage: job.stage ?? (job.status === "QUEUED" ? "queued" : null),
      message: job.message,
      seq: this.#seq,
      timestamp: new Date().toISOString(),
      ...more,
    };
  }
}

const textIn = ({ extra }: Snapshot): string => (typeof extra?.partial === "string" ? extra.partial : "");

async function resultIn(ports: Ports, job: JobRow): Promise<Record<string, unknown>> {
  const omitted = { result: null, result_omitted: true };
  if (job.result_object_key) return omitted;
  const result = await readResult(ports, job);
  return Buffer.byteLength(JSON.stringify(result)) > MOST_RESULT_BYTES ? omitted : { result };
}
