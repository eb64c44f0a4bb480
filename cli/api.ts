import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { request } from "undici";
import type { Job } from "../lib/table-results/present-job.ts";
import { CliError } from "./failure.ts";

export type { Job };

/** What each request carries where the service asks for keys (ENABLE_API_KEY_AUTH): that of INTAKE_API_KEY. */
export function credentials(): Record<string, string> {
  const key = process.env.INTAKE_API_KEY;
  return key ? { "x-api-key": key } : {};
}

/**
 * One call to the service.
 *
 * @throws {CliError} with the service's own words, or saying that it cannot be reached
 */
export async function call<T>(apiUrl: string, method: "GET" | "POST" | "DELETE", path: string): Promise<T> {
  return askApi(apiUrl, () => request(new URL(path, apiUrl), { method, headers: credentials() }));
}

/**
 * Uploads one file as multipart/form-data, streamed from disk.
 *
 * @param onSent bytes of the file that were handed to the network so far
 */
export async function uploadFile<T>(
  apiUrl: string,
  path: string,
  upload: { file: string; fields: Record<string, string>; onSent?: (bytes: number) => void },
): Promise<T> {
  const { size } = await stat(upload.file).catch(() => {
    throw new CliError(`there is no file ${upload.file}`, 2);
  });
  const boundary = `intake-${crypto.randomUUID()}`;
  const field = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const quoted = basename(upload.file).replace(/["\\\r\n]/g, (mark) => encodeURIComponent(mark));
  const head = Buffer.from(
    `${Object.entries(upload.fields).map(field).join("")}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* body() {
    yield head;
    let sent = 0;
    for await (const chunk of createReadStream(upload.file, { highWaterMark: 256 * 1024 })) {
      yield chunk as Buffer;
      sent += (chunk as Buffer).length;
      upload.onSent?.(sent);
    }
    yield tail;
  }
  return askApi(apiUrl, () =>
    request(new URL(path, apiUrl), {
      method: "POST",
      headers: {
        ...credentials(),
        "content-type": `multipart/form-data; boundary=${boundary}`,
        "content-length": String(head.length + size + tail.length),
      },
      body: Readable.from(body()),
      headersTimeout: 0,
      bodyTimeout: 0,
    }),
  );
}

/** What the service answers to `ask`, parsed; its refusals and its absence as CliErrors. */
export async function askApi<T>(apiUrl: string, ask: () => ReturnType<typeof request>): Promise<T> {
  const answer = await (async () => ask())().catch((error: Error) => {
    throw new CliError(`${apiUrl} cannot be reached (${error.message || error.name})`);
  });
  const text = await answer.body.text();
  if (answer.statusCode < 400) return (text === "" ? undefined : JSON.parse(text)) as T;
  throw new CliError(messageIn(text) ?? `${apiUrl} answered ${answer.statusCode}`);
}

function messageIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    return `${error.code}: ${error.message}`;
  } catch {
    return null;
  }
}
