import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import type { JobRow } from "./job.ts";

/**
 * Makes one object of the parts that a large upload lies in. The upload itself did not wait for it: an object store
 * takes seconds for hundreds of megabytes.
 *
 * Called by whoever needs the object first: the worker, a retry, or the sweep. One of them does it, the others wait.
 * Parts that the store no longer knows are left to whoever opens the object and finds it gone.
 */
export async function assembleObject(ports: Ports, id: string): Promise<void> {
  await ports.db.transaction(async (trx) => {
    await trx.raw("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`parts:${id}`]);
    const job = await trx<JobRow>("jobs").where({ id }).first("object_key", "parts");
    if (!job?.parts) return;
    try {
      await ports.storage.completeParts(job.object_key!, job.parts.upload_id, job.parts.parts);
    } catch (error) {
      // Put together before, by a call that did not come to its end; or gone.
      if (!(error instanceof IntakeError && error.code === "RESOURCE_NOT_FOUND")) throw error;
    }
    await trx("jobs").where({ id }).update({ parts: null });
  });
}

/** Puts together what waits for it although its job does not run: behind a long queue, or cancelled. */
export async function assembleWaiting(ports: Ports): Promise<void> {
  const waiting = await ports
    .db("jobs")
    .whereNotNull("parts")
    .whereNull("deleted_at")
    .whereRaw("created_at < now() - interval '10 seconds'")
    .limit(20)
    .select("id");
  for (const { id } of waiting) await assembleObject(ports, id);
}
