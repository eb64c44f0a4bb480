import { createHash } from "node:crypto";
import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import { IntakeError, invalid } from "../errors.ts";
import { newId } from "../ids.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import type { UploadedPart } from "../storage/storage.ts";
import { TABLE_HEAD_BYTES, tableFileType } from "../tables/file-type.ts";
import { cleanFilename } from "./filename.ts";
import { tooLarge } from "./receive.ts";
import { parseTableRequest, type TableRequest, tableColumns } from "./table-request.ts";
import { tableKey, tableRules } from "./upload-table.ts";

const PART_BYTES = 8 * 1024 * 1024;
const VALID_SECONDS = 24 * 3600;

/** What is asked for before the first byte is sent. */
export const UploadPlan = z.object({
  filename: z.string().min(1),
  file_size: z.int().min(0),
  content_type: z.string().max(255).optional(),
  webhook_url: z.string().optional(),
  schema: z.record(z.string(), z.unknown()).optional(),
  options: z.record(z.string(), z.unknown()).optional(),
});

export const UploadTicket = z
  .object({
    upload_id: z.uuid(),
    job_id: z.uuid(),
    part_size: z.int(),
    part_urls: z.array(z.url()),
    complete_url: z.string(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: "UploadTicket" });

type UploadRow = {
  id: string;
  job_id: string;
  object_key: string;
  multipart_id: string;
  filename: string;
  file_size: number;
  request: TableRequest;
  created_by: string;
  completed_at: Date | null;
};

/**
 * Begins an upload whose parts the client sends straight to the object store. The job id is reserved; the job itself
 * comes into being on completion. What is never completed is aborted after 24 h (`abortExpired`).
 */
export async function beginUpload(
  ports: Ports,
  plan: z.output<typeof UploadPlan>,
  createdBy: string,
): Promise<z.output<typeof UploadTicket>> {
  const { MAX_UPLOAD_BYTES } = ports.config;
  const filename = cleanFilename(plan.filename);
  if (filename === "") throw invalid({ field: "filename", message: "has no characters that can stay" });
  const jobId = newId();
  const rules = tableRules(jobId, MAX_UPLOAD_BYTES);
  rules.fileType(filename);
  if (plan.file_size === 0) throw rules.empty();
  if (plan.file_size > MAX_UPLOAD_BYTES) throw tooLarge(MAX_UPLOAD_BYTES);
  const request = parseTableRequest(plan);

  const id = newId();
  const key = tableKey(jobId, filename);
  const { uploadId, urls } = await ports.storage.presignParts(
    key,
    Math.ceil(plan.file_size / PART_BYTES),
    VALID_SECONDS,
  );
  const expiresAt = new Date(Date.now() + VALID_SECONDS * 1000);
  try {
    await withDatabase(() =>
      ports.db("uploads").insert({
        id,
        job_id: jobId,
        object_key: key,
        multipart_id: uploadId,
        filename,
        file_size: plan.file_size,
        request: JSON.stringify(request),
        created_by: createdBy,
        expires_at: expiresAt,
      }),
    );
  } catch (error) {
    await ports.storage.abortParts(key, uploadId).catch(() => {}); // the bucket's lifecycle rule takes it otherwise
    throw error;
  }
  return {
    upload_id: id,
    job_id: jobId,
    part_size: PART_BYTES,
    part_urls: urls,
    complete_url: `/api/uploads/${id}/complete`,
    expires_at: expiresAt.toISOString(),
  };
}

/**
 * Puts the parts together, checks the file as an upload through edge is checked, and queues its job. Completing twice
 * gives the same answer; a crash in the middle is made good by completing again.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND; VALIDATION_ERROR (parts, or a size other than announced);
 *   FILE_TYPE_INVALID. After a refusal nothing stays.
 */
export async function completeUpload(ports: Ports, id: string, parts: UploadedPart[]): Promise<JobRow> {
  const upload = await findUpload(ports, id);
  if (upload.completed_at) return jobOf(ports, upload);
  await assemble(ports, upload, parts);
  try {
    const sha256 = await verify(ports, upload);
    const { job } = await createJob(
      ports,
      {
        id: upload.job_id,
        kind: "table",
        filename: upload.filename,
        file_size: upload.file_size,
        file_type: tableFileType(upload.filename),
        bucket: ports.storage.bucket,
        object_key: upload.object_key,
        sha256,
        created_by: upload.created_by,
        ...tableColumns(upload.request),
      },
      async (trx) => {
        await trx("uploads").where({ id }).update({ completed_at: trx.fn.now() });
      },
    );
    return job;
  } catch (error) {
    if (error instanceof IntakeError && error.status === 400) await forget(ports, upload);
    throw error;
  }
}

/** Aborts an upload; one that was completed is a job by now, to be deleted as such. */
export async function abortUpload(ports: Ports, id: string): Promise<void> {
  const upload = await findUpload(ports, id);
  if (upload.completed_at) throw new IntakeError("CONFLICT", "The upload was completed: delete its job instead");
  await forget(ports, upload);
}

/** Removes uploads that nobody completed in time; part of the sweep. */
export async function abortExpired(ports: Ports): Promise<void> {
  const expired: UploadRow[] = await ports
    .db("uploads")
    .whereNull("completed_at")
    .whereRaw("expires_at < now()")
    .limit(100);
  for (const upload of expired) await forget(ports, upload);
}

async function findUpload(ports: Ports, id: string): Promise<UploadRow> {
  const upload = await withDatabase(() => ports.db<UploadRow>("uploads").where({ id }).first());
  if (!upload) throw new IntakeError("RESOURCE_NOT_FOUND", "There is no such upload");
  return upload as UploadRow;
}

async function jobOf(ports: Ports, upload: UploadRow): Promise<JobRow> {
  const job = await withDatabase(() => ports.db<JobRow>("jobs").where({ id: upload.job_id }).first());
  if (!job) throw new IntakeError("RESOURCE_NOT_FOUND", "The upload's job was deleted");
  return job as JobRow;
}

async function assemble(ports: Ports, upload: UploadRow, parts: UploadedPart[]): Promise<void> {
  try {
    await ports.storage.completeParts(upload.object_key, upload.multipart_id, parts);
  } catch (error) {
    const isGone = error instanceof IntakeError && error.code === "RESOURCE_NOT_FOUND";
    // Put together before, by a call that did not come to its end: go on from there.
    if (!isGone || !(await ports.storage.head(upload.object_key))) throw error;
  }
}

async function verify(ports: Ports, upload: UploadRow): Promise<string> {
  const { storage, config } = ports;
  const stored = await storage.head(upload.object_key);
  if (stored?.sizeBytes !== upload.file_size) {
    const message = `announced as ${upload.file_size} bytes, but ${stored?.sizeBytes ?? 0} were sent`;
    throw invalid({ field: "file_size", message });
  }
  const sha256 = createHash("sha256");
  const head: Buffer[] = [];
  let headBytes = 0;
  for await (const chunk of await storage.get(upload.object_key)) {
    if (headBytes < TABLE_HEAD_BYTES) head.push(chunk);
    headBytes += chunk.length;
    sha256.update(chunk);
  }
  tableRules(upload.job_id, config.MAX_UPLOAD_BYTES).content(
    Buffer.concat(head).subarray(0, TABLE_HEAD_BYTES),
    tableFileType(upload.filename),
  );
  return sha256.digest("hex");
}

async function forget(ports: Ports, upload: UploadRow): Promise<void> {
  await ports.storage.abortParts(upload.object_key, upload.multipart_id);
  await ports.storage.delete(upload.object_key);
  await ports.db("uploads").where({ id: upload.id }).whereNull("completed_at").delete();
}
