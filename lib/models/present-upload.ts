import { z } from "zod";
import type { JobRow } from "../jobs/job.ts";
import type { ImportParams } from "../uploads/upload-workbook.ts";

export const importJobUrl = (id: string): string => `/api/import/job/${id}`;

/** The answer to an uploaded workbook. */
export const ImportUploadAnswer = z
  .object({
    job_id: z.uuid(),
    status: z.literal("pending"),
    message: z.string(),
    status_url: z.string(),
    websocket_url: z.string(),
    model_name: z.string(),
    file_size: z.int(),
    file_hash: z.string(),
  })
  .meta({ id: "ImportUploadAnswer" });

export function presentImportUpload(job: JobRow): z.output<typeof ImportUploadAnswer> {
  const { model_name, file_size, file_hash } = job.params as ImportParams;
  return {
    job_id: job.id,
    status: "pending",
    message: "Excel import job started",
    status_url: importJobUrl(job.id),
    websocket_url: `/ws/import/${job.id}`,
    model_name,
    file_size,
    file_hash,
  };
}
