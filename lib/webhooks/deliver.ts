import { Agent, request } from "undici";
import type { Ports } from "../ports.ts";
import { refusedWhen } from "../refused-when.ts";
import { pinned, resolvePublic } from "./address-guard.ts";
import { sendDeliveries } from "./outbox.ts";
import { signatureHeaders } from "./sign.ts";

/** Seconds before each retry; after the last the delivery has failed. */
const RETRY_SECONDS = [1, 2, 4];
const TIMEOUT_MS = 10_000;
/** A delivery taken by one consumer is left alone by the others for this long, and longer while its call goes on. */
const HOLD_SECONDS = 6;

type Delivery = {
  id: string;
  job_id: string;
  url: string;
  channel: "http" | "sqs";
  body: Record<string, unknown>;
  tries: number;
};

type Attempt = { delivered: boolean; status_code: number | null; error: string | null };

/**
 * Makes one attempt at a delivery and notes its outcome: delivered, to be tried again, or failed for good.
 *
 * At least once: a consumer that dies after the call and before the note calls again, with the same `webhook-id`.
 */
export async function deliver(ports: Ports, deliveryId: string): Promise<void> {
  const delivery = await take(ports, deliveryId);
  if (!delivery) return;
  const started = performance.now();
  let held = Promise.resolve();
  const holding = setInterval(
    () => {
      held = hold(ports, delivery);
    },
    (HOLD_SECONDS * 1000) / 3,
  );
  const attempt = await (delivery.channel === "sqs" ? reply : post)(ports, delivery);
  clearInterval(holding);
  await held; // else it would put off the retry that is noted next
  const wait = RETRY_SECONDS[delivery.tries];
  const over = attempt.delivered || wait === undefined;
  await ports.db.transaction(async (trx) => {
    const jittered = (wait ?? 0) * (0.9 + Math.random() * 0.2);
    const changed = await trx("webhook_deliveries")
      .where({ id: delivery.id, status: "pending" })
      .update({
        status: attempt.delivered ? "delivered" : over ? "failed" : "pending",
        next_attempt_at: over ? null : trx.raw("now() + make_interval(secs => ?)", [jittered]),
      });
    if (changed === 0) return; // the job was deleted meanwhile, and its deliveries with it
    await trx("webhook_attempts").insert({
      delivery_id: delivery.id,
      status_code: attempt.status_code,
      error: attempt.error,
      duration_ms: Math.round(performance.now() - started),
    });
  });
}

/** A message that was sent for an attempt has this long to be taken before another is sent for it. */
const SEND_AGAIN_MS = 5_000;

/**
 * Sends a message for each delivery whose time has come, whether its message was lost or it waits for a retry. To be
 * called often: where receivers hang and messages wait, it must not heap up more of them.
 */
export function webhookRelay(ports: Ports): () => Promise<void> {
  const sent = new Map<string, number>(); // when, in Unix ms, by delivery and attempt
  return async function relayDue() {
    const now = Date.now();
    for (const [attempt, at] of sent) if (now - at > SEND_AGAIN_MS) sent.delete(attempt);
    const due: { id: string; next_attempt_at: Date }[] = await ports
      .db("webhook_deliveries")
      .where({ status: "pending" })
      .whereRaw("next_attempt_at <= now()")
      .orderBy("next_attempt_at")
      .limit(500)
      .select("id", "next_attempt_at");
    const unsent = due.filter(({ id, next_attempt_at }) => !sent.has(`${id} ${next_attempt_at.getTime()}`));
    await sendDeliveries(
      ports,
      unsent.map(({ id }) => id),
    );
    for (const { id, next_attempt_at } of unsent) sent.set(`${id} ${next_attempt_at.getTime()}`, now);
  };
}

/** Takes a due delivery for this consumer, in one statement; null where it is done, not yet due, or another's. */
async function take(ports: Ports, id: string): Promise<Delivery | null> {
  const { rows } = await ports.db.raw<{ rows: Delivery[] }>(
    `update webhook_deliveries d
        set next_attempt_at = now() + make_interval(secs => :hold)
      where id = :id and status = 'pending' and next_attempt_at <= now()
      returning id, job_id, url, channel, body,
                (select count(*)::int from webhook_attempts a where a.delivery_id = d.id) as tries`,
    { id, hold: HOLD_SECONDS },
  );
  return rows[0] ?? null;
}

async function hold(ports: Ports, { id }: Delivery): Promise<void> {
  await ports
    .db("webhook_deliveries")
    .where({ id, status: "pending" })
    .update({ next_attempt_at: ports.db.raw("now() + make_interval(secs => ?)", [HOLD_SECONDS]) })
    .catch((error) => ports.log.warn({ delivery: id, err: error }, "delivery not held"));
}

async function reply(ports: Ports, delivery: Delivery): Promise<Attempt> {
  try {
    await ports.queues.sendTo(delivery.url, delivery.body);
    return { delivered: true, status_code: null, error: null };
  } catch (error) {
    return { delivered: false, status_code: null, error: messageOf(error) };
  }
}

async function post(ports: Ports, delivery: Delivery): Promise<Attempt> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const url = new URL(delivery.url);
    const resolved = await Promise.race([
      resolvePublic(url.hostname, ports.config.WEBHOOK_ALLOW_PRIVATE),
      refusedWhen(signal),
    ]);
    const agent = new Agent({ connect: { lookup: pinned(resolved), timeout: TIMEOUT_MS } });
    try {
      const body = JSON.stringify(delivery.body);
      const at = Math.floor(Date.now() / 1000);
      const answer = await request(url, {
        method: "POST",
        dispatcher: agent,
        signal,
        headers: {
          "content-type": "application/json",
          "user-agent": "intake-webhooks/1",
          ...signatureHeaders(ports.config.WEBHOOK_SECRET, delivery.id, at, body),
        },
        body,
      });
      answer.body.on("error", () => {}).destroy(); // the status says it all, and a body may never end
      const delivered = answer.statusCode >= 200 && answer.statusCode < 300;
      return {
        delivered,
        status_code: answer.statusCode,
        error: delivered ? null : `answered ${answer.statusCode}`,
      };
    } finally {
      await agent.destroy();
    }
  } catch (error) {
    return { delivered: false, status_code: null, error: messageOf(error) };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);
