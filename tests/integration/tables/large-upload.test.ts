import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelJob } from "../../../lib/jobs/cancel-job.ts";
import { deleteJob } from "../../../lib/jobs/delete-job.ts";
import { retryJob } from "../../../lib/jobs/retry-job.ts";
import { sweep } from "../../../lib/sweep.ts";
import { openWorld, type World } from "../../support/world.ts";

/** 16 MB: two parts. */
const ROWS = 900_000;
const content = `id,word\n${Array.from({ length: ROWS }, (_, i) => `${String(i).padStart(9, "0")},word ${i % 7}`).join("\n")}\n`;
const options = { load_rows: false };

describe("an upload of several parts", () => {
  let world: World;
  let lost: string;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const upload = () => world.upload(content, { options });
  const partsOf = async (id: string) => (await world.ports.db("jobs").where({ id }).first("parts")).parts;

  it("is answered before its object is put together, which the sweep does where the job waits", async () => {
    const { id, object_key } = await upload();
    expect((await partsOf(id)).parts).toHaveLength(2);
    expect(await world.ports.storage.head(object_key!)).toBeNull();
    await world.ports
      .db("jobs")
      .where({ id })
      .update({ created_at: new Date(Date.now() - 60_000) });
    await sweep(world.ports);
    expect(await partsOf(id)).toBeNull();
    expect(await world.ports.storage.head(object_key!)).toMatchObject({ sizeBytes: Buffer.byteLength(content) });
    await deleteJob(world.ports, id);
  });

  it("leaves nothing behind when its job is deleted first", async () => {
    const { id } = await upload();
    await deleteJob(world.ports, id); // queued still: no consumer runs yet
    expect(await world.stored()).toEqual([]);
  });

  it("fails saying so where the store has forgotten its parts", async () => {
    const { id, object_key, parts } = await upload();
    await world.ports.storage.abortParts(object_key!, parts!.upload_id);
    await expect(retryJob(world.ports, id)).rejects.toMatchObject({ code: "CONFLICT" });
    lost = id;
  });

  it("is put together by a retry and checked to its last row", async () => {
    const { id } = await upload();
    await cancelJob(world.ports, id);
    await retryJob(world.ports, id);
    expect(await partsOf(id)).toBeNull();
    await world.startConsumer();
    expect(await world.ended(id)).toMatchObject({ status: "COMPLETED", rows_processed: ROWS, rows_failed: 0 });
  });

  it("is put together by the worker that reads it", async () => {
    const { id } = await upload();
    expect(await world.ended(id)).toMatchObject({ status: "COMPLETED", rows_processed: ROWS, parts: null });
    expect(await world.ended(lost)).toMatchObject({ status: "FAILED", error: { code: "STORAGE_ERROR" } });
  });
});
