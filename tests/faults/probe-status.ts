/**
 * Asks for the status of a job over and over, in a process of its own: what makes the uploads is busy with them, and
 * would count its own waiting as the service's.
 *
 *     fork("probe-status.ts", [address]); once told to stop, it answers with the milliseconds of each answer and ends.
 */
import { setTimeout as sleep } from "node:timers/promises";

const PROBE_MS = 20;

const [address] = process.argv.slice(2);
let isStopped = false;
process.once("message", () => {
  isStopped = true;
});

const times: number[] = [];
while (!isStopped) {
  const started = performance.now();
  await (await fetch(address!)).text();
  times.push(performance.now() - started);
  await sleep(PROBE_MS);
}
process.send!(times, () => process.exit(0));
