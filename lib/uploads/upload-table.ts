import type { Readable } from "node:stream";
import { IntakeError } from "../errors.ts";
import { newId } from "../ids.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { checkTableContent, TABLE_HEAD_BYTES, type TableFileType, tableFileType } from "../tables/file-type.ts";
import { keyName } from "./filename.ts";
import { discardUpload, receiveUpload, type UploadRules } from "./receive.ts";
import { parseTableRequest, tableColumns } from "./table-request.ts";

/** What a table's file must be, for a job whose id is already known. */
export function tableRules(jobId: string, maxBytes: number): UploadRules {
  return {
    maxBytes,
    fileType: tableFileType,
    headBytes: TABLE_HEAD_BYTES,
    content: (head, fileType) => checkTableContent(head, fileType as TableFileType),
    empty: () => new IntakeError("FILE_EMPTY", "The file is empty (0 bytes)"),
    key: (filename) => tableKey(jobId, filename),
    mayStayInParts: true,
  };
}

export const tableKey = (jobId: string, filename: string): string => `uploads/${jobId}_${keyName(filename)}`;

export type TableUpload = {
  body: Readable;
  contentType: string | undefined;
  idempotencyKey: string | undefined;
  createdBy?: string;
};

/**
 * Stores an uploaded table and queues its check: what POST /api/files/upload does, on the edge and as a Lambda alike.
 *
 * @throws {IntakeError} whatever is wrong with the upload; then no object and no job stay behind
 */
export async function uploadTable(ports: Ports, upload: TableUpload): Promise<JobRow> {
  const jobId = newId();
  const stored = await receiveUpload(ports.storage, upload, tableRules(jobId, ports.config.MAX_UPLOAD_BYTES));
  try {
    const { fields } = stored;
    const request = parseTableRequest({
      webhook_url: fields.webhook_url?.at(-1),
      schema: fields.schema?.at(-1),
      options: fields.options?.at(-1),
    });
    const { job, existing } = await createJob(ports, {
      id: jobId,
      kind: "table",
      filename: stored.filename,
      file_size: stored.sizeBytes,
      file_type: stored.fileType,
      bucket: ports.storage.bucket,
      object_key: stored.objectKey,
      parts: stored.parts,
      sha256: stored.sha256,
      ...tableColumns(request),
      ...(upload.idempotencyKey ? { idempotency_key: upload.idempotencyKey } : {}),
      ...(upload.createdBy ? { created_by: upload.createdBy } : {}),
    });
    if (existing) await discardUpload(ports.storage, stored);
    return job;
  } catch (error) {
    await discardUpload(ports.storage, stored);
    throw error;
  }
}
