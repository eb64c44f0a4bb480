/** The documents API, known by its address alone; every answer is checked against the OpenAPI document. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import type { Task } from "../../lib/document-tasks/task.ts";
import type { TaskType } from "../../lib/documents/options.ts";
import type { DocumentFile } from "../../lib/files/file.ts";
import { type Answer, ask, baseUrl, type Failure } from "./client.ts";
import { multipart } from "./world.ts";

export type Said<T> = { success: true; data: T; message?: string };

type Document = { paths: Record<string, Record<string, unknown>> };

let contract: Promise<(method: string, path: string, status: number) => ValidateFunction | null> | undefined;

async function readContract() {
  const { body: document } = await ask<Document>("/openapi.json");
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "openapi.json");
  const templates = Object.keys(document.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }));
  templates.sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  return (method: string, path: string, status: number) => {
    const template = templates.find(({ pattern }) => pattern.test(path))?.path;
    if (!template) return null;
    const pointer = [
      template,
      method.toLowerCase(),
      "responses",
      String(status),
      "content",
      "application/json",
      "schema",
    ];
    const encoded = pointer.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
    return ajv.getSchema(`openapi.json#/paths/${encoded}`) ?? null;
  };
}

/** One user of the API. */
export class DocumentClient {
  readonly token: string;

  constructor(token: string) {
    this.token = token;
  }

  static async register(): Promise<DocumentClient> {
    const name = `doc_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
    const address = Array.from({ length: 3 }, () => Math.floor(Math.random() * 256)).join(".");
    const { status, body } = await ask<Said<{ token: string }>>("/api/v1/auth/register", {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": `10.${address}` },
      body: JSON.stringify({ username: name, email: `${name}@example.org`, password: "correct horse battery" }),
    });
    expect(status, JSON.stringify(body)).toBe(201);
    return new DocumentClient(body.data.token);
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const answer = await ask<T>(`/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await expectToFit(method, `/api/v1${path.split("?")[0]}`, answer);
    return answer;
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.call<Said<T>>("GET", path);
    expect(status, JSON.stringify(body)).toBe(200);
    return body.data;
  }

  async refused(method: string, path: string, body?: unknown): Promise<{ status: number } & Failure["error"]> {
    const answer = await this.call<Failure>(method, path, body);
    expect(answer.body.success, JSON.stringify(answer.body).slice(0, 500)).toBe(false);
    return { status: answer.status, ...answer.body.error };
  }

  async upload(filename: string, content: string | Buffer): Promise<DocumentFile> {
    const { body, contentType } = multipart(filename, content);
    const answer = await ask<Said<DocumentFile>>("/api/v1/files/upload", {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}`, "content-type": contentType },
      body: new Uint8Array(body),
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    await expectToFit("POST", "/api/v1/files/upload", answer);
    return answer.body.data;
  }

  async request(
    fileId: string,
    type: TaskType,
    body: object = {},
    wait?: number,
  ): Promise<{ status: number; task: Task }> {
    const query = wait === undefined ? "" : `?wait=${wait}`;
    const answer = await this.call<Said<Task>>("POST", `/documents/${fileId}/${type}${query}`, body);
    expect(answer.body.success, JSON.stringify(answer.body)).toBe(true);
    return { status: answer.status, task: answer.body.data };
  }

  /** The task once it has ended. */
  async done(fileId: string, type: TaskType, body: object = {}): Promise<Task> {
    const { task } = await this.request(fileId, type, body, 25);
    return this.ended(task.task_id);
  }

  async ended(taskId: string, timeoutMs = 60_000): Promise<Task> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const task = await this.get<Task>(`/tasks/${taskId}`);
      if (!["pending", "processing"].includes(task.status)) return task;
      if (Date.now() > until) throw new Error(`task ${taskId} is still ${task.status}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  download(path: string): Promise<Response> {
    return fetch(new URL(`/api/v1${path}`, baseUrl), { headers: { authorization: `Bearer ${this.token}` } });
  }
}

async function expectToFit(method: string, path: string, { status, body }: Answer<unknown>): Promise<void> {
  contract ??= readContract();
  const validate = (await contract)(method, path, status);
  expect(validate, `the OpenAPI document says nothing of ${status} for ${method} ${path}`).not.toBeNull();
  expect(validate!(body), `${method} ${path}: ${JSON.stringify(validate!.errors?.slice(0, 3))}`).toBe(true);
}
