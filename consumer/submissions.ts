import { z } from "zod";
import { IntakeError, invalid } from "../lib/errors.ts";
import type { Ports } from "../lib/ports.ts";
import type { Message } from "../lib/queue/queues.ts";
import { Submission, submitObject } from "../lib/uploads/submit-object.ts";

const QUEUE = "intake-submissions";
const SIDECAR = ".schema.json";
const MAX_SIDECAR_BYTES = 1024 * 1024;

/** What S3 sends of objects created under inbox/; keys in it are form-encoded. */
const S3Event = z.object({
  Records: z.array(
    z.object({ s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }) }),
  ),
});

/**
 * One message of the submissions queue: a batch submitter's, or S3's own notification. A job is made of each object
 * it names. What can never work goes to the dead-letter queue with the reason; what cannot work now comes back.
 */
export async function takeSubmission(ports: Ports, message: Message): Promise<void> {
  const body = message.Body ?? "";
  let replyTo: string | null | undefined;
  try {
    for (const submission of await submissionsIn(ports, body)) {
      replyTo = submission.reply_queue_url;
      const job = await submitObject(ports, submission);
      if (replyTo) await ports.queues.sendTo(replyTo, { job_id: job.id, status: job.status, key: submission.key });
    }
  } catch (error) {
    if (!(error instanceof IntakeError) || error.code === "UNAVAILABLE") throw error;
    const { code, details } = error;
    if (replyTo) await ports.queues.sendTo(replyTo, { error: { code, message: error.message, details } });
    await ports.queues.send(`${QUEUE}-dlq`, body, { error: `${code}: ${error.message}` });
  }
  await ports.queues.delete(QUEUE, message);
}

async function submissionsIn(ports: Ports, body: string): Promise<Submission[]> {
  const message = parseJson(body);
  const event = S3Event.safeParse(message);
  if (event.success) {
    const objects = event.data.Records.map(({ s3 }) => ({ bucket: s3.bucket.name, key: decodeKey(s3.object.key) }));
    return Promise.all(objects.filter(({ key }) => !key.endsWith(SIDECAR)).map((object) => fromInbox(ports, object)));
  }
  if (z.object({ Event: z.literal("s3:TestEvent") }).safeParse(message).success) return []; // S3 trying the queue
  const submission = Submission.safeParse(message);
  if (submission.success) return [submission.data];
  throw invalid(...submission.error.issues.map(({ path, message }) => ({ field: path.join(".") || "body", message })));
}

/** An object dropped into inbox/; `x.csv.schema.json` beside `x.csv` is its schema. */
async function fromInbox(ports: Ports, { bucket, key }: { bucket: string; key: string }): Promise<Submission> {
  const sidecar = await ports.storage.head(key + SIDECAR, bucket);
  const schema = sidecar && (await readJson(ports, bucket, sidecar.key, sidecar.sizeBytes));
  return Submission.parse({ type: "submit", bucket, key, schema });
}

async function readJson(ports: Ports, bucket: string, key: string, sizeBytes: number): Promise<unknown> {
  if (sizeBytes > MAX_SIDECAR_BYTES) throw invalid({ field: "schema", message: `${key} is larger than 1 MiB` });
  const chunks: Buffer[] = [];
  for await (const chunk of await ports.storage.get(key, { bucket })) chunks.push(chunk);
  return parseJson(Buffer.concat(chunks).toString("utf8"));
}

const decodeKey = (key: string): string => decodeURIComponent(key.replaceAll("+", " "));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid({ field: "body", message: "not JSON" });
  }
}
