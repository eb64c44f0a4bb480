import type { z } from "zod";
import type { User } from "../accounts/user.ts";
import { withDatabase } from "../db/database.ts";
import { TASK_TYPES, type TaskType } from "../documents/options.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { type FileDetail, type FileWithText, presentFile } from "./file.ts";

/**
 * A user's file with what its extraction knows.
 *
 * @throws {IntakeError} RESOURCE_NOT_FOUND; another user's file is answered as one that does not exist
 */
export async function findFileRow(ports: Ports, userId: string, id: string): Promise<FileWithText> {
  const row = await withDatabase(() =>
    ports
      .db("document_files as f")
      .leftJoin("document_extractions as e", "e.file_id", "f.id")
      .where({ "f.id": id, "f.user_id": userId })
      .first("f.*", "e.metadata", "e.preview", "e.total_chars"),
  );
  if (!row) throw new IntakeError("RESOURCE_NOT_FOUND", "There is no such file");
  return row as FileWithText;
}

export async function findFile(ports: Ports, user: Pick<User, "id">, id: string): Promise<z.output<typeof FileDetail>> {
  const row = await findFileRow(ports, user.id, id);
  const groups = (await withDatabase(() =>
    ports
      .db("jobs")
      .where({ file_id: id, kind: "document" })
      .whereNull("deleted_at")
      .groupBy("task_type")
      .select("task_type")
      .count({ n: "*" }),
  )) as unknown as { task_type: TaskType; n: number }[];
  const by_type = Object.fromEntries(TASK_TYPES.map((type) => [type, 0])) as Record<TaskType, number>;
  for (const { task_type, n } of groups) by_type[task_type] = n;
  return {
    ...presentFile(row),
    extracted_text: row.preview ?? null,
    extracted_text_truncated: (row.total_chars ?? 0) > (row.preview?.length ?? 0),
    error_code: row.error_code,
    error_message: row.error_message,
    tasks: { total: groups.reduce((sum, { n }) => sum + n, 0), by_type },
  };
}
