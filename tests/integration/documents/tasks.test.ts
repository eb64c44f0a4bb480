import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Account } from "../../../lib/accounts/user.ts";
import { cancelTask, retryTask } from "../../../lib/document-tasks/change-task.ts";
import { sliceExtraction } from "../../../lib/document-tasks/extractions.ts";
import { findTask, listTasks, TaskQuery } from "../../../lib/document-tasks/find-task.ts";
import { deleteFile } from "../../../lib/files/change-file.ts";
import { findFile } from "../../../lib/files/find-file.ts";
import { settleFiles } from "../../../lib/files/processing-status.ts";
import type { Ports } from "../../../lib/ports.ts";
import { ask, newDocument, newUser } from "../../support/document-world.ts";
import { prose } from "../../support/prose.ts";
import { openWorld, type World } from "../../support/world.ts";

const QUESTION = { question: "How many sites did report number 7 count?" };

describe("a task that nobody runs yet", () => {
  let world: World;
  let ports: Ports;
  let user: Account;
  let file: string;
  beforeAll(async () => {
    world = await openWorld();
    ports = world.ports;
  });
  afterAll(() => world[Symbol.asyncDispose]());
  beforeEach(async () => {
    user = await newUser(ports);
    file = await newDocument(ports, user, prose(200));
  });
  const cancelAll = () =>
    ports.db("jobs").where({ user_id: user.id }).update({ status: "CANCELLED", completed_at: new Date() });

  it("is one and the same for equal requests, however many come at once", async () => {
    const tasks = await Promise.all(Array.from({ length: 8 }, () => ask(ports, user, file, "qa", QUESTION)));
    expect(new Set(tasks.map(({ task_id }) => task_id)).size).toBe(1);
    expect(tasks.filter(({ reused }) => !reused)).toHaveLength(1);
    expect(await ask(ports, user, file, "qa", { ...QUESTION, force: true })).toMatchObject({
      task_id: tasks[0]!.task_id,
      reused: true,
    });
    const other = await ask(ports, user, file, "qa", { ...QUESTION, top_k: 4 });
    expect(other).toMatchObject({ reused: false, status: "pending", stage: "queued", progress: 0, attempt: 0 });
    expect(other.task_id).not.toBe(tasks[0]!.task_id);
  });

  it("shows its options with their defaults, wherever they stood, and refuses them in two places", async () => {
    const inside = await ask(ports, user, file, "summarize", { options: { length: "short" } });
    expect(inside.options).toEqual({ summary_type: "brief", length: "short", focus_areas: [], language: "auto" });
    expect((await ask(ports, user, file, "summarize", { length: "short" })).task_id).toBe(inside.task_id);
    const both = ask(ports, user, file, "summarize", { length: "short", options: { length: "long" } });
    await expect(both).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    const faulty = ask(ports, user, file, "summarize", { options: { length: "huge" } });
    await expect(faulty).rejects.toMatchObject({ details: { fields: [{ field: "options.length" }] } });
  });

  it("is given back by its id only for the same file and type", async () => {
    const { task_id } = await ask(ports, user, file, "extract");
    expect(await ask(ports, user, file, "extract", { task_id })).toMatchObject({ task_id, reused: false });
    await expect(ask(ports, user, file, "mindmap", { task_id })).rejects.toMatchObject({ code: "TASK_NOT_FOUND" });
    await expect(ask(ports, user, file, "qa", { task_id: "x" })).rejects.toMatchObject({ code: "TASK_NOT_FOUND" });
  });

  it("is seen by its owner alone", async () => {
    const { task_id } = await ask(ports, user, file, "extract");
    const stranger = await newUser(ports);
    await expect(findTask(ports, stranger, task_id)).rejects.toMatchObject({ code: "TASK_NOT_FOUND" });
    await expect(cancelTask(ports, stranger, task_id)).rejects.toMatchObject({ code: "TASK_NOT_FOUND" });
    await expect(ask(ports, stranger, file, "extract")).rejects.toMatchObject({ code: "RESOURCE_NOT_FOUND" });
    expect(await listTasks(ports, stranger, TaskQuery.parse({ file_id: file }))).toMatchObject({ total: 0, items: [] });
  });

  it("is one of at most 20, also where all are asked for at once", async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 25 }, (_, n) => ask(ports, user, file, "qa", { question: `What is number ${n}?` })),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
    const refused = asked.find((one) => one.status === "rejected");
    expect(refused).toMatchObject({
      reason: { code: "RATE_LIMIT_EXCEEDED", details: { scope: "active_tasks", limit: 20 } },
    });
    await cancelAll();
  });

  it("is cancelled once and for all, and may be tried again unless an equal one is under way", async () => {
    const task = await ask(ports, user, file, "extract");
    expect(await cancelTask(ports, user, task.task_id)).toMatchObject({ status: "cancelled", error_code: null });
    await expect(cancelTask(ports, user, task.task_id)).rejects.toMatchObject({
      code: "TASK_ALREADY_COMPLETED",
      details: { status: "cancelled" },
    });
    const other = await ask(ports, user, file, "extract");
    expect(other.reused).toBe(false);
    await expect(retryTask(ports, user, task.task_id)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { reason: "duplicate_active", task_id: other.task_id },
    });
    await cancelTask(ports, user, other.task_id);
    expect(await retryTask(ports, user, task.task_id)).toMatchObject({ task_id: task.task_id, status: "pending" });
    await expect(retryTask(ports, user, task.task_id)).rejects.toMatchObject({ code: "JOB_NOT_RETRYABLE" });
  });

  it("takes text that PostgreSQL's JSON cannot hold as it is", async () => {
    const task = await ask(ports, user, file, "qa", { question: "What\0 is it \ud800?" });
    expect(task.options.question).toBe("What is it \ufffd?");
  });

  it("needs a key where a model is asked for by name", async () => {
    const asked = ask(ports, user, file, "qa", { ...QUESTION, provider: "openai" });
    await expect(asked).rejects.toMatchObject({ code: "API_KEY_INVALID", details: { reason: "not_configured" } });
    expect(await ask(ports, user, file, "extract", { provider: "openai" })).toMatchObject({ provider: "local" });
  });

  it("leaves its file pending where it was cancelled while it read it", async () => {
    const task = await ask(ports, user, file, "extract");
    await ports.db("jobs").where({ id: task.task_id }).update({ status: "PROCESSING", attempt: 1 });
    await ports.db("document_files").where({ id: file }).update({ processing_status: "processing" });
    await settleFiles(ports.db);
    expect(await findFile(ports, user, file)).toMatchObject({ processing_status: "processing" });
    await cancelTask(ports, user, task.task_id);
    expect(await findFile(ports, user, file)).toMatchObject({ processing_status: "pending", error_code: null });
  });
});

