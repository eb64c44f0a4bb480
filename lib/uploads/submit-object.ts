import { z } from "zod";
import { IntakeError } from "../errors.ts";
import { newId } from "../ids.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { readAll } from "../storage/read-all.ts";
import { checkTableContent, TABLE_HEAD_BYTES, tableFileType } from "../tables/file-type.ts";
import { cleanFilename } from "./filename.ts";
import { tooLarge } from "./receive.ts";
import { parseTableRequest, tableColumns } from "./table-request.ts";

/** The body of a message on intake-submissions. */
export const Submission = z.object({
  type: z.literal("submit"),
  bucket: z.string().min(3).max(63),
  key: z.string().min(1).max(1024),
  filename: z.string().min(1).optional(),
  kind: z.literal("table").default("table"),
  webhook_url: z.string().nullish(),
  schema: z.record(z.string(), z.unknown()).nullish(),
  options: z.record(z.string(), z.unknown()).nullish(),
  dedupe_id: z.string().min(1).max(255).nullish(),
  reply_queue_url: z.url().nullish(),
});
export type Submission = z.output<typeof Submission>;

/**
 * Makes a job of an object that is already stored, where it lies: no copy, and never removed with the job.
 * The same submission again (by dedupe_id, else bucket, key and entity tag) is the same job.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND, FILE_TYPE_INVALID, FILE_EMPTY, FILE_TOO_LARGE, VALIDATION_ERROR, UNAVAILABLE
 */
export async function submitObject(ports: Ports, submission: Submission): Promise<JobRow> {
  const { bucket, key } = submission;
  const request = parseTableRequest(submission);
  const filename = cleanFilename(submission.filename ?? key);
  const fileType = tableFileType(filename);
  const object = await ports.storage.head(key, bucket);
  if (!object) throw new IntakeError("RESOURCE_NOT_FOUND", `There is no object ${bucket}/${key}`);
  if (object.sizeBytes === 0) throw new IntakeError("FILE_EMPTY", `${bucket}/${key} is empty (0 bytes)`);
  const { MAX_UPLOAD_BYTES } = ports.config;
  if (object.sizeBytes > MAX_UPLOAD_BYTES) throw tooLarge(MAX_UPLOAD_BYTES);
  const end = Math.min(object.sizeBytes, TABLE_HEAD_BYTES) - 1;
  checkTableContent(await readAll(ports.storage, key, { bucket, start: 0, end }), fileType);
  const { job } = await createJob(ports, {
    id: newId(),
    kind: "table",
    filename,
    file_size: object.sizeBytes,
    file_type: fileType,
    bucket,
    object_key: key,
    owns_object: false,
    dedupe_id: submission.dedupe_id ?? `${bucket}/${key}#${object.etag}`,
    ...(submission.reply_queue_url ? { reply_queue_url: submission.reply_queue_url } : {}),
    ...tableColumns(request),
  });
  return job;
}
