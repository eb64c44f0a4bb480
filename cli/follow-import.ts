import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import type { ImportJob, Progress } from "../lib/models/present-job.ts";
import { call, credentials } from "./api.ts";
import { progressBar } from "./print.ts";

const FINAL = new Set(["success", "failed", "cancelled"]);

/** How long the socket may take to open, and how long it may then be silent: the service pings every 30 s. */
const OPEN_MS = 3_000;
const SILENT_MS = 70_000;

/**
 * Follows a workbook job over its socket; should that fail, fall silent or close early, it asks every second instead.
 * Progress goes to stderr: a bar on a terminal, a line per stage otherwise. Ctrl-C leaves the job running.
 */
export async function followImport(apiUrl: string, jobId: string, kind: "import" | "validation"): Promise<ImportJob> {
  const bar = progressBar("", 100);
  process.once("SIGINT", () => {
    bar.stop();
    console.error(`\nThe job goes on: ${jobId}`);
    process.exit(130);
  });
  let stage = "";
  const show = (progress: Progress | null) => {
    if (!progress) return;
    bar.update(progress.percent, `${progress.stage}: ${progress.message ?? ""}`);
    if (!process.stderr.isTTY && progress.stage !== stage)
      console.error(`${progress.stage}: ${progress.message ?? ""}`);
    stage = progress.stage;
  };
  try {
    await overSocket(apiUrl, jobId, kind, show);
    for (;;) {
      const job = await call<ImportJob>(apiUrl, "GET", `/api/import/job/${jobId}`);
      show(job.progress);
      if (FINAL.has(job.status)) return job;
      await sleep(1_000);
    }
  } finally {
    bar.stop();
  }
}

/** Until the socket is closed, for whatever reason: the job itself says then how it stands. */
async function overSocket(apiUrl: string, jobId: string, kind: string, show: (progress: Progress | null) => void) {
  const url = new URL(`/ws/${kind}/${jobId}`, apiUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url, { headers: credentials(), handshakeTimeout: OPEN_MS });
  const silence = setTimeout(() => socket.terminate(), SILENT_MS);
  socket.on("ping", () => silence.refresh());
  socket.on("message", (data) => {
    silence.refresh();
    show((JSON.parse(String(data)) as { progress?: Progress }).progress ?? null);
  });
  await new Promise<void>((resolve) => {
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
  });
  clearTimeout(silence);
}
