import { extname } from "node:path";
import { z } from "zod";
import type { User } from "../accounts/user.ts";
import { withDatabase } from "../db/database.ts";
import { invalid } from "../errors.ts";
import { cancelJob } from "../jobs/cancel-job.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { cleanFilename } from "../uploads/filename.ts";
import { type DocumentFile, presentFile } from "./file.ts";
import { findFileRow } from "./find-file.ts";
import { Tags } from "./tags.ts";

export const FileChange = z.object({
  original_filename: z.string().min(1).max(255).optional(),
  tags: Tags.optional(),
});

/** Renames or tags a file; its extension stays what it is. */
export async function changeFile(
  ports: Ports,
  user: Pick<User, "id">,
  id: string,
  change: z.output<typeof FileChange>,
): Promise<DocumentFile> {
  const file = await findFileRow(ports, user.id, id);
  const columns: Record<string, unknown> = { updated_at: ports.db.fn.now() };
  if (change.tags) columns.tags = change.tags;
  if (change.original_filename !== undefined) {
    const name = cleanFilename(change.original_filename);
    if (extname(name).toLowerCase() !== extname(file.original_filename).toLowerCase()) {
      throw invalid({ field: "original_filename", message: "the extension may not change" });
    }
    columns.original_filename = name;
  }
  await withDatabase(() => ports.db("document_files").where({ id, user_id: user.id }).update(columns));
  return presentFile(await findFileRow(ports, user.id, id));
}

/**
 * Removes a file with all that was made of it: active tasks are cancelled, rows go by cascade, then the objects. What
 * is left in the store should that fail lies under documents/ without a row, which the sweep looks for.
 */
export async function deleteFile(ports: Ports, user: Pick<User, "id">, id: string): Promise<void> {
  const file = await findFileRow(ports, user.id, id);
  const active: Pick<JobRow, "id">[] = await withDatabase(() =>
    ports.db<JobRow>("jobs").where({ file_id: id }).whereIn("status", ["QUEUED", "PROCESSING"]).select("id"),
  );
  for (const job of active) await cancelJob(ports, job.id).catch(() => {}); // it ended meanwhile
  await withDatabase(() => ports.db("document_files").where({ id, user_id: user.id }).delete());
  const folder = file.object_key.slice(0, file.object_key.lastIndexOf("/") + 1);
  try {
    for await (const { key } of ports.storage.list(folder)) await ports.storage.delete(key);
  } catch (error) {
    ports.log.warn({ file: id, err: error }, "objects of a deleted file left to the sweep");
  }
}
