import type { Readable } from "node:stream";
import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import { IntakeError, invalid } from "../errors.ts";
import { Flag } from "../flag.ts";
import { newId } from "../ids.ts";
import { inWords } from "../in-words.ts";
import { createJob } from "../jobs/create-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { checkWorkbookContent, WORKBOOK_HEAD_BYTES, workbookFileType } from "../workbooks/file-type.ts";
import { keyName, LONGEST_NAME } from "./filename.ts";
import { receiveUpload, type UploadRules } from "./receive.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const CONTROL = /[\u0000-\u001f\u007f]/;

/** The fields beside the file. */
export const ImportFields = z.object({
  model_name: z
    .string({ error: "is required" })
    .trim()
    .min(1, "must not be blank")
    .refine((name) => [...name].length <= 255, "must have at most 255 characters")
    .refine((name) => !CONTROL.test(name), "must not hold control characters"),
  validate: Flag.default(false),
  on_duplicate: z.enum(["reuse", "reject"], { error: "must be reuse or reject" }).default("reuse"),
  engine: z.enum(["custom", "hyperformula"], { error: "must be custom or hyperformula" }).default("custom"),
});
export type ImportFields = z.output<typeof ImportFields>;

/** What an import job remembers of its request: `params` of the job. */
export type ImportParams = ImportFields & { filename: string; file_size: number; file_hash: string };

export function workbookRules(jobId: string, maxBytes: number): UploadRules {
  return {
    maxBytes,
    fileType: (name) => {
      if ([...name].length <= LONGEST_NAME) return workbookFileType(name);
      throw invalid({ field: "file", message: `must have a name of at most ${LONGEST_NAME} characters` });
    },
    headBytes: WORKBOOK_HEAD_BYTES,
    content: checkWorkbookContent,
    empty: () => invalid({ field: "file", message: "is empty (0 bytes)" }),
    key: (filename) => `uploads/${jobId}_${keyName(filename)}`,
  };
}

/** Where the file of a model lies for good. */
export const modelKey = (sha256: string, fileType: string): string => `models/${sha256}.${fileType}`;

/**
 * Stores an uploaded workbook and queues its import: POST /api/import/upload, on the edge and as a Lambda alike.
 *
 * @throws {IntakeError} whatever is wrong with the upload; FILE_DUPLICATE under `on_duplicate=reject`. Then no object
 *   and no job stay behind.
 */
export async function uploadWorkbook(
  ports: Ports,
  upload: { body: Readable; contentType: string | undefined; createdBy: string },
): Promise<JobRow> {
  const jobId = newId();
  const rules = workbookRules(jobId, ports.config.MAX_FILE_SIZE_MB * 1024 * 1024);
  const stored = await receiveUpload(ports.storage, upload, rules);
  try {
    const fields = parseFields(stored.fields);
    const file = { filename: stored.filename, file_size: stored.sizeBytes, file_hash: stored.sha256 };
    const params: ImportParams = { ...fields, ...file };
    const { job } = await createJob(
      ports,
      {
        id: jobId,
        kind: "workbook_import",
        filename: stored.filename,
        file_size: stored.sizeBytes,
        file_type: stored.fileType,
        bucket: ports.storage.bucket,
        object_key: stored.objectKey,
        sha256: stored.sha256,
        created_by: upload.createdBy,
        params,
      },
      async (trx) => {
        if (fields.on_duplicate !== "reject") return;
        // One at a time per content, so that of two identical uploads at once the second sees the first.
        await trx.raw("select pg_advisory_xact_lock(hashtext(?))", [`upload:${stored.sha256}`]);
        const twin = await findTwin(trx, stored.sha256, jobId);
        if (twin) throw new IntakeError("FILE_DUPLICATE", "A workbook with the same content exists", { details: twin });
      },
    );
    return job;
  } catch (error) {
    await ports.storage.delete(stored.objectKey).catch(() => {});
    throw error;
  }
}

function parseFields(fields: Record<string, string[]>): ImportFields {
  const given = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.at(-1)]));
  const parsed = ImportFields.safeParse(given, inWords);
  if (!parsed.success) {
    throw invalid(...parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), message })));
  }
  if (parsed.data.engine === "hyperformula" && !hasHyperFormula()) {
    throw invalid({ field: "engine", message: "hyperformula is not installed here" });
  }
  return parsed.data;
}

function hasHyperFormula(): boolean {
  try {
    import.meta.resolve("hyperformula");
    return true;
  } catch {
    return false;
  }
}

/** A finished model with this content, else another import of it that has not ended. */
async function findTwin(db: Ports["db"], sha256: string, ownJobId: string) {
  return withDatabase(async () => {
    const model = await db("models").where({ file_hash: sha256 }).first("id", "name");
    if (model) {
      const imports = db<JobRow>("jobs").where({ model_id: model.id, kind: "workbook_import" });
      const job = await imports.orderBy("created_at").first("id"); // later ones found the model there
      return { model_id: model.id, name: model.name, job_id: job?.id ?? null, file_hash: sha256 };
    }
    const job = await db<JobRow>("jobs")
      .where({ kind: "workbook_import", sha256 })
      .whereIn("status", ["QUEUED", "PROCESSING"])
      .whereNot({ id: ownJobId })
      .first();
    const name = (job?.params as ImportParams | undefined)?.model_name ?? null;
    return job && { model_id: null, name, job_id: job.id, file_hash: sha256 };
  });
}
