import { expect } from "vitest";
import WebSocket from "ws";
import type { Job } from "../../lib/table-results/present-job.ts";
import { multipart } from "./world.ts";

/** The service under test, known by its address alone. */
export const baseUrl = process.env.INTAKE_URL ?? "http://127.0.0.1:3000";

export type Answer<T> = { status: number; headers: Headers; body: T };
export type Failure = { success: false; error: { code: string; message: string; details: Record<string, unknown> } };

export async function ask<T = Failure>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const response = await fetch(new URL(path, baseUrl), init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === "" ? null : JSON.parse(text)) as T };
}

export const askJson = <T = Failure>(path: string, method: string, body: unknown): Promise<Answer<T>> =>
  ask<T>(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export type Uploaded = { job_id: string; status: string; sha256: string; file_size: number; filename: string };

export async function upload<T = Uploaded>(
  filename: string,
  content: string | Buffer,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer<T>> {
  const { body, contentType } = multipart(filename, content, fields);
  return ask<T>("/api/files/upload", {
    method: "POST",
    headers: { "content-type": contentType, ...headers },
    body: new Uint8Array(body),
  });
}

/** Uploads and waits for the end of the job. */
export async function checked(
  filename: string,
  content: string | Buffer,
  fields: Record<string, string> = {},
): Promise<Job> {
  const { status, body } = await upload(filename, content, fields);
  expect(status, JSON.stringify(body)).toBe(202);
  return ended(body.job_id);
}

export async function ended(jobId: string, timeoutMs = 60_000): Promise<Job> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const { body } = await ask<Job>(`/api/jobs/${jobId}`);
    if (["COMPLETED", "FAILED", "CANCELLED"].includes(body.status)) return body;
    if (Date.now() > until) throw new Error(`job ${jobId} is still ${body.status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every message of a socket until it is closed, and how it was closed. */
export async function listen(path: string): Promise<{ messages: Record<string, unknown>[]; code: number }> {
  const socket = new WebSocket(new URL(path, baseUrl.replace(/^http/, "ws")));
  const messages: Record<string, unknown>[] = [];
  socket.on("message", (data) => messages.push(JSON.parse(String(data))));
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", (code) => resolve({ messages, code }));
  });
}
