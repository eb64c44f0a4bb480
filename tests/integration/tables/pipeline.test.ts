import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelJob } from "../../../lib/jobs/cancel-job.ts";
import { deleteJob } from "../../../lib/jobs/delete-job.ts";
import { retryJob } from "../../../lib/jobs/retry-job.ts";
import { sendJob } from "../../../lib/jobs/send-job.ts";
import { sweep } from "../../../lib/sweep.ts";
import { openWorld, type World } from "../../support/world.ts";

/** n good rows; every 1000th has a blank cell instead. */
function table(n: number): string {
  const lines = ["id,name"];
  for (let i = 1; i <= n; i++) lines.push(i % 1000 === 0 ? `${i},` : `${i},name ${i}`);
  return `${lines.join("\n")}\n`;
}

describe("a table from upload to result", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await world.startConsumer();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it("loads the good row and explains the two blank cells", async () => {
    const { id } = await world.upload("a,b\n1,2\n,3\n4,\n");
    const job = await world.ended(id);
    expect(job).toMatchObject({ status: "COMPLETED", rows_processed: 3, rows_failed: 2, rows_total: 3, progress: 100 });
    expect(await world.loadedRows(id)).toEqual([{ a: 1, b: 2 }]);
    const errors = await world.ports.db("processing_errors").where({ job_id: id }).orderBy("id");
    expect(errors.map(({ row_number, column_name, error_type }) => [row_number, column_name, error_type])).toEqual([
      [2, "a", "null-value"],
      [3, "b", "null-value"],
    ]);
  });

  it("gives one result for a message that is delivered twice, at once and after completion", async () => {
    const { id } = await world.upload(table(30_000));
    await sendJob(world.ports, id);
    await sendJob(world.ports, id);
    await world.ended(id);
    await sendJob(world.ports, id);
    await expect.poll(() => world.ports.queues.depth("intake-jobs"), { timeout: 20_000 }).toBe(0);
    expect(await world.job(id)).toMatchObject({ attempt: 1, rows_processed: 30_000, rows_failed: 30 });
    expect(await world.loadedRows(id)).toHaveLength(29_970);
  });

  it("stops a cancelled job within a second, and retry then completes it with exact counts", async () => {
    const { id } = await world.upload(table(600_000));
    await expect
      .poll(async () => (await world.job(id)).rows_processed, { timeout: 20_000, interval: 20 })
      .toBeGreaterThan(0);
    await cancelJob(world.ports, id);
    const stopped = await world.job(id);
    expect(stopped.status).toBe("CANCELLED");
    expect(stopped.rows_processed).toBeLessThan(600_000);

    await retryJob(world.ports, id);
    expect(await world.ended(id, 60_000)).toMatchObject({
      status: "COMPLETED",
      rows_processed: 600_000,
      rows_failed: 600,
    });
    expect(Number((await world.ports.db("job_rows").where({ job_id: id }).count({ n: "*" }).first())!.n)).toBe(599_400);
  });

  it("fails a file that cannot be read with a message for its owner, and never tries again", async () => {
    const { id } = await world.upload(Buffer.from("PK\x03\x04 this is no zip"), { filename: "broken.xlsx" });
    const job = await world.ended(id);
    expect(job).toMatchObject({ status: "FAILED", attempt: 1 });
    expect(job.error_message).toMatch(/zip|workbook|damaged|corrupt/i);
  });

  it("fails a job whose stored file is gone, saying so", async () => {
    const { id, object_key } = await world.upload(table(10), { options: { load_rows: false } });
    await world.ended(id);
    await world.ports.storage.delete(object_key!);
    await world.ports.db("jobs").where({ id }).update({ status: "QUEUED", completed_at: null });
    await sendJob(world.ports, id);
    expect((await world.ended(id)).error_message).toMatch(/gone from the object store/);
  });

  it("sends a queued job again whose message was lost", async () => {
    const { id } = await world.upload(table(10));
    await world.ended(id);
    await world.ports.db("processing_errors").where({ job_id: id }).delete();
    await world.ports.db("job_rows").where({ job_id: id }).delete();
    await world.ports
      .db("jobs")
      .where({ id })
      .update({
        status: "QUEUED",
        rows_processed: 0,
        rows_failed: 0,
        completed_at: null,
        sent_at: world.ports.db.raw("now() - interval '1 hour'"),
      });
    await sweep(world.ports);
    expect(await world.ended(id)).toMatchObject({ status: "COMPLETED", rows_processed: 10 });
  });

  it("removes a deleted job with its rows, errors and object", async () => {
    const { id, object_key } = await world.upload("a,b\n1,2\n,3\n");
    await world.ended(id);
    await deleteJob(world.ports, id);
    for (const name of ["job_rows", "processing_errors"]) {
      expect(await world.ports.db(name).where({ job_id: id })).toEqual([]);
    }
    expect(await world.ports.db("jobs").where({ id })).toEqual([]);
    expect(await world.stored()).not.toContain(object_key);
  });

  it("answers the same Idempotency-Key with the same job and stores nothing new; another file is a conflict", async () => {
    const first = await world.upload("a,b\n1,2\n", { idempotencyKey: "order-7" });
    const before = await world.stored();
    const again = await world.upload("a,b\n1,2\n", { idempotencyKey: "order-7" });
    expect(again.id).toBe(first.id);
    await expect(world.upload("a,b\n9,9\n", { idempotencyKey: "order-7" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await world.stored()).toEqual(before);
  });
});
