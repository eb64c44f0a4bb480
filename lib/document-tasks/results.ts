import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { readAll } from "../storage/read-all.ts";

/** A result longer than this lies in the object store, beside its document. */
const MOST_BYTES_IN_ROW = 1024 * 1024;

export type StoredResult = Pick<JobRow, "result" | "result_object_key">;

/**
 * Puts a result where it belongs and says which columns point to it. An object whose job never ends lies in its
 * document's folder and goes with it.
 */
export async function storeResult(
  ports: Ports,
  job: Pick<JobRow, "id">,
  folder: string,
  result: Record<string, unknown>,
): Promise<StoredResult> {
  const json = JSON.stringify(result);
  if (Buffer.byteLength(json) <= MOST_BYTES_IN_ROW) return { result, result_object_key: null };
  const key = `${folder}results/${job.id}.json`;
  await ports.storage.put(key, json, "application/json");
  return { result: null, result_object_key: key };
}

/** The result of a completed task, wherever it lies; null while there is none. */
export async function readResult(ports: Ports, job: JobRow): Promise<Record<string, unknown> | null> {
  if (job.status !== "COMPLETED") return null;
  if (!job.result_object_key) return job.result;
  const bytes = await readAll(ports.storage, job.result_object_key);
  return JSON.parse(bytes.toString("utf8"));
}
