import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awsSettings } from "../../../lib/aws.ts";
import type { JobRow } from "../../../lib/jobs/job.ts";
import { redriveAll } from "../../../lib/jobs/redrive.ts";
import { openWorld, type World } from "../../support/world.ts";

describe("batch submissions", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await world.startConsumer();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const submit = (message: Record<string, unknown>) => world.ports.queues.send("intake-submissions", message);
  const jobsOf = (key: string): Promise<JobRow[]> => world.ports.db<JobRow>("jobs").where({ object_key: key });

  it("make one job of an object where it lies, however often they come, and leave the object alone", async () => {
    const { storage } = world.ports;
    await storage.put("drop/orders.csv", "a,b\n1,2\n,3\n");
    const message = {
      type: "submit",
      bucket: storage.bucket,
      key: "drop/orders.csv",
      options: { blank_cells: "allow" },
    };
    await submit(message);
    await submit(message);
    await expect.poll(async () => (await jobsOf("drop/orders.csv"))[0]?.status, { timeout: 20_000 }).toBe("COMPLETED");
    const jobs = await jobsOf("drop/orders.csv");
    expect(jobs).toHaveLength(1);
    expect(jobs[0]).toMatchObject({ rows_processed: 2, rows_failed: 0, owns_object: false, filename: "orders.csv" });
    expect(await world.stored()).toContain("drop/orders.csv");
  });

  it("from the inbox take a schema beside the file, whatever characters its name has", async () => {
    const { storage } = world.ports;
    const key = "inbox/Umsätze 2024+x.csv";
    await storage.put(`${key}.schema.json`, JSON.stringify({ fields: [{ name: "a", type: "integer" }] }));
    await storage.put(key, "a\n1\nx\n");
    const encoded = encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
    const record = (name: string) => ({ s3: { bucket: { name: storage.bucket }, object: { key: name } } });
    await submit({ Records: [record(encoded)] });
    await submit({ Records: [record(`${encoded}.schema.json`)] });
    await expect.poll(async () => (await jobsOf(key))[0]?.status, { timeout: 20_000 }).toBe("COMPLETED");
    expect((await jobsOf(key))[0]).toMatchObject({ rows_processed: 2, rows_failed: 1 });
    expect(await jobsOf(`${key}.schema.json`)).toEqual([]);
  });

  it("that can never work go to the dead letters with the reason, which is told to the reply queue too", async () => {
    const sqs = new SQSClient(awsSettings(world.config));
    const name = `${world.config.INTAKE_QUEUE_PREFIX}reply`;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    await submit({ type: "submit", bucket: world.ports.storage.bucket, key: "no/such.csv", reply_queue_url: QueueUrl });
    await submit({ hello: "there" });

    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    expect(JSON.parse(Messages[0]!.Body!)).toMatchObject({ error: { code: "RESOURCE_NOT_FOUND" } });
    sqs.destroy();
    const reasons: string[] = [];
    while (reasons.length < 2) {
      const dead = await world.ports.queues.receive("intake-submissions-dlq", { max: 10, waitSeconds: 5 });
      reasons.push(...dead.map((message) => message.MessageAttributes!.error!.StringValue!));
    }
    expect(reasons.sort()).toEqual([
      expect.stringMatching(/^RESOURCE_NOT_FOUND: There is no object/),
      expect.stringMatching(/^VALIDATION_ERROR: .*type/),
    ]);
  });

  it("that S3 names wrongly, or with a schema that is none, go to the dead letters and hold up no others", async () => {
    const { storage, queues } = world.ports;
    await storage.put("inbox/good.csv", "a\n1\n");
    await storage.put("inbox/odd.csv", "a\n1\n");
    await storage.put("inbox/odd.csv.schema.json", "[1, 2]");
    const record = (key: string) => ({ s3: { bucket: { name: storage.bucket }, object: { key } } });
    await submit({ Records: [record("inbox/%E0%A4%A"), record("inbox/odd.csv"), record("inbox/good.csv")] });

    await expect.poll(async () => (await jobsOf("inbox/good.csv"))[0]?.status, { timeout: 20_000 }).toBe("COMPLETED");
    const dead = new Map<string, string>();
    while (dead.size < 2) {
      for (const { Body, MessageAttributes } of await queues.receive("intake-submissions-dlq", {
        max: 10,
        waitSeconds: 5,
      })) {
        dead.set(JSON.parse(Body!).Records[0].s3.object.key, MessageAttributes!.error!.StringValue!);
      }
    }
    expect(Object.fromEntries(dead)).toEqual({
      "inbox/%E0%A4%A": "VALIDATION_ERROR: Records: the key inbox/%E0%A4%A is not form-encoded",
      "inbox/odd.csv": expect.stringMatching(/^VALIDATION_ERROR: schema: .*record/),
    });
    expect(await jobsOf("inbox/odd.csv")).toEqual([]);
  });

  it("tell the end of their job to the reply queue as well", async () => {
    const sqs = new SQSClient(awsSettings(world.config));
    const name = `${world.config.INTAKE_QUEUE_PREFIX}ends`;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    await world.ports.storage.put("drop/told.csv", "a\n1\n");
    await submit({
      type: "submit",
      bucket: world.ports.storage.bucket,
      key: "drop/told.csv",
      reply_queue_url: QueueUrl,
    });
    const told: Record<string, unknown>[] = [];
    for (const until = Date.now() + 20_000; told.length < 2 && Date.now() < until; ) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 }),
      );
      told.push(...Messages.map(({ Body }) => JSON.parse(Body!) as Record<string, unknown>));
    }
    sqs.destroy();
    const [job] = await jobsOf("drop/told.csv");
    expect(told).toContainEqual(expect.objectContaining({ job_id: job!.id, status: "QUEUED" }));
    expect(told).toContainEqual(expect.objectContaining({ job_id: job!.id, status: "COMPLETED", rows_processed: 1 }));
  });

  it("given up once are put back to work by a redrive", async () => {
    const { id } = await world.upload("a\n1\n");
    await world.ended(id);
    await world.ports.db("jobs").where({ id }).update({ status: "FAILED" });
    await world.ports.queues.send("intake-jobs-dlq", { job_id: id }, { error: "as if given up" });
    const counts = await redriveAll(world.ports);
    expect(counts["intake-jobs"]).toEqual({ redriven: 1, left: 0 });
    expect(await world.ended(id)).toMatchObject({ status: "COMPLETED", rows_processed: 1 });
  });
});
