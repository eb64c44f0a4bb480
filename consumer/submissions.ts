import { z } from "zod";
import { IntakeError, invalid } from "../lib/errors.ts";
import { inWords } from "../lib/in-words.ts";
import type { JobRow } from "../lib/jobs/job.ts";
import type { Ports } from "../lib/ports.ts";
import type { Message } from "../lib/queue/queues.ts";
import { readAll } from "../lib/storage/read-all.ts";
import type { ObjectInfo } from "../lib/storage/storage.ts";
import { Submission, submitObject } from "../lib/uploads/submit-object.ts";

const QUEUE = "intake-submissions";
const SIDECAR = ".schema.json";
const MAX_SIDECAR_BYTES = 1024 * 1024;

/** What S3 sends of objects created under inbox/; keys in it are form-encoded. */
const S3Record = z.object({
  s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});
type S3Record = z.output<typeof S3Record>;
const S3Event = z.object({ Records: z.array(S3Record) });
const S3Test = z.object({ Event: z.literal("s3:TestEvent") });

/** One object to make a job of, as its submitter or S3 names it. */
type Source = Submission | { Records: [S3Record] };

/**
 * One message of the submissions queue: a batch submitter's, or S3's own notification. A job is made of each object
 * it names. What can never work goes to the dead-letter queue with the reason, without holding up the others of its
 * message; what cannot work now comes back.
 */
export async function takeSubmission(ports: Ports, message: Message): Promise<void> {
  const body = message.Body ?? "";
  await orBury(ports, body, async () => {
    for (const source of sourcesIn(body)) await orBury(ports, JSON.stringify(source), () => takeSource(ports, source));
  });
  await ports.queues.delete(QUEUE, message);
}

/** Does `act`; where that can never work, `body` goes to the dead-letter queue with the reason. */
async function orBury(ports: Ports, body: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await ports.queues.send(`${QUEUE}-dlq`, body, { error: `${error.code}: ${error.message}` });
  }
}

const isRefusal = (error: unknown): error is IntakeError =>
  error instanceof IntakeError && error.code !== "UNAVAILABLE";

/** Makes the job and tells the reply queue, if there is one, of it or of why there is none. */
async function takeSource(ports: Ports, source: Source): Promise<void> {
  const submission = "Records" in source ? await fromInbox(ports, source.Records[0].s3) : source;
  const { reply_queue_url: replyTo, key } = submission;
  let job: JobRow;
  try {
    job = await submitObject(ports, submission);
  } catch (error) {
    if (replyTo && isRefusal(error)) {
      const { code, message, details } = error;
      await ports.queues.sendTo(replyTo, { error: { code, message, details }, key });
    }
    throw error;
  }
  if (replyTo) await ports.queues.sendTo(replyTo, { job_id: job.id, status: job.status, key });
}

/** What a message asks for, one by one, each in the form of a message of its own. */
function sourcesIn(body: string): Source[] {
  const message = parseJson("body", body);
  const event = S3Event.safeParse(message);
  if (event.success) {
    return event.data.Records.filter(({ s3 }) => !s3.object.key.endsWith(SIDECAR)).map((record) => ({
      Records: [record],
    }));
  }
  if (S3Test.safeParse(message).success) return []; // S3 trying the queue
  return [submissionOf(message)];
}

function submissionOf(message: unknown): Submission {
  const parsed = Submission.safeParse(message, inWords);
  if (parsed.success) return parsed.data;
  throw invalid(...parsed.error.issues.map(({ path, message }) => ({ field: path.join(".") || "body", message })));
}

/** An object dropped into inbox/; `x.csv.schema.json` beside `x.csv` is its schema. */
async function fromInbox(ports: Ports, { bucket, object }: S3Record["s3"]): Promise<Submission> {
  const key = decodeKey(object.key);
  const sidecar = await ports.storage.head(key + SIDECAR, bucket.name);
  const schema = sidecar && (await readSchema(ports, bucket.name, sidecar));
  return submissionOf({ type: "submit", bucket: bucket.name, key, schema });
}

async function readSchema(ports: Ports, bucket: string, { key, sizeBytes }: ObjectInfo): Promise<unknown> {
  if (sizeBytes > MAX_SIDECAR_BYTES) throw invalid({ field: "schema", message: `${key} is larger than 1 MiB` });
  return parseJson("schema", (await readAll(ports.storage, key, { bucket })).toString("utf8"));
}

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    throw invalid({ field: "Records", message: `the key ${key} is not form-encoded` });
  }
}

function parseJson(field: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid({ field, message: "not JSON" });
  }
}
