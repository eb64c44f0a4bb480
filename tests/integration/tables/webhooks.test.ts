import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../lib/ids.ts";
import { listDeliveries } from "../../../lib/webhooks/list-deliveries.ts";
import { startReceiver } from "../../support/receiver.ts";
import { openWorld, type World } from "../../support/world.ts";

const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes ....").toString("base64")}`;

describe("webhooks", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await world.startConsumer({ WEBHOOK_SECRET: SECRET });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it("are tried again after 500 and 500, signed each time, and delivered once", async () => {
    await using receiver = await startReceiver(500, 500, 200);
    const { id } = await world.upload("a,b\n1,2\n,3\n", { webhookUrl: receiver.url });
    await receiver.wait(3);
    const [first, , third] = receiver.calls;
    expect(JSON.parse(first!.body)).toMatchObject({
      job_id: id,
      status: "COMPLETED",
      rows_processed: 2,
      rows_failed: 1,
    });
    expect(third!.headers["webhook-id"]).toBe(first!.headers["webhook-id"]);

    const signed = `${third!.headers["webhook-id"]}.${third!.headers["webhook-timestamp"]}.${third!.body}`;
    const expected = createHmac("sha256", "a secret of thirty-two bytes ....").update(signed).digest("base64");
    expect(third!.headers["webhook-signature"]).toBe(`v1,${expected}`);

    await expect.poll(async () => (await listDeliveries(world.ports, id))[0]?.status).toBe("delivered");
    const [delivery] = await listDeliveries(world.ports, id);
    expect(delivery!.attempts.map(({ status_code }) => status_code)).toEqual([500, 500, 200]);
    expect(receiver.calls).toHaveLength(3);
  });

  it("fail after the first try and three retries, and leave the job alone", async () => {
    await using receiver = await startReceiver(503);
    const { id } = await world.upload("a,b\n1,2\n", { webhookUrl: receiver.url });
    await receiver.wait(4);
    await expect
      .poll(async () => (await listDeliveries(world.ports, id))[0]?.status, { timeout: 5_000 })
      .toBe("failed");
    const [delivery] = await listDeliveries(world.ports, id);
    expect(delivery!.attempts).toHaveLength(4);
    expect(delivery!.next_attempt_at).toBeNull();
    expect((await world.job(id)).status).toBe("COMPLETED");
  });

  it("do not wait behind receivers that never answer", async () => {
    await using hanging = await startReceiver("silence");
    await using prompt = await startReceiver(200);
    const { id } = await world.upload("a,b\n1,2\n");
    const delivery = (url: string, due: string) => ({
      id: newId(),
      job_id: id,
      url,
      body: {},
      next_attempt_at: world.ports.db.raw("now() + ?::interval", [due]),
    });
    const stuck = Array.from({ length: 12 }, () => delivery(hanging.url, "-1 s"));
    await world.ports.db("webhook_deliveries").insert(stuck);
    await hanging.wait(12);
    await world.ports.db("webhook_deliveries").insert(delivery(prompt.url, "0 s"));
    await prompt.wait(1);
    const deliveries = await listDeliveries(world.ports, id);
    expect(deliveries.filter(({ url }) => url === hanging.url).flatMap(({ attempts }) => attempts)).toEqual([]);
  });

  it("do not follow redirects", async () => {
    await using target = await startReceiver(200);
    await using receiver = await startReceiver(302);
    const { id } = await world.upload("a,b\n1,2\n", { webhookUrl: receiver.url });
    await receiver.wait(1);
    await expect.poll(async () => (await listDeliveries(world.ports, id))[0]?.attempts[0]?.status_code).toBe(302);
    expect(target.calls).toEqual([]);
  });
});
