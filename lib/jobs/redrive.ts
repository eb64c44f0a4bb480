import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { type Message, type QueueName, WORK_QUEUES, type WorkQueue } from "../queue/queues.ts";
import { retryJob } from "./retry-job.ts";

export type Redriven = Record<WorkQueue, { redriven: number; left: number }>;

/**
 * Puts every message of the dead-letter queues back to work: a dead job is retried from its beginning, anything else
 * goes back to the queue it came from. What cannot be put back (a job that is gone, or long since completed) is
 * dropped; what fails for now stays.
 */
export async function redriveAll(ports: Ports): Promise<Redriven> {
  const counts = {} as Redriven;
  for (const queue of WORK_QUEUES) counts[queue] = await redrive(ports, queue);
  return counts;
}

async function redrive(ports: Ports, queue: WorkQueue): Promise<{ redriven: number; left: number }> {
  const dead: QueueName = `${queue}-dlq`;
  const count = { redriven: 0, left: 0 };
  // No more than lay there at the start: a message that fails again at once must not keep this running.
  let toDo = await ports.queues.depth(dead);
  while (toDo > 0) {
    const messages = await ports.queues.receive(dead, { max: Math.min(10, toDo), waitSeconds: 1 });
    if (messages.length === 0) break;
    toDo -= messages.length;
    for (const message of messages) {
      try {
        await putBack(ports, queue, message);
        await ports.queues.delete(dead, message);
        count.redriven++;
      } catch (error) {
        ports.log.warn({ queue, err: error }, "left on the dead-letter queue");
        count.left++;
      }
    }
  }
  return count;
}

async function putBack(ports: Ports, queue: QueueName, message: Message): Promise<void> {
  const jobId = queue === "intake-jobs" ? jobIn(message) : null;
  if (!jobId) return ports.queues.send(queue, message.Body ?? "");
  try {
    await retryJob(ports, jobId);
  } catch (error) {
    // Gone, or run again by somebody else meanwhile: the message has served.
    if (error instanceof IntakeError && (error.status === 404 || error.code === "JOB_NOT_RETRYABLE")) return;
    throw error;
  }
}

function jobIn(message: Message): string | null {
  try {
    const { job_id } = JSON.parse(message.Body ?? "") as { job_id?: unknown };
    return typeof job_id === "string" ? job_id : null;
  } catch {
    return null;
  }
}
