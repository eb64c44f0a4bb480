import type { Claim } from "../../../lib/jobs/job.ts";
import type { Ports } from "../../../lib/ports.ts";
import type { ProgressReporter } from "../../progress.ts";

export type Stage = "fetching" | "extracting" | "analysing" | "generating" | "saving";

const ROW_EVERY_MS = 5_000;

/** How far a document's task is: live, and in its row every 5 s, for those who read while Redis is down. */
export class TaskProgress {
  readonly #ports: Ports;
  readonly #claim: Claim;
  readonly #live: ProgressReporter;
  #lastRow = Date.now();

  constructor(ports: Ports, claim: Claim, live: ProgressReporter) {
    this.#ports = ports;
    this.#claim = claim;
    this.#live = live;
  }

  at(stage: Stage, percent: number, message: string): void {
    const progress = Math.floor(percent);
    this.#live.report({ stage, progress, message });
    if (Date.now() - this.#lastRow < ROW_EVERY_MS) return;
    this.#lastRow = Date.now();
    const { id, attempt } = this.#claim;
    void this.#ports
      .db("jobs")
      .where({ id, attempt, status: "PROCESSING" })
      .update({ stage, progress, message })
      .catch((error) => this.#ports.log.warn({ job: id, err: error }, "progress not stored"));
  }

  /** The text that is being written, as far as it has come; null takes it back. */
  written(partial: string | null): void {
    this.#live.report({ extra: { partial } });
  }

  /** Until all that was said has gone out: what is written last must not be lost to the task's end. */
  flushed(): Promise<void> {
    return this.#live.flushed();
  }
}
