import { z } from "zod";
import type { Ports } from "../lib/ports.ts";
import type { Message } from "../lib/queue/queues.ts";
import { deliver } from "../lib/webhooks/deliver.ts";
import { metrics } from "./metrics.ts";

const Pointer = z.object({ delivery_id: z.uuid() });
const QUEUE = "intake-webhooks";

/** A receiver may take 10 s to answer, or not to: those behind it in the queue do not wait for it, unless it is so many. */
const MOST_CALLS = 50;

/** The deliveries that are being made, beside each other. */
export class Deliveries {
  readonly #ports: Ports;
  readonly #underWay = new Set<Promise<void>>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Begins with the delivery that a message points to, and resolves when there is room for another. */
  async begin(message: Message): Promise<void> {
    const call = deliverMessage(this.#ports, message)
      .catch((error) => this.#ports.log.warn({ queue: QUEUE, err: error }, "a message failed, and comes back"))
      .finally(() => this.#underWay.delete(call));
    this.#underWay.add(call);
    while (this.#underWay.size >= MOST_CALLS) await Promise.race(this.#underWay);
  }

  /** Once all that were begun have ended: at most the time that a receiver is given. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}

/** One message of the webhooks queue: one attempt at one delivery. The relay (`webhookRelay`) asks for further ones. */
async function deliverMessage(ports: Ports, message: Message): Promise<void> {
  const pointer = Pointer.safeParse(safeJson(message.Body));
  if (pointer.success) {
    metrics.deliveries.inc();
    await deliver(ports, pointer.data.delivery_id);
  } else {
    await ports.queues.send(`${QUEUE}-dlq`, message.Body ?? "", { error: "not a pointer to a delivery" });
  }
  await ports.queues.delete(QUEUE, message);
}

function safeJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
