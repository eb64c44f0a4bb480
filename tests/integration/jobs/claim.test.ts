import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../lib/ids.ts";
import { cancelJob } from "../../../lib/jobs/cancel-job.ts";
import { claimJob, renewLease } from "../../../lib/jobs/claim-job.ts";
import { finishJob } from "../../../lib/jobs/finish-job.ts";
import { type JobRow, JobSuperseded } from "../../../lib/jobs/job.ts";
import { failPoison } from "../../../lib/jobs/poison.ts";
import { releaseJob } from "../../../lib/jobs/release-job.ts";
import { retryJob } from "../../../lib/jobs/retry-job.ts";
import { commitChunk } from "../../../lib/table-results/commit-chunk.ts";
import { openWorld, type World } from "../../support/world.ts";

const ALICE = { workerId: "alice", leaseSeconds: 60 };
const BOB = { workerId: "bob", leaseSeconds: 60 };
const NO_LEASE = { workerId: "gone", leaseSeconds: 0 };

describe("claiming a job", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  async function queued(): Promise<JobRow> {
    const [job] = await world.ports.db("jobs").insert({ id: newId(), kind: "table", filename: "t.csv" }).returning("*");
    return job;
  }
  async function claimed(owner = ALICE): Promise<JobRow> {
    const claim = await claimJob(world.ports.db, (await queued()).id, owner);
    if (claim.outcome !== "claimed") throw new Error("not claimed");
    return claim.job;
  }
  const chunk = (row: number) => ({
    valid: {
      rowNumbers: Int32Array.of(row),
      json: Buffer.from(`{"a":${row}}`),
      ends: Int32Array.of(`{"a":${row}}`.length),
    },
    findings: [],
  });
  const counters = (rows_processed: number) => ({
    rows_processed,
    rows_failed: 0,
    rows_total: null,
    progress: 10,
    errors_truncated: false,
    checkpoint: { rows: rows_processed, errors: 0 },
  });

  it("gives a job to one of two that claim it at the same moment", async () => {
    const { id } = await queued();
    const claims = await Promise.all([claimJob(world.ports.db, id, ALICE), claimJob(world.ports.db, id, BOB)]);
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual(["claimed", "held"]);
    expect(await world.job(id)).toMatchObject({ status: "PROCESSING", attempt: 1 });
  });

  it("gives the job of a silent consumer to another, counts one fault, and drops what the silent one writes later", async () => {
    const silent = await claimed(NO_LEASE);
    const taken = await claimJob(world.ports.db, silent.id, BOB);
    expect(taken).toMatchObject({ outcome: "claimed", job: { attempt: 2, faults: 1, worker_id: "bob" } });

    await expect(commitChunk(world.ports.db, silent, chunk(1), counters(1))).rejects.toThrow(JobSuperseded);
    await expect(finishJob(world.ports, silent, { status: "COMPLETED" })).rejects.toThrow(JobSuperseded);
    expect(await world.loadedRows(silent.id)).toEqual([]);
    expect(await renewLease(world.ports.db, silent, 60)).toBe(false);
    expect(await world.job(silent.id)).toMatchObject({ status: "PROCESSING", rows_processed: 0 });
  });

  it("stores rows, counters and checkpoint of a chunk together", async () => {
    const job = await claimed();
    await commitChunk(world.ports.db, job, chunk(1), counters(1));
    expect(await world.loadedRows(job.id)).toEqual([{ a: 1 }]);
    expect(await world.job(job.id)).toMatchObject({
      rows_processed: 1,
      checkpoint: { rows: 1, errors: 0 },
      progress: 10,
    });

    // The same row again breaks the primary key: nothing of that chunk may stay, its counters least of all.
    await expect(commitChunk(world.ports.db, job, chunk(1), counters(2))).rejects.toThrow(/duplicate key/);
    expect(await world.job(job.id)).toMatchObject({ rows_processed: 1, checkpoint: { rows: 1, errors: 0 } });
  });

  it("commits chunks that are stored side by side in their order, and none whose forerunner failed", async () => {
    const { db } = world.ports;
    const job = await claimed();
    const first = Promise.withResolvers<void>();
    const second = commitChunk(db, job, chunk(2), counters(2), first.promise);
    await setTimeout(200);
    expect(await world.loadedRows(job.id)).toEqual([]);
    expect(await world.job(job.id)).toMatchObject({ rows_processed: 0, checkpoint: null });
    await commitChunk(db, job, chunk(1), counters(1));
    first.resolve();
    await second;
    expect(await world.loadedRows(job.id)).toEqual([{ a: 1 }, { a: 2 }]);

    const third = Promise.withResolvers<void>();
    const fourth = commitChunk(db, job, chunk(4), counters(4), third.promise);
    third.reject(new Error("the third was lost"));
    await expect(fourth).rejects.toThrow("the third was lost");
    expect(await world.loadedRows(job.id)).toHaveLength(2);
    expect(await world.job(job.id)).toMatchObject({ rows_processed: 2, checkpoint: { rows: 2, errors: 0 } });
  });

  it("takes rows of a late attempt back when the next attempt stores the same ones, and loses none", async () => {
    const { db } = world.ports;
    const silent = await claimed(NO_LEASE);
    const held = Promise.withResolvers<void>();
    const late = commitChunk(db, silent, chunk(1), counters(1), held.promise);
    late.catch(() => {});
    await setTimeout(200); // its rows are in, and not committed
    const taken = await claimJob(db, silent.id, BOB);
    if (taken.outcome !== "claimed") throw new Error("not claimed");
    const next = commitChunk(db, taken.job, chunk(1), counters(1));
    held.resolve();
    await expect(late).rejects.toThrow(JobSuperseded);
    await next;
    expect(await world.loadedRows(silent.id)).toEqual([{ a: 1 }]);
    expect(await world.job(silent.id)).toMatchObject({ attempt: 2, rows_processed: 1 });
  });

  it("counts faults anew once a chunk is stored, and not for one that tells nothing new", async () => {
    const { db } = world.ports;
    const first = await claimed();
    expect(await releaseJob(db, first, true)).toBe(1);
    const again = await claimJob(db, first.id, ALICE);
    if (again.outcome !== "claimed") throw new Error("not claimed");
    await commitChunk(db, again.job, { valid: null, findings: [] }, counters(0));
    expect(await world.job(first.id)).toMatchObject({ attempt: 2, faults: 1 });
    await commitChunk(db, again.job, chunk(1), counters(1));
    expect(await world.job(first.id)).toMatchObject({ attempt: 2, faults: 0 });
  });

  it("answers a message of a finished job with over, of an unknown one too", async () => {
    const job = await claimed();
    await finishJob(world.ports, job, { status: "COMPLETED", rows_total: 0 });
    expect(await claimJob(world.ports.db, job.id, BOB)).toEqual({ outcome: "over" });
    expect(await claimJob(world.ports.db, newId(), BOB)).toEqual({ outcome: "over" });
    expect(await world.job(job.id)).toMatchObject({ status: "COMPLETED", progress: 100, lease_until: null });
  });

  it("keeps a cancelled job cancelled, whatever its consumer still writes", async () => {
    const job = await claimed();
    await cancelJob(world.ports, job.id);
    await expect(finishJob(world.ports, job, { status: "COMPLETED" })).rejects.toThrow(JobSuperseded);
    await expect(cancelJob(world.ports, job.id)).rejects.toMatchObject({ code: "JOB_NOT_CANCELLABLE", status: 400 });
    expect((await world.job(job.id)).status).toBe("CANCELLED");
  });

  it("takes a released job up again with its checkpoint and without counting a fault", async () => {
    const job = await claimed();
    await commitChunk(world.ports.db, job, chunk(1), counters(1));
    expect(await releaseJob(world.ports.db, job, false)).toBe(0);
    const again = await claimJob(world.ports.db, job.id, BOB);
    expect(again).toMatchObject({
      outcome: "claimed",
      job: { attempt: 2, faults: 0, checkpoint: { rows: 1, errors: 0 } },
    });
  });

  it("gives a table job up after five faults, saying so, and puts its message on the dead-letter queue", async () => {
    const { id } = await queued();
    for (let fault = 1; fault <= 5; fault++) {
      const claim = await claimJob(world.ports.db, id, ALICE);
      if (claim.outcome !== "claimed") throw new Error("not claimed");
      expect(await failPoison(world.ports, claim.job)).toBe(false);
      expect(await releaseJob(world.ports.db, claim.job, true)).toBe(fault);
    }
    expect(await failPoison(world.ports, await world.job(id))).toBe(true);
    expect(await world.job(id)).toMatchObject({ status: "FAILED", faults: 5, error: { code: "INTERNAL" } });
    const [message] = await world.ports.queues.receive("intake-jobs-dlq", { max: 1, waitSeconds: 5 });
    expect(JSON.parse(message!.Body!)).toEqual({ job_id: id });
    expect(message!.MessageAttributes?.error?.StringValue).toContain("5 attempts");
  });

  it("lets one of two retries win, and starts from nothing", async () => {
    const job = await claimed();
    await commitChunk(world.ports.db, job, chunk(1), counters(1));
    await cancelJob(world.ports, job.id);
    const tries = await Promise.allSettled([retryJob(world.ports, job.id), retryJob(world.ports, job.id)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await world.loadedRows(job.id)).toEqual([]);
    expect(await world.job(job.id)).toMatchObject({
      status: "QUEUED",
      rows_processed: 0,
      checkpoint: null,
      started_at: null,
      completed_at: null,
      attempt: 1,
    });
  });
});
