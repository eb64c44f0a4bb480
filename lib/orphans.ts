import { deleteFile } from "./files/change-file.ts";
import type { FileRow } from "./files/file.ts";
import { isUuid } from "./ids.ts";
import type { JobRow } from "./jobs/job.ts";
import type { ModelRow } from "./models/models.ts";
import type { Ports } from "./ports.ts";

/** Objects young enough may belong to an upload whose job is about to be made, or to an import under way. */
const ORPHAN_AGE_MS = 24 * 3600 * 1000;
const BATCH = 500; // keys or rows that are looked up at once

/** Which of some keys belong to somebody. */
type Owners = (ports: Ports, keys: string[]) => Promise<(key: string) => boolean>;

const OWNERS: Record<string, Owners> = {
  "uploads/": async (ports, keys) => {
    const jobs = await ports.db<JobRow>("jobs").whereIn("object_key", keys).select("object_key");
    return among(jobs.map(({ object_key }) => object_key));
  },
  "models/": async (ports, keys) => {
    const models = await ports.db<ModelRow>("models").whereIn("file_path", keys).select("file_path");
    return among(models.map(({ file_path }) => file_path));
  },
  // documents/{user}/{file}/…: everything made of a file goes with it.
  "documents/": async (ports, keys) => {
    const fileIn = (key: string): string => key.split("/")[2] ?? "";
    const ids = [...new Set(keys.map(fileIn).filter(isUuid))];
    const files = await ports.db<FileRow>("document_files").whereIn("id", ids).select("id");
    const isKnown = among(files.map(({ id }) => id));
    return (key) => isKnown(fileIn(key));
  },
};

const among = (known: (string | null)[]) => {
  const set = new Set(known);
  return (key: string): boolean => set.has(key);
};

/**
 * Removes objects whose job, model or file is gone, or never came to be: a crash between the two writes left them.
 *
 * @param now Unix milliseconds, by which objects are a day old
 */
export async function removeOrphans(ports: Ports, now = Date.now()): Promise<void> {
  for (const [prefix, owners] of Object.entries(OWNERS)) {
    const removeUnowned = async (keys: string[]) => {
      const isOwned = await owners(ports, keys);
      for (const key of keys) if (!isOwned(key)) await ports.storage.delete(key);
    };
    let batch: string[] = [];
    for await (const { key, modified } of ports.storage.list(prefix)) {
      if (now - modified.getTime() < ORPHAN_AGE_MS) continue;
      if (batch.push(key) < BATCH) continue;
      await removeUnowned(batch);
      batch = [];
    }
    await removeUnowned(batch);
  }
}

/**
 * Removes documents whose original is gone from the store, with their tasks: nothing can be read from them again.
 *
 * Keys and rows are gone through side by side, both in the order of the keys, so that neither is held in memory. The
 * object is asked for by its name before a row is given up: a store that lists in another order costs time, no file. A
 * store without a single document is the wrong one, or lost: that is for a person to mend, and no row goes.
 *
 * @param now Unix milliseconds, by which rows are a day old
 */
export async function removeLostFiles(ports: Ports, now = Date.now()): Promise<void> {
  const stored = ports.storage.list("documents/");
  let at = await stored.next();
  if (at.done) return;
  for await (const file of oldFiles(ports, new Date(now - ORPHAN_AGE_MS))) {
    while (!at.done && at.value.key < file.object_key) at = await stored.next();
    if (!at.done && at.value.key === file.object_key) continue;
    if (await ports.storage.head(file.object_key)) continue;
    await deleteFile(ports, { id: file.user_id }, file.id);
    ports.log.warn({ file: file.id }, "a document whose original is gone was removed");
  }
}

/** Rows made before `before`, in the order in which the store lists their objects. */
async function* oldFiles({ db }: Ports, before: Date): AsyncGenerator<FileRow> {
  let last = "";
  while (true) {
    const rows = await db<FileRow>("document_files")
      .where("created_at", "<", before)
      .whereRaw('object_key collate "C" > ?', [last])
      .orderByRaw('object_key collate "C"')
      .limit(BATCH);
    if (rows.length === 0) return;
    yield* rows;
    last = rows.at(-1)!.object_key;
  }
}
