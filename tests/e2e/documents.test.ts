import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { ExtractionSlice } from "../../lib/document-tasks/extractions.ts";
import type { Task, TaskItem } from "../../lib/document-tasks/task.ts";
import type { MindmapResult, QaResult, SummarizeResult } from "../../lib/documents/results.ts";
import type { ExtractResult } from "../../lib/documents/types.ts";
import type { DocumentFile, FileDetail } from "../../lib/files/file.ts";
import type { Page } from "../../lib/http/page.ts";
import type { Statistics } from "../../lib/statistics/statistics.ts";
import { listen } from "../support/client.ts";
import { DocumentClient } from "../support/document-client.ts";
import { prose } from "../support/prose.ts";
import { makeDocx, p } from "../unit/documents/extract/docx/make-docx.ts";
import { lines, makePdf } from "../unit/documents/extract/pdf/make-pdf.ts";

/** Acceptance checks 15, 16, 21–23, 25, 27, 31–37, 44 and 45 of the documents API, with the provider local. */

const UNKNOWN = "0190a0a0-0000-7000-8000-000000000000";
const TEXT =
  "The solar panel was invented in 1954 at Bell Labs. It turned six percent of sunlight into power. " +
  "Engineers later raised that share to twenty percent.\n\n" +
  "Wind turbines use blades to catch the wind. The largest turbine stands in Denmark and is 280 metres tall. " +
  "Its blades are made of glass fibre.\n\n" +
  "Hydropower is older than both of them. The first plant was built in 1882 in Wisconsin. It lit two paper mills.\n";
const QUESTION = "When was the solar panel invented?";
const fixture = (name: string) => readFile(new URL(`../fixtures/documents/${name}`, import.meta.url));

