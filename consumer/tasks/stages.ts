import type { Claim } from "../../lib/jobs/job.ts";
import type { Ports } from "../../lib/ports.ts";
import type { ProgressReporter } from "../progress.ts";

const ROW_EVERY_MS = 5_000;

type Row = Claim & { stage: string; percent: number; message: string };

/**
 * Progress of a job that goes through named stages: live, and as rows of `job_progress` at every stage start and every
 * 5 s in between.
 */
export class Stages {
  readonly #ports: Ports;
  readonly #claim: Claim;
  readonly #progress: ProgressReporter;
  #stage = "";
  #percent = 0;
  #lastRow = 0;
  /** Rows are written one after the other, in order, and never hold the work up. */
  #writing: Promise<void> = Promise.resolve();

  constructor(ports: Ports, claim: Claim, progress: ProgressReporter) {
    this.#ports = ports;
    this.#claim = claim;
    this.#progress = progress;
  }

  get stage(): string {
    return this.#stage;
  }

  /** Says where the work stands; a percent below what was said before is raised to it. */
  at(stage: string, percent: number, message: string): void {
    const isNew = stage !== this.#stage;
    this.#stage = stage;
    this.#percent = Math.max(this.#percent, Math.round(percent * 100) / 100);
    this.#progress.report({ stage, progress: this.#percent, message });
    if (!isNew && Date.now() - this.#lastRow < ROW_EVERY_MS) return;
    this.#lastRow = Date.now();
    const { id, attempt } = this.#claim;
    const row = { id, attempt, stage, percent: this.#percent, message };
    this.#writing = this.#writing
      .then(() => this.#store(row))
      .catch((error) => this.#ports.log.warn({ job: this.#claim.id, err: error }, "progress not stored"));
  }

  /**
   * The job's row first: it says whether this attempt still holds the job, and keeps its place in line, so that no row
   * follows the one that ends the history. Readers have the stage from it while Redis is down.
   */
  async #store({ id, attempt, stage, percent, message }: Row): Promise<void> {
    await this.#ports.db.raw(
      `with held as (
         update jobs set stage = :stage, message = :message, progress = floor(cast(:percent as numeric))
          where id = :id and attempt = :attempt and status = 'PROCESSING'
         returning id)
       insert into job_progress (job_id, stage, percent, message)
       select id, :stage, cast(:percent as numeric), :message from held`,
      { id, attempt, stage, percent, message },
    );
  }

  /** Until every row is written: a stage that is over must not appear after the next. */
  async settled(): Promise<void> {
    await this.#writing;
  }
}
