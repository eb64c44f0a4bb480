import { hostname } from "node:os";
import { readConfig } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { openPorts } from "../lib/ports.ts";
import { sweep } from "../lib/sweep.ts";
import { webhookRelay } from "../lib/webhooks/deliver.ts";
import { serveMetrics } from "./metrics.ts";
import { every, poll } from "./poll.ts";
import { WorkerPool } from "./pool.ts";
import { type RunContext, runJobMessage, stopAll } from "./run-job.ts";
import { takeSubmission } from "./submissions.ts";
import { Deliveries } from "./webhooks.ts";

/**
 * The consumer: takes work from the queues and runs it, until it is told to stop.
 *
 * Stopping: nothing new is taken; running jobs end at their next chunk, or go back to the queue with their checkpoint
 * after SHUTDOWN_GRACE_SECONDS; then everything is closed.
 */
const config = readConfig();
const ports = openPorts(config, "consumer");
const context: RunContext = {
  ports,
  pool: new WorkerPool(config, ports.log),
  running: new Map(),
  workerId: `${hostname()}:${process.pid}:${newId().slice(-6)}`,
};
const deliveries = new Deliveries(ports);
const WEBHOOK_SLOTS = 4;
const SUBMISSION_SLOTS = 2;
await ports.live.settled;
const stopping = new AbortController();
const { signal } = stopping;
const slots = (n: number, loop: () => Promise<void>) => Array.from({ length: n }, loop);

const loops = [
  ...slots(config.CONSUMER_CONCURRENCY, () =>
    poll(ports, "intake-jobs", signal, (message) => runJobMessage(context, message)),
  ),
  ...slots(WEBHOOK_SLOTS, () => poll(ports, "intake-webhooks", signal, (message) => deliveries.begin(message))),
  ...slots(SUBMISSION_SLOTS, () =>
    poll(ports, "intake-submissions", signal, (message) => takeSubmission(ports, message)),
  ),
  every(ports, 5, signal, async function heartbeat() {
    await ports.live.beat(context.workerId);
  }),
  every(ports, 0.5, signal, webhookRelay(ports)),
  every(ports, config.SWEEP_SECONDS, signal, async function sweepLeftovers() {
    await sweep(ports);
  }),
  every(ports, 1, signal, listenForCancels()),
];
const metricsServer = serveMetrics(ports, config.CONSUMER_PORT, config.INTAKE_HOST);
metricsServer.on("error", (error) => {
  ports.log.fatal({ err: error, port: config.CONSUMER_PORT }, "CONSUMER_PORT cannot be listened on");
  process.exit(1);
});
ports.log.info({ workerId: context.workerId, port: config.CONSUMER_PORT }, "consumer is up");

/** Subscribes once Redis is there; from then on the client renews the subscription by itself. */
function listenForCancels(): () => Promise<void> {
  let listening = false;
  return async function subscribeToCancels() {
    if (listening) return;
    await ports.live.onCancel((jobId) => context.running.get(jobId)?.stop("cancelled"));
    listening = true;
  };
}

async function stop(): Promise<void> {
  if (signal.aborted) return;
  ports.log.info({ running: context.running.size }, "stopping");
  stopping.abort();
  await stopAll(context.running, "drain", config.SHUTDOWN_GRACE_SECONDS * 1000);
  await Promise.allSettled(loops);
  await deliveries.settled();
  context.pool.close();
  metricsServer.close();
  await ports.live.leave(context.workerId);
  await ports.close();
  process.exit(0);
}

process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
