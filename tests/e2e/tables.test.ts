import { request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import type { Job } from "../../lib/table-results/present-job.ts";
import {
  ask,
  askJson,
  baseUrl,
  checked,
  ended,
  type Failure,
  listen,
  type Uploaded,
  upload,
} from "../support/client.ts";

const THREE_ROWS = "a,b\n1,2\n,3\n4,\n";
const UNKNOWN = "0190a0a0-0000-7000-8000-000000000000";

describe("an upload", () => {
  it("is checked row by row: one row loaded, two blank cells explained", async () => {
    const { status, headers, body } = await upload("three.csv", THREE_ROWS);
    expect(status).toBe(202);
    expect(headers.get("location")).toBe(`/api/jobs/${body.job_id}`);
    expect(body).toMatchObject({ status: "QUEUED", filename: "three.csv", file_size: 14 });

    const job = await ended(body.job_id);
    expect(job).toMatchObject({
      status: "COMPLETED",
      rows_processed: 3,
      rows_failed: 2,
      progress: 100,
      file_type: "csv",
    });
    expect(job.dialect).toMatchObject({ delimiter: ",", encoding: "utf-8", header: true });

    const { body: errors } = await ask<{ total: number; errors: Record<string, unknown>[] }>(
      `/api/jobs/${job.id}/errors`,
    );
    expect(errors.total).toBe(2);
    expect(errors.errors).toMatchObject([
      { row_number: 2, column_name: "a", error_type: "null-value", job_id: job.id },
      { row_number: 3, column_name: "b", error_type: "null-value", job_id: job.id },
    ]);
    const { body: rows } = await ask(`/api/jobs/${job.id}/rows`);
    expect(rows).toEqual({ rows: [{ row_number: 1, data: { a: 1, b: 2 } }], next_after: null });
    const { body: summary } = await ask(`/api/jobs/${job.id}/errors/summary`);
    expect(summary).toEqual({ total: 2, by_type: { "null-value": 2 }, by_column: { a: 1, b: 1 } });
  });

  it("takes a schema and options, and keeps digits that a double would lose", async () => {
    const schema = {
      fields: [
        { name: "n", type: "integer" },
        { name: "d", type: "number" },
      ],
    };
    const job = await checked("big.csv", "n;d\n9007199254740993;0.10000000000000000001\nx;1\n", {
      schema: JSON.stringify(schema),
      options: JSON.stringify({ delimiter: ";" }),
    });
    expect(job).toMatchObject({ status: "COMPLETED", rows_processed: 2, rows_failed: 1 });
    const raw = await fetch(new URL(`/api/jobs/${job.id}/rows`, baseUrl)).then((response) => response.text());
    expect(raw).toContain('"n": 9007199254740993');
    expect(raw).toContain("0.10000000000000000001");
  });

  it.each([
    ["another extension", "report.pdf", "%PDF-1.4", 400, "FILE_TYPE_INVALID"],
    ["a PNG named .xlsx", "x.xlsx", Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1"), 400, "FILE_TYPE_INVALID"],
    ["an old .xls named .xlsx", "x.xlsx", Buffer.from("d0cf11e0a1b11ae1", "hex"), 400, "FILE_TYPE_INVALID"],
    ["an empty file", "empty.csv", "", 400, "FILE_EMPTY"],
  ])("is refused for %s", async (_what, filename, content, status, code) => {
    const answer = await upload<Failure>(filename, content);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it("names every faulty field at once", async () => {
    const { status, body } = await upload<Failure>("t.csv", THREE_ROWS, {
      webhook_url: "ftp://example.com",
      options: '{"colour":"red"}',
      schema: '{"fields":[{"name":"a","type":"colour"}]}',
    });
    expect(status).toBe(400);
    const fields = (body.error.details.fields as { field: string }[]).map(({ field }) => field);
    expect(fields).toEqual(["webhook_url", "schema.fields[0].type", "options.colour"]);
  });

  it("is refused for a character that cannot be stored, and leaves no job", async () => {
    const answer = await upload<Failure>("t.csv", THREE_ROWS, { options: '{"null_values":["\\u0000"]}' });
    expect([answer.status, answer.body.error.code]).toEqual([400, "VALIDATION_ERROR"]);
  });

  it("is refused for more fields than are read, whatever they are called", async () => {
    const fields = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, "x"]));
    const answer = await upload<Failure>("t.csv", THREE_ROWS, fields);
    expect([answer.status, answer.body.error.details.reason]).toEqual([400, "too_many_parts"]);
  });

  it("is refused with 413 by its announced size before a byte of it is sent", async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const call = request(
        new URL("/api/files/upload", baseUrl),
        {
          method: "POST",
          headers: { "content-type": "multipart/form-data; boundary=x", "content-length": 524_288_001 + 1_048_576 },
        },
        (response) => {
          resolve(response.statusCode!);
          call.destroy();
        },
      );
      call.on("error", reject);
      call.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it("with the same Idempotency-Key is the same job; with another file it is a conflict", async () => {
    const key = { "idempotency-key": `e2e-${Date.now()}` };
    const first = await upload("t.csv", THREE_ROWS, {}, key);
    await ended(first.body.job_id);
    const again = await upload("t.csv", THREE_ROWS, {}, key);
    expect(again.body).toEqual(first.body);
    const other = await upload<Failure>("t.csv", "a\n1\n", {}, key);
    expect([other.status, other.body.error.code]).toEqual([409, "CONFLICT"]);
  });

  it("can go to the store in presigned parts, completed twice with one answer", async () => {
    const plan = { filename: "parts.csv", file_size: THREE_ROWS.length };
    const { status, body } = await askJson<{ upload_id: string; job_id: string; part_urls: string[] }>(
      "/api/uploads",
      "POST",
      plan,
    );
    expect(status).toBe(201);
    const sent = await fetch(body.part_urls[0]!, { method: "PUT", body: THREE_ROWS });
    const parts = [{ part_number: 1, etag: sent.headers.get("etag")! }];
    const first = await askJson<Uploaded>(`/api/uploads/${body.upload_id}/complete`, "POST", { parts });
    const again = await askJson<Uploaded>(`/api/uploads/${body.upload_id}/complete`, "POST", { parts });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body.job_id).toBe(body.job_id);
    expect(again.body.sha256).toBe(first.body.sha256);
    expect(await ended(body.job_id)).toMatchObject({ status: "COMPLETED", rows_processed: 3 });
  });

  it("of another size than announced is 400 and leaves no job", async () => {
    const plan = { filename: "parts.csv", file_size: THREE_ROWS.length + 1 };
    const { body } = await askJson<{ upload_id: string; job_id: string; part_urls: string[] }>(
      "/api/uploads",
      "POST",
      plan,
    );
    const sent = await fetch(body.part_urls[0]!, { method: "PUT", body: THREE_ROWS });
    const parts = [{ part_number: 1, etag: sent.headers.get("etag")! }];
    const answer = await askJson(`/api/uploads/${body.upload_id}/complete`, "POST", { parts });
    expect([answer.status, answer.body.error.code]).toEqual([400, "VALIDATION_ERROR"]);
    expect((await ask(`/api/jobs/${body.job_id}`)).status).toBe(404);
  });
});

describe("jobs", () => {
  it("have no last page that could be asked for, and no name with NUL", async () => {
    const { status, body } = await ask<{ jobs: Job[] }>(`/api/jobs?page=${Number.MAX_SAFE_INTEGER}&page_size=200`);
    expect([status, body.jobs]).toEqual([200, []]);
    const search = await ask("/api/models?search=%00");
    expect([search.status, search.body.error.code]).toEqual([400, "VALIDATION_ERROR"]);
  });

  it("are listed newest first, paged and filtered; a page past the end is empty", async () => {
    const job = await checked("listed.csv", THREE_ROWS);
    const { body } = await ask<{ total: number; total_pages: number; jobs: Job[] }>(
      "/api/jobs?page_size=1&status=COMPLETED",
    );
    expect(body.jobs).toHaveLength(1);
    expect(body.jobs[0]!.created_at >= job.created_at).toBe(true);
    const past = await ask<{ jobs: Job[]; total: number }>("/api/jobs?page=99999");
    expect([past.status, past.body.jobs]).toEqual([200, []]);
    const today = new Date().toISOString().slice(0, 10);
    const { body: dated } = await ask<{ total: number }>(`/api/jobs?from_date=${today}&to_date=${today}`);
    expect(dated.total).toBeGreaterThan(0);
  });

  it.each(["page=0", "page_size=201", "status=DONE", "from_date=yesterday"])("refuse ?%s, naming it", async (query) => {
    const { status, body } = await ask(`/api/jobs?${query}`);
    expect(status).toBe(400);
    expect(body.error.details.fields).toMatchObject([{ field: query.split("=")[0] }]);
  });

  it.each([UNKNOWN, "not-a-uuid"])("answer 404 for %s on every route", async (id) => {
    const calls = [
      ["GET", ""],
      ["DELETE", ""],
      ["POST", "/cancel"],
      ["POST", "/retry"],
      ["GET", "/errors"],
      ["GET", "/errors/summary"],
      ["GET", "/rows"],
      ["GET", "/webhooks"],
      ["GET", "/export"],
      ["GET", "/events"],
    ] as const;
    for (const [method, rest] of calls) {
      const { status, body } = await ask(`/api/jobs/${id}${rest}`, { method });
      expect([method, rest, status, body.error.code]).toEqual([method, rest, 404, "RESOURCE_NOT_FOUND"]);
    }
  });

  it("that have ended can be neither cancelled nor retried when completed, and are gone once deleted", async () => {
    const { id } = await checked("done.csv", THREE_ROWS);
    expect((await ask(`/api/jobs/${id}/cancel`, { method: "POST" })).body.error.code).toBe("JOB_NOT_CANCELLABLE");
    expect((await ask(`/api/jobs/${id}/retry`, { method: "POST" })).body.error.code).toBe("JOB_NOT_RETRYABLE");
    expect((await ask(`/api/jobs/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await ask(`/api/jobs/${id}`)).status).toBe(404);
    expect((await ask(`/api/jobs/${id}`, { method: "DELETE" })).status).toBe(404);
  });

  it("are found by their id in either case", async () => {
    const { id } = await checked("case.csv", THREE_ROWS);
    expect((await ask<Job>(`/api/jobs/${id.toUpperCase()}`)).body.id).toBe(id);
    const { messages } = await listen(`/ws/jobs/${id.toUpperCase()}`);
    expect(messages.map(({ type }) => type)).toEqual(["snapshot", "completed"]);
  });

  it("export every column in file order, also those that the schema leaves out", async () => {
    const schema = JSON.stringify({ fields: [{ name: "c" }, { name: "a", type: "integer" }] });
    const job = await checked("abc.csv", "a,b,c\n1,2,3\n4,5,6\n", { schema });
    const text = await fetch(new URL(`/api/jobs/${job.id}/export`, baseUrl)).then((response) => response.text());
    expect(text).toBe("a,b,c\r\n1,2,3\r\n4,5,6\r\n");
  });

  it("export rows in file order, with formulas made harmless", async () => {
    const job = await checked("formulas.csv", "zeta,a\n=1+1,x\n@sum,y\nplain,-\n");
    const csv = await fetch(new URL(`/api/jobs/${job.id}/export`, baseUrl));
    expect(csv.headers.get("content-disposition")).toContain('filename="formulas-rows.csv"');
    expect(await csv.text()).toBe("zeta,a\r\n'=1+1,x\r\n'@sum,y\r\nplain,'-\r\n");
    const lines = await fetch(new URL(`/api/jobs/${job.id}/export?format=ndjson`, baseUrl)).then((r) => r.text());
    expect(lines.split("\n")[0]).toBe('{"zeta":"=1+1","a":"x"}');
  });
});

describe("live progress", () => {
  it("is a snapshot, then progress, then the end, then close 1000", async () => {
    const rows = Array.from({ length: 120_000 }, (_, i) => `${i},name ${i}`).join("\n");
    const { body } = await upload("live.csv", `id,name\n${rows}\n`);
    const { messages, code } = await listen(`/ws/jobs/${body.job_id}`);
    expect(code).toBe(1000);
    expect(messages[0]!.type).toBe("snapshot");
    expect(messages.at(-1)).toMatchObject({ type: "completed", job: { rows_processed: 120_000 } });
    const progress = messages.filter(({ type }) => type === "progress").map((message) => message.progress as number);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it("of a finished job is a snapshot and the end, over the socket and as server-sent events", async () => {
    const job = await checked("late.csv", THREE_ROWS);
    const { messages, code } = await listen(`/ws/jobs/${job.id}`);
    expect([messages.map(({ type }) => type), code]).toEqual([["snapshot", "completed"], 1000]);
    const events = await fetch(new URL(`/api/jobs/${job.id}/events`, baseUrl)).then((response) => response.text());
    expect(events.match(/^event: .*$/gm)).toEqual(["event: snapshot", "event: completed"]);
  });

  it("of an unknown job is one error, then close 1008", async () => {
    const { messages, code } = await listen(`/ws/jobs/${UNKNOWN}`);
    expect(messages).toMatchObject([{ type: "error", error: { code: "RESOURCE_NOT_FOUND" } }]);
    expect(code).toBe(1008);
  });
});

describe("the service", () => {
  it("says how it is", async () => {
    for (const path of ["/api/health", "/health"]) {
      const { status, body } = await ask<Record<string, unknown>>(path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: "healthy", db: true, redis: true, s3: true, sqs: true });
      expect(body.consumers).toBeGreaterThan(0);
    }
    expect((await ask<{ status: string }>("/api/ping")).body.status).toBe("ok");
  });

  it.each([
    [
      "a chunk without a length",
      "POST /api/uploads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      400,
    ],
    ["no HTTP at all", "hello\r\n\r\n", 400],
    ["headers without end", `GET /api/jobs HTTP/1.1\r\nX: ${"x".repeat(20_000)}`, 431],
  ])("answers %s with the one error body and ends the connection", async (_what, bytes, status) => {
    const { hostname, port } = new URL(baseUrl);
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {}); // it may be cut while we still send
    socket.write(bytes);
    let answer = "";
    for await (const piece of socket) answer += piece;
    const [head, body] = answer.split("\r\n\r\n");
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(JSON.parse(body!)).toMatchObject({ success: false, error: { code: "VALIDATION_ERROR" } });
  });

  it("answers an unknown address with the one error body", async () => {
    const { status, body } = await ask<Failure & { path: string; request_id: string }>("/api/nothing/here");
    expect([status, body.error.code, body.path]).toEqual([404, "RESOURCE_NOT_FOUND", "/api/nothing/here"]);
  });
});
