import { oldestQueued } from "../lib/health.ts";
import { processPorts } from "../lib/http/endpoint.ts";
import { sweep } from "../lib/sweep.ts";

/**
 * Every minute on AWS: makes good what crashes left behind even while no consumer runs, and says how long jobs wait.
 * The queue's own age will not do for that: SQS counts messages under way, so one long job looks like a queue of them.
 */
export async function handler(): Promise<void> {
  const ports = processPorts();
  await sweep(ports);
  const Stage = ports.config.INTAKE_STAGE;
  publish("OldestQueuedSeconds", (await oldestQueued(ports)).seconds ?? 0, { Stage });
}

/** CloudWatch makes a metric of a log line in its embedded metric format; deploy/alarms.yml watches it. */
function publish(name: string, seconds: number, dimensions: Record<string, string>): void {
  const Metrics = [{ Name: name, Unit: "Seconds" }];
  const CloudWatchMetrics = [{ Namespace: "Intake", Dimensions: [Object.keys(dimensions)], Metrics }];
  console.log(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics }, ...dimensions, [name]: seconds }));
}
