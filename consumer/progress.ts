import { setTimeout as sleep } from "node:timers/promises";
import { type Claim, firstSeq } from "../lib/jobs/job.ts";
import type { Ports } from "../lib/ports.ts";
import type { Snapshot } from "../lib/progress/live.ts";

/** What a task says of how far it is; whatever it leaves out stays as it was. */
export type Report = Partial<
  Pick<Snapshot, "progress" | "rows_processed" | "rows_failed" | "rows_total" | "stage" | "message" | "extra">
>;

/** How densely news may follow one another: 20 a second, and a new stage is never held back … */
const DENSE: Pace = { gapMs: 50, holdsStages: false };
/** … or 5 a second, new stages included. */
export const CALM: Pace = { gapMs: 200, holdsStages: true };

export type Pace = { gapMs: number; holdsStages: boolean };

const BEAT_MS = 1_000;

/**
 * Live progress of one attempt: at least once a second, at most as often as its pace allows; progress never falls.
 * What Redis refuses is lost without harm: PostgreSQL has the truth.
 */
export class ProgressReporter {
  readonly #ports: Ports;
  readonly #state: Snapshot;
  #lastSent = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #beat: NodeJS.Timeout;
  readonly #pace: Pace;

  constructor(
    ports: Ports,
    claim: Claim,
    from: Omit<Snapshot, "job_id" | "attempt" | "seq" | "status" | "timestamp">,
    pace: Pace = DENSE,
  ) {
    this.#ports = ports;
    this.#pace = pace;
    this.#state = {
      ...from,
      job_id: claim.id,
      attempt: claim.attempt,
      seq: firstSeq(claim.attempt),
      status: "PROCESSING",
      timestamp: "",
    };
    this.#send();
    this.#beat = setInterval(() => this.#send(), BEAT_MS);
  }

  report(report: Report): void {
    const newStage = !this.#pace.holdsStages && report.stage !== undefined && report.stage !== this.#state.stage;
    const progress = Math.max(this.#state.progress, Math.min(report.progress ?? 0, 99));
    Object.assign(this.#state, report, { progress });
    if (newStage) this.#send();
    else this.#schedule();
  }

  /** Until what was reported last has been sent, at the pace that holds. */
  async flushed(): Promise<void> {
    while (this.#timer) await sleep(10);
  }

  stop(): void {
    clearInterval(this.#beat);
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    const gap = Date.now() - this.#lastSent;
    if (gap >= this.#pace.gapMs) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), this.#pace.gapMs - gap);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastSent = Date.now();
    this.#state.seq++;
    this.#ports.live.publish({ ...this.#state, timestamp: new Date().toISOString() }).catch(() => {});
  }
}