describe("a task that runs", () => {
  let world: World;
  let ports: Ports;
  let user: Account;
  beforeAll(async () => {
    world = await openWorld();
    ports = world.ports;
    user = await newUser(ports);
    await world.startConsumer();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it("reads its file first and keeps the text for the tasks to come", async () => {
    const file = await newDocument(ports, user, prose(500));
    const first = await ask(ports, user, file, "summarize", {}, 25);
    expect(first).toMatchObject({ status: "completed", progress: 100, attempt: 1, error_code: null });
    expect(await findFile(ports, user, file)).toMatchObject({ processing_status: "completed", language: "en" });
    expect(await ask(ports, user, file, "summarize", {})).toMatchObject({
      task_id: first.task_id,
      reused: true,
      status: "completed",
    });
    const again = await ask(ports, user, file, "summarize", { force: true }, 25);
    expect(again.task_id).not.toBe(first.task_id);
    expect(again.result).toEqual(first.result);
  });

  it("gives its text in slices that never part a pair and join to the whole", async () => {
    const text = "a😀b😀😀c".repeat(8);
    const file = await newDocument(ports, user, text);
    const task = await ask(ports, user, file, "extract", {}, 25);
    const whole = (task.result as { text: string }).text;
    for (const limit of [1, 2, 3, 7]) {
      let joined = "";
      for (let offset = 0; offset < whole.length; offset += limit) {
        const { text: slice } = await sliceExtraction(ports, file, { offset, limit });
        expect(slice.isWellFormed()).toBe(true);
        joined += slice;
      }
      expect(joined, `limit ${limit}`).toBe(whole);
    }
    expect(await sliceExtraction(ports, file, { offset: 10_000, limit: 5 })).toMatchObject({
      text: "",
      task_id: task.task_id,
    });
  });

  it("keeps a result over 1 MiB in the object store, and removes everything with the file", async () => {
    const file = await newDocument(ports, user, "語".repeat(400_000));
    const task = await ask(ports, user, file, "extract", {}, 25);
    expect((task.result as { text: string }).text.length).toBeGreaterThan(399_000);
    const folder = `documents/${user.id}/${file}/`;
    expect((await world.stored()).filter((key) => key.startsWith(folder)).sort()).toEqual([
      `${folder}original.txt`,
      `${folder}results/${task.task_id}.json`,
      `${folder}text.txt`,
    ]);
    await deleteFile(ports, user, file);
    expect((await world.stored()).filter((key) => key.startsWith(folder))).toEqual([]);
    await expect(findTask(ports, user, task.task_id)).rejects.toMatchObject({ code: "TASK_NOT_FOUND" });
  });

  it("fails with its file's fault, once, and the next good one completes", async () => {
    const file = await newDocument(ports, user, prose(100));
    await ports.db("document_files").where({ id: file }).update({ file_type: "docx" });
    const task = await ask(ports, user, file, "extract", {}, 25);
    expect(task).toMatchObject({ status: "failed", error_code: "FILE_CORRUPT", attempt: 1, result: null });
    expect(await findFile(ports, user, file)).toMatchObject({
      processing_status: "failed",
      error_code: "FILE_CORRUPT",
    });
    await ports.db("document_files").where({ id: file }).update({ file_type: "txt" });
    await retryTask(ports, user, task.task_id);
    await world.ended(task.task_id);
    expect(await findTask(ports, user, task.task_id)).toMatchObject({
      status: "completed",
      attempt: 2,
      error_code: null,
    });
    expect(await findFile(ports, user, file)).toMatchObject({ processing_status: "completed", error_code: null });
  });

  it("is refused, then, on a document known to hold no text", async () => {
    const file = await newDocument(ports, user, ". . .\n");
    expect(await ask(ports, user, file, "mindmap", {}, 25)).toMatchObject({ status: "failed", error_code: "NO_TEXT" });
    await expect(ask(ports, user, file, "summarize")).rejects.toMatchObject({
      code: "NO_TEXT",
      details: { needs_ocr: false },
    });
  });

  it("stops within two seconds of being cancelled, and leaves its file as it was", async () => {
    const file = await newDocument(ports, user, prose(900_000));
    const task = await ask(ports, user, file, "summarize");
    await expect
      .poll(async () => (await world.job(task.task_id)).stage, { timeout: 20_000, interval: 20 })
      .toBe("extracting");
    expect(await cancelTask(ports, user, task.task_id)).toMatchObject({ status: "cancelled" });
    expect((await findFile(ports, user, file)).processing_status).toBe("pending");
    const quick = await newDocument(ports, user, prose(60));
    expect(await ask(ports, user, quick, "extract", {}, 25)).toMatchObject({ status: "completed" });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await findTask(ports, user, task.task_id)).toMatchObject({ status: "cancelled", result: null });
  });
});

describe("a consumer that is killed", () => {
  it("leaves its task to the next one, which completes it with one result", async () => {
    await using world = await openWorld();
    const { ports } = world;
    const user = await newUser(ports);
    const file = await newDocument(ports, user, prose(400_000));
    const settings = { JOB_LEASE_SECONDS: "3", SWEEP_SECONDS: "1" };
    const first = await world.startConsumer(settings);
    const task = await ask(ports, user, file, "extract");
    await expect
      .poll(async () => (await world.job(task.task_id)).stage, { timeout: 20_000, interval: 20 })
      .toBe("extracting");
    await first.kill();
    expect((await findTask(ports, user, task.task_id)).status).toBe("processing");
    await world.startConsumer(settings);
    await world.ended(task.task_id, 50_000);
    expect(await findTask(ports, user, task.task_id)).toMatchObject({ status: "completed", attempt: 2 });
  });
});

describe("a document whose worker runs out of memory", () => {
  it("fails at the first attempt, is not tried again, and the next one is read", async () => {
    await using world = await openWorld();
    const { ports } = world;
    const user = await newUser(ports);
    const large = await newDocument(ports, user, prose(400_000));
    const small = await newDocument(ports, user, prose(50));
    const consumer = await world.startConsumer();
    const { task_id } = await ask(ports, user, large, "extract");
    await expect
      .poll(() => findFile(ports, user, large), { timeout: 60_000, interval: 20 })
      .toMatchObject({ processing_status: "processing" });
    // As V8 ends a process whose heap is full.
    execFileSync("pkill", ["-ABRT", "-P", String(consumer.child.pid)]);
    await world.ended(task_id, 60_000);
    expect(await findTask(ports, user, task_id)).toMatchObject({
      status: "failed",
      error_code: "FILE_UNSAFE",
      attempt: 1,
    });
    await expect
      .poll(() => findFile(ports, user, large), { timeout: 10_000 })
      .toMatchObject({ processing_status: "failed", error_code: "FILE_UNSAFE" });
    const next = await ask(ports, user, small, "extract");
    await world.ended(next.task_id, 60_000);
    expect(await findTask(ports, user, next.task_id)).toMatchObject({ status: "completed" });
  });
});
