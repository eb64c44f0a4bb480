/**
 * What is kept of a document's text: a row that describes it, and the text itself in the object store, beside the
 * original. It lies there as UTF-16LE behind a byte order mark, for offsets count UTF-16 code units: any slice is then
 * one range of bytes.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { withDatabase } from "../db/database.ts";
import { type Extraction, LOCAL_ENGINE } from "../documents/types.ts";
import { IntakeError } from "../errors.ts";
import { type FileRow, PREVIEW_CHARS } from "../files/file.ts";
import type { Claim } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { readAll } from "../storage/read-all.ts";

const BOM = Buffer.from([0xff, 0xfe]);

/** A row of `document_extractions`. */
export type ExtractionRow = Omit<Extraction, "text"> & {
  file_id: string;
  job_id: string | null;
  engine: string;
  text_object_key: string;
  text_sha256: string;
  total_chars: number;
  preview: string;
};

/** Where everything of a file lies in the object store. */
export const folderOf = ({ object_key }: Pick<FileRow, "object_key">): string =>
  object_key.slice(0, object_key.lastIndexOf("/") + 1);

export async function findExtraction(ports: Ports, fileId: string): Promise<ExtractionRow | null> {
  const row = await withDatabase(() =>
    ports.db<ExtractionRow>("document_extractions").where({ file_id: fileId }).first(),
  );
  return (row as ExtractionRow | undefined) ?? null;
}

/** The whole extraction, or null where there is none yet. */
export async function readExtraction(ports: Ports, fileId: string): Promise<Extraction | null> {
  const row = await findExtraction(ports, fileId);
  if (!row) return null;
  const bytes = await readAll(ports.storage, row.text_object_key);
  const { section_method, sections, pages, metadata, warnings, coverage } = row;
  const text = bytes.toString("utf16le", BOM.length);
  return { text, section_method, sections, pages, metadata, warnings, coverage };
}

/** Keeps what a task extracted, and marks the file as read. The object comes first: a row always has its text. */
export async function storeExtraction(ports: Ports, file: FileRow, job: Claim, extraction: Extraction): Promise<void> {
  const { text, sections, pages, metadata, warnings, ...rest } = extraction;
  const bytes = Buffer.concat([BOM, Buffer.from(text, "utf16le")]);
  const key = `${folderOf(file)}text.txt`;
  await ports.storage.put(key, bytes, "text/plain; charset=utf-16le");
  const row = {
    ...rest,
    file_id: file.id,
    job_id: job.id,
    engine: LOCAL_ENGINE,
    text_object_key: key,
    text_sha256: createHash("sha256").update(bytes).digest("hex"),
    total_chars: text.length,
    preview: text.slice(0, onPair(text, PREVIEW_CHARS)),
    sections: JSON.stringify(sections),
    pages: JSON.stringify(pages),
    metadata: JSON.stringify(metadata),
    warnings: JSON.stringify(warnings),
  };
  await ports.db.transaction(async (trx) => {
    await trx("document_extractions").insert(row).onConflict("file_id").merge();
    await trx("document_files")
      .where({ id: file.id })
      .update({ processing_status: "completed", error_code: null, error_message: null, updated_at: trx.fn.now() });
  });
}

const Span = { start: z.int(), end: z.int() };

/** A slice of the text with what is known of the whole. */
export const ExtractionSlice = z
  .object({
    file_id: z.uuid(),
    task_id: z.uuid().nullable(),
    offset: z.int(),
    limit: z.int(),
    total_chars: z.int(),
    text: z.string(),
    sections: z.array(
      z.object({
        index: z.int(),
        title: z.string().nullable(),
        level: z.int(),
        ...Span,
        page_start: z.int().nullable(),
        page_end: z.int().nullable(),
        word_count: z.int(),
      }),
    ),
    pages: z.array(z.object({ page: z.int(), ...Span })),
    metadata: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "DocumentExtraction" });
export type ExtractionSlice = z.output<typeof ExtractionSlice>;

/**
 * A slice of the text that never splits a surrogate pair: an end inside of one moves before it. Slices asked for one
 * after the other, by their limit or by the length of their text, give the whole text when joined.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND, `not_extracted`
 */
export async function sliceExtraction(
  ports: Ports,
  fileId: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<ExtractionSlice> {
  const row = await findExtraction(ports, fileId);
  if (!row) {
    const details = { reason: "not_extracted" };
    throw new IntakeError("RESOURCE_NOT_FOUND", "The document's text has not been extracted yet", { details });
  }
  const { start, text } = await readSlice(ports, row, offset, limit);
  return {
    file_id: row.file_id,
    task_id: row.job_id,
    offset: start,
    limit,
    total_chars: row.total_chars,
    text,
    sections: row.sections,
    pages: row.pages,
    metadata: row.metadata,
  };
}

async function readSlice(ports: Ports, row: ExtractionRow, offset: number, limit: number) {
  if (offset >= row.total_chars) return { start: offset, text: "" };
  // One unit more on each side tells whether an end falls into a pair.
  const first = Math.max(0, offset - 1);
  const last = Math.min(offset + limit + 1, row.total_chars);
  const bytes = await readAll(ports.storage, row.text_object_key, {
    start: BOM.length + 2 * first,
    end: BOM.length + 2 * last - 1,
  });
  const around = bytes.toString("utf16le");
  const cut = limit === 1 ? afterPair : onPair; // a slice of one unit that moved back would never get past a pair
  const start = cut(around, offset - first);
  const end = cut(around, Math.min(offset + limit, row.total_chars) - first);
  return { start: first + start, text: around.slice(start, end) };
}

const splitsPair = (text: string, at: number): boolean =>
  /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(Math.max(0, at - 1), at + 1)) && at > 0;
const onPair = (text: string, at: number): number => (splitsPair(text, at) ? at - 1 : at);
const afterPair = (text: string, at: number): number => (splitsPair(text, at) ? at + 1 : at);
