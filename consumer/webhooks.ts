import { z } from "zod";
import type { Ports } from "../lib/ports.ts";
import type { Message } from "../lib/queue/queues.ts";
import { deliver } from "../lib/webhooks/deliver.ts";
import { metrics } from "./metrics.ts";

const Pointer = z.object({ delivery_id: z.uuid() });
const QUEUE = "intake-webhooks";

/** One message of the webhooks queue: one attempt at one delivery. The relay (`webhookRelay`) asks for further ones. */
export async function deliverMessage(ports: Ports, message: Message): Promise<void> {
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
