import type { Readable } from "node:stream";
import type { User } from "../accounts/user.ts";
import { isUniqueViolation, withDatabase } from "../db/database.ts";
import { MIME_TYPES, SNIFF_BYTES, type Sniffed, sniffDocument } from "../documents/sniff.ts";
import type { FileType } from "../documents/types.ts";
import { IntakeError, invalid } from "../errors.ts";
import { type DocumentFile, FILE_TYPES, type FileRow, presentFile } from "../files/file.ts";
import { findFileRow } from "../files/find-file.ts";
import { Tags, tagsInForm } from "../files/tags.ts";
import { newId } from "../ids.ts";
import { inWords } from "../in-words.ts";
import type { Ports } from "../ports.ts";
import type { Storage } from "../storage/storage.ts";
import { receiveUpload, type StoredUpload, type UploadRules } from "./receive.ts";

/** `created` is false for bytes that the user has uploaded before: the first record comes back. */
export type UploadedDocument = { file: DocumentFile; created: boolean };

/**
 * Stores a user's document: POST /api/v1/files/upload, on the edge and as a Lambda alike.
 *
 * @throws {IntakeError} whatever is wrong with the upload; then no object and no row stay behind
 */
export async function uploadDocument(
  ports: Ports,
  user: Pick<User, "id">,
  upload: { body: Readable; contentType: string | undefined },
): Promise<UploadedDocument> {
  const id = newId();
  const stored = await receiveUpload(
    ports.storage,
    upload,
    documentRules(user.id, id, ports.config.INTAKE_DOCUMENT_MAX_BYTES),
  );
  try {
    const fileType = stored.fileType as FileType;
    if (fileType === "docx") await checkStoredDocx(ports.storage, stored);
    const tags = parseTags(stored.fields.tags ?? []);
    const known = await sameContent(ports, user.id, stored);
    if (!known)
      return {
        file: presentFile({ ...(await insert(ports, user.id, id, stored, tags)), metadata: null }),
        created: true,
      };
    await ports.storage.delete(stored.objectKey);
    return { file: presentFile(known, true), created: false };
  } catch (error) {
    await ports.storage.delete(stored.objectKey).catch(() => {}); // the sweep finds it otherwise
    // The same bytes came in twice at once, and the other one was first.
    if (isUniqueViolation(error)) {
      const first = await sameContent(ports, user.id, stored);
      if (first) return { file: presentFile(first, true), created: false };
    }
    throw error;
  }
}

function documentRules(userId: string, fileId: string, maxBytes: number): UploadRules {
  return {
    maxBytes,
    fileType: (filename) => {
      const extension = /\.([^.]*)$/.exec(filename)?.[1]?.toLowerCase() ?? "";
      if ((FILE_TYPES as readonly string[]).includes(extension)) return extension;
      throw typeInvalid({ reason: extension === "doc" ? "legacy_doc" : "extension", extension, detected: null });
    },
    headBytes: SNIFF_BYTES,
    // What a DOCX holds stands at its end: of it, the first bytes only tell whether it is a zip at all.
    content: async (head, fileType) => {
      if (fileType === "docx" && head.toString("latin1", 0, 2) === "PK") return;
      accept(
        await sniffDocument(`x.${fileType}`, { size: head.length, read: async (at, n) => head.subarray(at, at + n) }),
      );
    },
    empty: () =>
      new IntakeError("VALIDATION_ERROR", "The file is empty (0 bytes)", {
        details: { reason: "empty_file", fields: [{ field: "file", message: "is empty" }] },
      }),
    key: (_filename, fileType) => `documents/${userId}/${fileId}/original.${fileType}`,
    md5: true,
  };
}

async function checkStoredDocx(storage: Storage, stored: StoredUpload): Promise<void> {
  const read = async (at: number, n: number) => {
    const chunks: Buffer[] = [];
    const end = Math.min(at + n, stored.sizeBytes) - 1;
    if (end < at) return Buffer.alloc(0);
    for await (const chunk of await storage.get(stored.objectKey, { start: at, end })) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  accept(await sniffDocument("x.docx", { size: stored.sizeBytes, read }));
}

function accept(sniffed: Sniffed): void {
  if (!sniffed.ok) throw typeInvalid(sniffed);
}

const MESSAGES: Record<Extract<Sniffed, { ok: false }>["reason"], string> = {
  extension: "Only .pdf, .docx and .txt files are taken",
  content_mismatch: "The content is not what the file's name says",
  legacy_doc: "An old .doc is not taken: save it as .docx",
  not_a_docx: "The file is no readable DOCX",
};

function typeInvalid({ reason, extension, detected }: Omit<Extract<Sniffed, { ok: false }>, "ok">): IntakeError {
  return new IntakeError("FILE_TYPE_INVALID", MESSAGES[reason], { details: { reason, extension, detected } });
}

function parseTags(parts: string[]): string[] {
  const parsed = Tags.safeParse(tagsInForm(parts), inWords);
  if (parsed.success) return parsed.data;
  throw invalid(...parsed.error.issues.map(({ path, message }) => ({ field: ["tags", ...path].join("."), message })));
}

/** Equal MD5 alone is not equal content: SHA-256 and size have to agree. */
async function sameContent(ports: Ports, userId: string, { md5, sha256, sizeBytes }: StoredUpload) {
  const known = await withDatabase(() =>
    ports.db<FileRow>("document_files").where({ user_id: userId, md5: md5!, sha256, file_size: sizeBytes }).first("id"),
  );
  return known ? findFileRow(ports, userId, known.id) : null;
}

async function insert(
  ports: Ports,
  userId: string,
  id: string,
  stored: StoredUpload,
  tags: string[],
): Promise<FileRow> {
  const fileType = stored.fileType as FileType;
  return withDatabase(async () => {
    const [row] = await ports
      .db<FileRow>("document_files")
      .insert({
        id,
        user_id: userId,
        original_filename: stored.filename,
        filename: `${id}.${fileType}`,
        object_key: stored.objectKey,
        file_type: fileType,
        mime_type: MIME_TYPES[fileType],
        file_size: stored.sizeBytes,
        md5: stored.md5!,
        sha256: stored.sha256,
        tags,
      })
      .returning("*");
    return row as FileRow;
  });
}