describe("tasks on a document", () => {
  let client: DocumentClient;
  let file: DocumentFile;
  beforeAll(async () => {
    client = await DocumentClient.register();
    file = await client.upload("energy.txt", TEXT);
  });

  it("summarize a file that was never extracted, and leave the extraction behind", async () => {
    expect(await client.refused("GET", `/documents/${file.file_id}/extraction`)).toMatchObject({
      status: 404,
      details: { reason: "not_extracted" },
    });
    const task = await client.done(file.file_id, "summarize");
    const { summary, statistics } = task.result as SummarizeResult;
    expect(task).toMatchObject({ status: "completed", progress: 100, provider: "local", model: null });
    expect(statistics.summary_length).toBeLessThanOrEqual(120);
    expect(statistics.summary_length).toBeLessThanOrEqual(statistics.original_length / 2);
    for (const sentence of summary.split(/(?<=\.) /)) expect(TEXT).toContain(sentence);
    const { text, total_chars } = await client.get<ExtractionSlice>(`/documents/${file.file_id}/extraction`);
    expect(total_chars).toBe(text.length);
    expect(text).toContain("Hydropower is older");
    const detail = await client.get<z.output<typeof FileDetail>>(`/files/${file.file_id}`);
    expect(detail).toMatchObject({
      processing_status: "completed",
      extracted_text: text,
      tasks: { by_type: { summarize: 1 } },
    });
  });

  it("answer within the request where one waits for them, and cite the text itself", async () => {
    const { status, task } = await client.request(file.file_id, "qa", { question: QUESTION });
    expect(status).toBe(200);
    const result = task.result as QaResult;
    const { text } = await client.get<ExtractionSlice>(`/documents/${file.file_id}/extraction`);
    expect(result).toMatchObject({ answerable: true, answer: "The solar panel was invented in 1954 at Bell Labs." });
    expect(result.confidence).toBeGreaterThanOrEqual(0.5);
    for (const { start, end, excerpt } of result.sources) expect(excerpt).toBe(text.slice(start, end));
    const absent = await client.request(file.file_id, "qa", {
      question: "Who won the football championship in Brazil?",
    });
    expect((absent.task.result as QaResult).answerable).toBe(false);
    expect((absent.task.result as QaResult).confidence).toBeLessThan(0.25);
  });

  it("answer 202 where nobody waits, 400 where one would wait too long", async () => {
    const { status, task } = await client.request(file.file_id, "mindmap", { max_depth: 2 }, 0);
    expect(status).toBe(202);
    expect(["pending", "processing"]).toContain(task.status);
    const refused = await client.refused("POST", `/documents/${file.file_id}/mindmap?wait=26`, {});
    expect(refused).toMatchObject({ status: 400, code: "VALIDATION_ERROR", details: { fields: [{ field: "wait" }] } });
    await client.ended(task.task_id);
  });

  it("are one for two equal requests at once, reused once completed, and new when forced or other", async () => {
    const body = { question: "Where does the largest turbine stand?" };
    const both = await Promise.all([
      client.request(file.file_id, "qa", body, 0),
      client.request(file.file_id, "qa", body, 0),
    ]);
    const [first, second] = both.map(({ task }) => task);
    expect(first!.task_id).toBe(second!.task_id);
    expect([first!.reused, second!.reused].toSorted()).toEqual([false, true]);
    const done = await client.ended(first!.task_id);
    const again = await client.request(file.file_id, "qa", body, 0);
    expect(again).toMatchObject({ status: 200, task: { task_id: first!.task_id, reused: true, result: done.result } });
    const forced = await client.done(file.file_id, "qa", { ...body, force: true });
    expect(forced.task_id).not.toBe(first!.task_id);
    expect(forced.result).toEqual(done.result);
    const other = await client.request(file.file_id, "qa", { ...body, top_k: 1 }, 0);
    expect(other.task.reused).toBe(false);
  });

  it("give the same result however often and however many run at once", async () => {
    const runs: Task[] = [];
    for (let n = 0; n < 3; n++) runs.push(await client.done(file.file_id, "mindmap", { force: true }));
    const [first, ...others] = runs.map(({ result }) => JSON.stringify(result));
    for (const other of others) expect(other).toBe(first);
    const map = runs[0]!.result as MindmapResult;
    expect(map.structure.total_nodes).toBe(map.exports.opml.match(/<outline /g)?.length);
  });

  it("are exported as files named after the document", async () => {
    const task = await client.done(file.file_id, "mindmap");
    for (const [format, type] of [
      ["", "text/markdown; charset=utf-8"],
      ["?format=mermaid", "text/vnd.mermaid; charset=utf-8"],
      ["?format=opml", "text/x-opml; charset=utf-8"],
      ["?format=json", "application/json; charset=utf-8"],
    ]) {
      const response = await client.download(`/tasks/${task.task_id}/export${format}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe(type);
      expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="energy-mindmap\./);
      if (format === "?format=json") expect(await response.json()).toEqual(task.result);
    }
    expect(await client.refused("GET", `/tasks/${task.task_id}/export?format=text`)).toMatchObject({ status: 400 });
  });

  it("refuse options that are wrong, by their names", async () => {
    const custom = await client.refused("POST", `/documents/${file.file_id}/summarize`, { summary_type: "custom" });
    expect(custom).toMatchObject({ status: 400, details: { fields: [{ field: "focus_areas" }] } });
    const neither = await client.refused("POST", `/documents/${file.file_id}/rewrite`, { rewrite_type: "formal" });
    expect(neither).toMatchObject({ status: 400, details: { fields: [{ field: "text" }] } });
    const far = await client.refused("POST", `/documents/${file.file_id}/rewrite`, {
      rewrite_type: "formal",
      section: 99,
    });
    expect(far).toMatchObject({ status: 400, details: { fields: [{ field: "section" }] } });
    const keyless = await client.refused("POST", `/documents/${file.file_id}/qa`, {
      question: "Why?",
      provider: "openai",
    });
    expect(keyless).toMatchObject({ status: 422, code: "API_KEY_INVALID", details: { reason: "not_configured" } });
  });

  it("are told over a socket from their snapshot to their result", async () => {
    const { task } = await client.request(file.file_id, "summarize", { length: "long" }, 0);
    const { messages, code } = await listen(`/ws/tasks/${task.task_id}?token=${client.token}`);
    expect(code).toBe(1000);
    expect(messages[0]).toMatchObject({ type: "task_snapshot", task_id: task.task_id });
    expect(messages.at(-1)).toMatchObject({ type: "task_completed", progress: 100, result: { length: "long" } });
    const numbers = messages.map(({ seq }) => seq as number);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  it("belong to their user: another's are answered like those that do not exist", async () => {
    const stranger = await DocumentClient.register();
    const { items } = await client.get<Page<TaskItem>>(`/tasks?file_id=${file.file_id}&page_size=1`);
    const task = items[0]!;
    expect(task).not.toHaveProperty("result");
    for (const [method, foreign, unknown] of [
      ["GET", `/tasks/${task.task_id}`, `/tasks/${UNKNOWN}`],
      ["GET", `/tasks/${task.task_id}`, "/tasks/none"],
      ["POST", `/tasks/${task.task_id}/cancel`, `/tasks/${UNKNOWN}/cancel`],
      ["POST", `/tasks/${task.task_id}/retry`, `/tasks/${UNKNOWN}/retry`],
      ["GET", `/tasks/${task.task_id}/export`, `/tasks/${UNKNOWN}/export`],
      ["POST", `/documents/${file.file_id}/extract`, `/documents/${UNKNOWN}/extract`],
      ["GET", `/documents/${file.file_id}/extraction`, `/documents/${UNKNOWN}/extraction`],
    ] as const) {
      const body = method === "POST" ? {} : undefined;
      const [theirs, nobodys] = [
        await stranger.refused(method, foreign, body),
        await stranger.refused(method, unknown, body),
      ];
      expect(theirs.status).toBe(404);
      expect({ ...theirs, message: "" }).toEqual({ ...nobodys, message: "" });
      expect(theirs.code).toBe(foreign.startsWith("/tasks") ? "TASK_NOT_FOUND" : "RESOURCE_NOT_FOUND");
    }
    expect((await listen(`/ws/tasks/${task.task_id}?token=${stranger.token}`)).code).toBe(1008);
    const outside = await fetch(
      new URL(`/api/jobs/${task.task_id}`, process.env.INTAKE_URL ?? "http://127.0.0.1:3000"),
    );
    expect(outside.status).toBe(404);
  });
});

describe("a task that ends otherwise", () => {
  let client: DocumentClient;
  beforeAll(async () => {
    client = await DocumentClient.register();
  });

  it("is cancelled at once and for good", async () => {
    const file = await client.upload("long.txt", prose(600_000));
    const { task } = await client.request(file.file_id, "summarize", {}, 0);
    const cancelled = await client.call<{ data: Task }>("POST", `/tasks/${task.task_id}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, body: { data: { status: "cancelled", result: null } } });
    expect(await client.refused("POST", `/tasks/${task.task_id}/cancel`)).toMatchObject({
      status: 409,
      code: "TASK_ALREADY_COMPLETED",
      details: { status: "cancelled" },
    });
    expect(await client.refused("GET", `/tasks/${task.task_id}/export`)).toMatchObject({
      status: 409,
      code: "CONFLICT",
      details: { reason: "not_completed" },
    });
    const retried = await client.call<{ data: Task }>("POST", `/tasks/${task.task_id}/retry`);
    expect(retried).toMatchObject({ status: 202, body: { data: { task_id: task.task_id, status: "pending" } } });
    await client.call("POST", `/tasks/${task.task_id}/cancel`);
    expect((await client.get<DocumentFile>(`/files/${file.file_id}`)).processing_status).not.toBe("failed");
  });

  it("ends with its file, which takes everything with it", async () => {
    const file = await client.upload("gone.txt", prose(300_000));
    const { task } = await client.request(file.file_id, "extract", {}, 0);
    const heard = listen(`/ws/tasks/${task.task_id}?token=${client.token}`);
    expect((await client.call("DELETE", `/files/${file.file_id}`)).status).toBe(200);
    const { messages } = await heard;
    for (const { type } of messages.slice(-1)) expect(type).toBe("task_cancelled");
    for (const path of [`/files/${file.file_id}`, `/tasks/${task.task_id}`, `/documents/${file.file_id}/extraction`]) {
      expect((await client.refused("GET", path)).status).toBe(404);
    }
  });

  it("knows a document without text: extract says so, everything else is refused", async () => {
    const file = await client.upload("scan.pdf", makePdf({ pages: [[], []] }));
    const task = await client.done(file.file_id, "extract");
    const { text, metadata, warnings } = task.result as ExtractResult;
    expect(task.status).toBe("completed");
    expect(text.trim()).toBe("");
    expect(metadata).toMatchObject({ needs_ocr: true, page_count: 2, pages_without_text: 2 });
    expect(warnings.map(({ code }) => code)).toContain("NEEDS_OCR");
    const refused = await client.refused("POST", `/documents/${file.file_id}/summarize`, {});
    expect(refused).toMatchObject({ status: 422, code: "NO_TEXT", details: { needs_ocr: true } });
  });

  it("needs no password that is the owner's alone", async () => {
    const locked = await client.upload("user-password.pdf", await fixture("user-password.pdf"));
    expect(await client.done(locked.file_id, "extract")).toMatchObject({
      status: "failed",
      error_code: "FILE_ENCRYPTED",
      result: null,
    });
    const open = await client.upload("owner-password.pdf", await fixture("owner-password.pdf"));
    expect(await client.done(open.file_id, "extract")).toMatchObject({ status: "completed" });
  });

  it("fails once by a broken or hostile file, and the next good one completes", async () => {
    const pdf = makePdf({ pages: [lines(72, 700, ["One page of text."])] });
    const broken: [string, Buffer, string][] = [
      ["cut.pdf", pdf.subarray(0, 200), "FILE_CORRUPT"],
      ["xml.docx", makeDocx({ body: "<w:p><w:r>" }), "FILE_CORRUPT"],
      [
        "entities.docx",
        makeDocx({ body: p("x"), more: { "word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' } }),
        "FILE_UNSAFE",
      ],
    ];
    for (const [name, content, code] of broken) {
      const file = await client.upload(name, content);
      const task = await client.done(file.file_id, "extract");
      expect(task, name).toMatchObject({ status: "failed", error_code: code, attempt: 1 });
      expect(await client.get<DocumentFile>(`/files/${file.file_id}`)).toMatchObject({
        processing_status: "failed",
        error_code: code,
      });
      const retried = await client.call<{ data: Task }>("POST", `/tasks/${task.task_id}/retry`);
      expect(retried.status).toBe(202);
      expect(await client.ended(task.task_id)).toMatchObject({ status: "failed", attempt: 2 });
    }
    const good = await client.upload("good.pdf", pdf);
    const task = await client.done(good.file_id, "extract");
    expect(task.result).toMatchObject({
      text: expect.stringContaining("One page of text."),
      metadata: { page_count: 1 },
    });
    expect(await client.refused("POST", `/tasks/${task.task_id}/retry`)).toMatchObject({
      status: 400,
      code: "JOB_NOT_RETRYABLE",
    });
  });
});

describe("statistics", () => {
  it("are zero for a new user, and right after what was done", async () => {
    const client = await DocumentClient.register();
    const before = await client.get<z.output<typeof Statistics>>("/statistics?days=7");
    expect(before).toMatchObject({
      files: { total: 0, storage_bytes: 0, by_type: { pdf: 0, docx: 0, txt: 0 } },
      tasks: { total: 0, average_completion_time: null },
      usage: { total_api_calls: 0, by_model: [] },
    });
    expect(before.over_time).toHaveLength(7);
    expect(before.over_time.at(-1)).toEqual({
      date: new Date().toISOString().slice(0, 10),
      files: 0,
      tasks: 0,
      completed: 0,
      failed: 0,
      api_calls: 0,
      tokens: 0,
    });

    const file = await client.upload("energy.txt", TEXT);
    await client.done(file.file_id, "extract");
    await client.done(file.file_id, "qa", { question: QUESTION });
    const after = await client.get<z.output<typeof Statistics>>("/statistics?days=1");
    expect(after).toMatchObject({
      files: { total: 1, processed: 1, this_month: 1, storage_bytes: Buffer.byteLength(TEXT), by_type: { txt: 1 } },
      tasks: {
        total: 2,
        total_completed: 2,
        by_type: { extract: 1, qa: 1 },
        average_completion_time: expect.any(Number),
      },
    });
    expect(after.over_time).toMatchObject([{ files: 1, tasks: 2, completed: 2 }]);
    expect(await client.get("/statistics/files")).toEqual(after.files);
    expect(await client.get("/statistics/tasks")).toEqual(after.tasks);
    expect(await client.get("/statistics/usage")).toEqual(after.usage);
    expect(await client.get("/statistics/llm-calls")).toMatchObject({ total: 0, items: [] });
    expect(await client.refused("GET", "/statistics?days=366")).toMatchObject({ status: 400 });
  });
});
