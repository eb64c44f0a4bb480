import { setTimeout as sleep } from "node:timers/promises";
import type { Ports } from "../lib/ports.ts";
import type { Message, QueueName } from "../lib/queue/queues.ts";

/** Long enough to poll seldom, short enough to stop soon. */
const WAIT_SECONDS = 5;

/**
 * Takes messages one at a time and handles each to its end, until `signal`: one slot of the consumer. As many slots
 * as jobs may run at once means that nothing is fetched ahead.
 *
 * Nothing is taken while a part that the work needs is down. A handler that throws leaves its message, which comes
 * back when its visibility ends.
 */
export async function poll(
  ports: Ports,
  queue: QueueName,
  signal: AbortSignal,
  handle: (message: Message) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await untilReady(ports, signal);
      // Never aborted: a queue may hand a message to a poll whose caller is gone, and hide it for as long as it hides.
      const [message] = await ports.queues.receive(queue, { max: 1, waitSeconds: WAIT_SECONDS });
      if (!message) continue;
      if (signal.aborted) await ports.queues.extend(queue, message, 0);
      else await handle(message);
    } catch (error) {
      if (signal.aborted) return;
      ports.log.warn({ queue, err: error }, "the queue is down, or a message failed");
      await sleep(500, undefined, { signal }).catch(() => {});
    }
  }
}

/** Waits until PostgreSQL and Redis answer; says once that they do not. */
async function untilReady(ports: Ports, signal: AbortSignal): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      await Promise.all([ports.live.ping(), ports.db.raw("select 1")]);
      return;
    } catch (error) {
      if (tries === 4) ports.log.warn({ err: error }, "PostgreSQL or Redis is down: no work is taken");
      await sleep(500, undefined, { signal }).catch(() => {});
    }
  }
}

/** Calls `act` every `seconds` until `signal`, never twice at once; what it throws is logged and tried again. */
export async function every(
  ports: Ports,
  seconds: number,
  signal: AbortSignal,
  act: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    await act().catch((error) => ports.log.warn({ err: error }, `${act.name || "periodic work"} failed`));
    await sleep(seconds * 1000, undefined, { signal }).catch(() => {});
  }
}
