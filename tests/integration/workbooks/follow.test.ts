import { expect, it } from "vitest";
import type { ProgressReporter } from "../../../consumer/progress.ts";
import { Stages } from "../../../consumer/tasks/stages.ts";
import { newId } from "../../../lib/ids.ts";
import { followJob } from "../../../lib/jobs/follow-job.ts";
import { WORKBOOK_KINDS } from "../../../lib/models/present-job.ts";
import { openPorts } from "../../../lib/ports.ts";
import { openWorld } from "../../support/world.ts";

const NOBODY = { report() {} } as unknown as ProgressReporter;

it("a workbook job is followed from stage to stage while Redis is down, under numbers that grow", async () => {
  await using world = await openWorld();
  const blind = openPorts({ ...world.config, LOG_LEVEL: "silent", REDIS_URL: "redis://127.0.0.1:1" }, "test");
  const job = { id: newId(), attempt: 2 };
  await world.ports.db("jobs").insert({ ...job, kind: "workbook_import", status: "PROCESSING", created_by: "public" });
  const stages = new Stages(world.ports, job, NOBODY);
  const steps = [
    () => stages.at("parsing", 10, "Opening workbook..."),
    () => stages.at("evaluation", 42.5, "Evaluating formula 1000/2000"),
    () => world.ports.db("jobs").where({ id: job.id }).update({ status: "COMPLETED", completed_at: new Date() }),
  ];
  const seen: unknown[] = [];
  const numbers: number[] = [];
  for await (const event of followJob(blind, job.id, { kinds: WORKBOOK_KINDS }, new AbortController().signal)) {
    if (event.type === "progress") {
      seen.push([event.live.stage, event.live.progress]);
      numbers.push(event.live.seq);
    }
    await steps.shift()?.();
    await stages.settled();
  }
  await blind.close();
  expect(seen).toEqual([
    ["parsing", 10],
    ["evaluation", 42],
  ]);
  expect(numbers[0]).toBeGreaterThanOrEqual(2_000_000);
  expect(numbers[1]).toBeGreaterThan(numbers[0]!);
});

it("an attempt that no longer holds its job adds nothing to the job's history", async () => {
  await using world = await openWorld();
  const id = newId();
  await world.ports
    .db("jobs")
    .insert({ id, attempt: 2, kind: "workbook_import", status: "PROCESSING", created_by: "public" });
  for (const attempt of [1, 2]) {
    const stages = new Stages(world.ports, { id, attempt }, NOBODY);
    stages.at("parsing", 10, `attempt ${attempt}`);
    await stages.settled();
  }
  expect((await world.ports.db("job_progress").where({ job_id: id })).map(({ message }) => message)).toEqual([
    "attempt 2",
  ]);
});
