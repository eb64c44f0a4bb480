import { setTimeout as sleep } from "node:timers/promises";
import type { Ports } from "../ports.ts";
import type { Snapshot } from "../progress/live.ts";
import { findJob, type Visible } from "./find-job.ts";
import { firstSeq, isFinal, type JobRow, snapshotOf } from "./job.ts";

/** What somebody who waits for a job gets to hear: the snapshot once, then progress, then the end once. */
export type JobEvent =
  | { type: "snapshot"; job: JobRow; live: Snapshot | null }
  | { type: "progress"; live: Snapshot }
  | { type: "end"; job: JobRow };

/** With Redis there, PostgreSQL is asked this often in case an event was lost; without it, it is the only source. */
const CHECK_MS = { live: 5_000, blind: 1_000 };

/**
 * Follows a job to its end. Subscribed before the snapshot is read, so that nothing falls between the two; events
 * that the snapshot already holds are dropped. While Redis is down, the database is read every second instead.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND, at the start or once the job is deleted
 */
export async function* followJob(
  ports: Ports,
  jobId: string,
  visible: Visible,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  const id = jobId.toLowerCase(); // as Redis knows it
  const inbox = new Inbox();
  const leave = await ports.live.follow(id, (snapshot) => inbox.put(snapshot)).catch(() => null);
  try {
    const live = await ports.live.read(id);
    let seen = live?.seq ?? -1;
    let job = await findJob(ports, id, visible);
    yield { type: "snapshot", job, live };
    while (!isFinal(job.status)) {
      const news = await inbox.take(leave && ports.live.up ? CHECK_MS.live : CHECK_MS.blind, signal);
      if (signal.aborted) return;
      for (const snapshot of news) {
        if (snapshot.seq <= seen || isFinal(snapshot.status)) continue;
        seen = snapshot.seq;
        yield { type: "progress", live: snapshot };
      }
      const mayBeOver = news.length === 0 || news.some(({ status }) => isFinal(status));
      if (!mayBeOver) continue;
      const before = job;
      job = await findJob(ports, id, visible);
      if (isFinal(job.status) || ports.live.up || !hasMoved(before, job)) continue;
      // Numbered on from what was seen: the worker counts its events whether or not Redis takes them.
      seen = Math.max(seen + 1, firstSeq(job.attempt));
      yield { type: "progress", live: snapshotOf(job, seen) };
    }
    yield { type: "end", job };
  } finally {
    leave?.();
  }
}

const hasMoved = (before: JobRow, now: JobRow): boolean =>
  now.progress !== before.progress || now.stage !== before.stage || now.rows_processed !== before.rows_processed;

/** Snapshots that came in since they were last taken; a slow reader gets the newest of a crowd. */
class Inbox {
  static readonly #most = 100;
  #waiting: Snapshot[] = [];
  #wake: (() => void) | undefined;

  put(snapshot: Snapshot): void {
    this.#waiting.push(snapshot);
    if (this.#waiting.length > Inbox.#most) this.#waiting.shift();
    this.#wake?.();
  }

  /** All that came in, at once if there is any, else what comes within `ms`. */
  async take(ms: number, signal: AbortSignal): Promise<Snapshot[]> {
    if (this.#waiting.length === 0) {
      const patience = new AbortController();
      const arrived = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([
        arrived,
        sleep(ms, undefined, { signal: AbortSignal.any([signal, patience.signal]) }).catch(() => {}),
      ]);
      patience.abort();
      this.#wake = undefined;
    }
    return this.#waiting.splice(0);
  }
}
