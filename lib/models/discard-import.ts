import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { modelKey } from "../uploads/upload-workbook.ts";
import { findModelByHash } from "./import-result.ts";
import { tryTurn } from "./turn.ts";

/**
 * Removes the files of an import that failed or was cancelled, whichever way its worker went: one that is ended for it,
 * or finds only at its commit that it is, cannot do so itself.
 *
 * One that was given up as poison keeps its upload, for `intake redrive` to start from.
 */
export async function discardImport(ports: Ports, jobId: string): Promise<void> {
  const job = await ports
    .db<JobRow>("jobs")
    .where({ id: jobId, kind: "workbook_import" })
    .whereIn("status", ["FAILED", "CANCELLED"])
    .first("object_key", "file_type", "sha256", "error");
  if (!job || job.error?.code === "INTERNAL") return;
  await ports.storage.delete(job.object_key!);
  const turn = await tryTurn(ports.db, job.sha256!);
  if (!turn) return; // whoever imports the same content has taken the copy over
  try {
    // Without its model the permanent copy has no owner.
    if (!(await findModelByHash(ports.db, job.sha256!))) {
      await ports.storage.delete(modelKey(job.sha256!, job.file_type!));
    }
  } finally {
    await turn.release();
  }
}
