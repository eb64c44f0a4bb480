import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import { call, credentials, type Job } from "./api.ts";
import { CliError } from "./failure.ts";
import { count, progressBar } from "./print.ts";

const FINAL = new Set(["COMPLETED", "FAILED", "CANCELLED"]);

/** Follows a job over its socket to its end; should the socket fail or close early, it asks every second instead. */
export async function watchJob(apiUrl: string, job: Pick<Job, "job_id" | "filename">): Promise<Job> {
  const bar = progressBar(job.filename ?? job.job_id, 100);
  const show = ({ progress, rows_processed, rows_failed }: Partial<Job>) =>
    bar.update(progress ?? 0, `${count(rows_processed ?? 0)} rows, ${count(rows_failed ?? 0)} failed`);
  try {
    const ended = (await overSocket(apiUrl, job.job_id, show)) ?? (await byAsking(apiUrl, job.job_id, show));
    show(ended);
    return ended;
  } finally {
    bar.stop();
  }
}

async function overSocket(apiUrl: string, jobId: string, show: (job: Partial<Job>) => void): Promise<Job | null> {
  const url = new URL(`/ws/jobs/${jobId}`, apiUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url, { headers: credentials() });
  return new Promise((resolve, reject) => {
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as {
        type: string;
        job?: Job;
        error?: { message: string };
      } & Partial<Job>;
      if (message.type === "error") return reject(new CliError(message.error?.message ?? "the job cannot be followed"));
      if (message.job && FINAL.has(message.job.status)) resolve(message.job);
      show(message.job ?? message);
    });
    socket.on("error", () => resolve(null));
    socket.on("close", () => resolve(null));
  });
}

async function byAsking(apiUrl: string, jobId: string, show: (job: Partial<Job>) => void): Promise<Job> {
  for (;;) {
    const job = await call<Job>(apiUrl, "GET", `/api/jobs/${jobId}`);
    if (FINAL.has(job.status)) return job;
    show(job);
    await sleep(1_000);
  }
}
