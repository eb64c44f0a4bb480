import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { cancelImportJob, findImportJob } from "../../../lib/models/import-jobs.ts";
import { uploadWorkbook } from "../../../lib/uploads/upload-workbook.ts";
import { workbook } from "../../support/workbooks.ts";
import { multipart, openWorld, type World } from "../../support/world.ts";

const ROWS = 8_000;

/** Long enough to be interrupted: a chain and a running sum, no two files alike. */
async function longModel(): Promise<Buffer> {
  const cells: Record<string, number | { formula: string }> = { A1: Math.random() };
  for (let row = 2; row <= ROWS; row++) {
    cells[`A${row}`] = { formula: `A${row - 1}+1` };
    cells[`B${row}`] = { formula: `SUM(A$1:A${row})` };
  }
  return workbook({ Long: cells });
}

async function queue(world: World, content: Buffer): Promise<string> {
  const { body, contentType } = multipart("long.xlsx", content, { model_name: "Long" });
  const upload = { body: Readable.from([body]), contentType, createdBy: "public" };
  return (await uploadWorkbook(world.ports, upload)).id;
}

const stageReached = (world: World, id: string, stage: string) =>
  expect
    .poll(async () => (await world.ports.db("job_progress").where({ job_id: id, stage })).length, {
      timeout: 30_000,
      interval: 10,
    })
    .toBeGreaterThan(0);

async function count(world: World, table: "models" | "cells"): Promise<number> {
  const counted = (await world.ports.db(table).count({ n: "*" }).first()) as { n: number };
  return counted.n;
}

describe("an import of values alone", () => {
  it("tells at every stage how far it is", async () => {
    await using world = await openWorld();
    await world.startConsumer();
    const id = await queue(world, await workbook({ Values: { A1: 1, B1: "two" } }));
    expect((await world.ended(id)).status).toBe("COMPLETED");
    const history = await world.ports.db("job_progress").where({ job_id: id }).orderBy("id");
    expect(history.map(({ stage, percent }) => [stage, Number(percent)])).toEqual([
      ["hashing", 5],
      ["copying", 8],
      ["parsing", 10],
      ["dependencies", 30],
      ["creating_model", 37],
      ["evaluation", 40],
      ["insertion", 80],
      ["finalizing", 96],
      ["complete", 100],
    ]);
  });
});

describe("an import that is interrupted", () => {
  it("by the death of its consumer ends in exactly one model with every cell", async () => {
    await using world = await openWorld();
    const first = await world.startConsumer({ JOB_LEASE_SECONDS: "3", SWEEP_SECONDS: "1" });
    const id = await queue(world, await longModel());
    await stageReached(world, id, "insertion");
    await first.kill();
    expect(await count(world, "models")).toBe(0);

    await world.startConsumer({ JOB_LEASE_SECONDS: "3", SWEEP_SECONDS: "1" });
    expect(await world.ended(id, 60_000)).toMatchObject({ status: "COMPLETED", attempt: 2 });
    expect(await count(world, "models")).toBe(1);
    expect(await count(world, "cells")).toBe(2 * ROWS - 1);
  });

  it("by a cancel stops at once, and leaves no model, no cell and no file", async () => {
    await using world = await openWorld();
    await world.startConsumer();
    const id = await queue(world, await longModel());
    await stageReached(world, id, "evaluation");
    await cancelImportJob(world.ports, id);
    expect((await world.job(id)).status).toBe("CANCELLED");
    await expect.poll(() => world.stored(), { timeout: 10_000 }).toEqual([]);
    expect(await count(world, "models")).toBe(0);
    expect(await count(world, "cells")).toBe(0);
    expect((await world.job(id)).status).toBe("CANCELLED");
    const { progress, error } = await findImportJob(world.ports, id);
    expect(progress).toMatchObject({ stage: "cancelled" });
    expect(error).toMatchObject({ code: "JOB_CANCELLED", stage: "evaluation" });
    const history = await world.ports.db("job_progress").where({ job_id: id }).orderBy("id");
    const percents = history.map(({ percent }) => Number(percent));
    expect(history.map(({ stage }) => stage).indexOf("cancelled")).toBe(history.length - 1);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
  });

  it("by a cancel that its worker is not told of leaves no file either", async () => {
    await using world = await openWorld();
    await world.startConsumer();
    const id = await queue(world, await longModel());
    await stageReached(world, id, "copying");
    await world.ports.db("jobs").where({ id }).update({ status: "CANCELLED", completed_at: new Date() });
    await expect.poll(() => world.stored(), { timeout: 20_000 }).toEqual([]);
    expect(await count(world, "models")).toBe(0);
  });

  it("by a cancel between two attempts leaves no file either", async () => {
    await using world = await openWorld();
    const id = await queue(world, await longModel());
    await world.ports.db("jobs").where({ id }).update({ attempt: 1 });
    await cancelImportJob(world.ports, id);
    await world.startConsumer();
    await expect.poll(() => world.stored(), { timeout: 20_000 }).toEqual([]);
  });
});
