import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { childrenOf } from "../../support/processes.ts";
import { startReceiver } from "../../support/receiver.ts";
import { workbook } from "../../support/workbooks.ts";
import { openWorld } from "../../support/world.ts";

const ROWS = 60_000;
const content = `id,name\n${Array.from({ length: ROWS }, (_, i) => `${i + 1},name ${i + 1}`).join("\n")}\n`;

describe("a consumer that dies", () => {
  it("leaves its job to another attempt, which loads every row exactly once", async () => {
    await using world = await openWorld();
    const first = await world.startConsumer({ JOB_LEASE_SECONDS: "3", SWEEP_SECONDS: "1" });
    const hold = await world.holdAt(30_000);
    const { id } = await world.upload(content);
    await hold.reached();
    await first.kill();
    await hold.release();
    const [left] = await world.ports.db("jobs").where({ id });
    expect(left).toMatchObject({ status: "PROCESSING", rows_processed: 20_000 });

    await world.startConsumer({ JOB_LEASE_SECONDS: "3", SWEEP_SECONDS: "1" });
    expect(await world.ended(id, 60_000)).toMatchObject({
      status: "COMPLETED",
      attempt: 2,
      faults: 0, // counted when it was taken over, forgotten when it got on
      rows_processed: ROWS,
      rows_failed: 0,
    });
    const [{ n, distinct }] = await world.ports
      .db("job_rows")
      .where({ job_id: id })
      .select(world.ports.db.raw("count(*)::int as n, count(distinct data->>'id')::int as distinct"));
    expect([n, distinct]).toEqual([ROWS, ROWS]);
  });

  it("hands its job back at SIGTERM with the checkpoint, counting no fault", async () => {
    await using world = await openWorld();
    const first = await world.startConsumer();
    const hold = await world.holdAt(30_000);
    const { id } = await world.upload(content);
    await hold.reached();
    const stopped = first.stop();
    await expect.poll(() => first.log()).toContain("stopping");
    await hold.release();
    await stopped;
    const released = await world.job(id);
    // The chunk behind the held one was on its way as well, and may have come in before the job was handed back.
    expect([30_000, 40_000]).toContain(released.rows_processed);
    expect(released).toMatchObject({
      ...{ status: "QUEUED", faults: 0, lease_until: null },
      checkpoint: { rows: released.rows_processed, errors: 0 },
    });
    expect(await world.loadedRows(id)).toHaveLength(released.rows_processed);

    await world.startConsumer();
    expect(await world.ended(id, 60_000)).toMatchObject({ status: "COMPLETED", attempt: 2, rows_processed: ROWS });
  });

  it.each(["worker", "consumer"])("leaves no file on disk when it is a %s that is killed", async (part) => {
    const folder = await mkdtemp(join(tmpdir(), "crash-"));
    const files = async () =>
      (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    await using world = await openWorld();
    const env = { TMPDIR: folder, JOB_LEASE_SECONDS: "3", SWEEP_SECONDS: "1" };
    const first = await world.startConsumer(env);
    const hold = await world.holdAt(1);
    const { id } = await world.upload(await workbook({ Rows: { A1: "id", A2: 1, A3: 2 } }), { filename: "rows.xlsx" });
    await hold.reached();
    expect(await files()).toHaveLength(1); // Excel's formats lie on disk while they are read
    if (part === "consumer") await first.kill();
    else for (const worker of childrenOf(first.child.pid!)) process.kill(worker, "SIGKILL");
    await hold.release();
    const last = part === "worker" ? first : await world.startConsumer(env);
    expect(await world.ended(id, 60_000)).toMatchObject({ status: "COMPLETED", rows_processed: 2 });
    await expect.poll(files).toEqual([]);
    await last.stop();
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it("between the end of a job and its webhook: another delivers it", async () => {
    await using world = await openWorld();
    await using receiver = await startReceiver(200);
    const { id } = await world.upload("a,b\n1,2\n", { webhookUrl: receiver.url });
    // What a consumer leaves that ended the job and died before it sent the delivery's message.
    await world.ports.db("jobs").where({ id }).update({ status: "COMPLETED", completed_at: world.ports.db.fn.now() });
    await world.ports.db("webhook_deliveries").insert({
      id: crypto.randomUUID(),
      job_id: id,
      url: receiver.url,
      body: { job_id: id, status: "COMPLETED" },
      next_attempt_at: world.ports.db.fn.now(),
    });
    await world.startConsumer();
    await receiver.wait(1);
    expect(JSON.parse(receiver.calls[0]!.body)).toEqual({ job_id: id, status: "COMPLETED" });
  });
});
