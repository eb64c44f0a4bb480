import { z } from "zod";
import { TASK_TYPES } from "../documents/options.ts";
import type { FileType, Metadata } from "../documents/types.ts";

export const PROCESSING_STATUSES = ["pending", "processing", "completed", "failed"] as const;
export const FILE_TYPES = ["pdf", "docx", "txt"] as const satisfies FileType[];

/** A row of `document_files`. */
export type FileRow = {
  id: string;
  user_id: string;
  original_filename: string;
  filename: string;
  object_key: string;
  file_type: FileType;
  mime_type: string;
  file_size: number;
  md5: string;
  sha256: string;
  processing_status: (typeof PROCESSING_STATUSES)[number];
  tags: string[];
  error_code: string | null;
  error_message: string | null;
  created_at: Date;
  updated_at: Date;
};

/** The row with what its extraction, if there is one, knows of the text. */
export type FileWithText = FileRow & {
  metadata: Metadata | null;
  preview?: string | null;
  total_chars?: number | null;
};

export const DocumentFile = z
  .object({
    file_id: z.uuid(),
    original_filename: z.string(),
    filename: z.string(),
    file_size: z.int(),
    mime_type: z.string(),
    file_type: z.enum(FILE_TYPES),
    md5: z.string(),
    sha256: z.string(),
    processing_status: z.enum(PROCESSING_STATUSES),
    tags: z.array(z.string()),
    page_count: z.int().nullable(),
    word_count: z.int().nullable(),
    language: z.string().nullable(),
    needs_ocr: z.boolean().nullable(),
    duplicate: z.boolean(),
    download_url: z.string(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: "DocumentFile" });
export type DocumentFile = z.output<typeof DocumentFile>;

export const FileDetail = DocumentFile.extend({
  extracted_text: z.string().nullable(),
  extracted_text_truncated: z.boolean(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  tasks: z.object({ total: z.int(), by_type: z.record(z.enum(TASK_TYPES), z.int()) }),
}).meta({ id: "DocumentFileDetail" });

/** Code units of the text that the detail of a file shows. */
export const PREVIEW_CHARS = 10_000;

export function presentFile(row: FileWithText, duplicate = false): DocumentFile {
  return {
    file_id: row.id,
    original_filename: row.original_filename,
    filename: row.filename,
    file_size: row.file_size,
    mime_type: row.mime_type,
    file_type: row.file_type,
    md5: row.md5,
    sha256: row.sha256,
    processing_status: row.processing_status,
    tags: row.tags,
    page_count: row.metadata?.page_count ?? null,
    word_count: row.metadata?.word_count ?? null,
    language: row.metadata?.language ?? null,
    needs_ocr: row.metadata?.needs_ocr ?? null,
    duplicate,
    download_url: `/api/v1/files/${row.id}/download`,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
