import type { WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { IntakeError } from "../lib/errors.ts";
import { asIntakeError } from "../lib/http/error-body.ts";
import { isUuid } from "../lib/ids.ts";
import { followJob } from "../lib/jobs/follow-job.ts";
import { type JobRow, lastSeq } from "../lib/jobs/job.ts";
import {
  type Progress,
  presentImportJob,
  progressIn,
  progressOf,
  shownStatus,
  shownType,
  WORKBOOK_KINDS,
} from "../lib/models/present-job.ts";
import type { Ports } from "../lib/ports.ts";
import { gate } from "./auth.ts";
import { untilClosed } from "./sockets.ts";

/** Live progress of workbook jobs; both addresses serve either kind of job. */
export async function importSockets(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  for (const path of ["/ws/import/:id", "/ws/validation/:id"]) {
    app.get<{ Params: { id: string } }>(
      path,
      { websocket: true, onRequest: gate(ports, { path }) },
      (socket, request) => follow(ports, socket, request),
    );
  }
}

async function follow(ports: Ports, socket: WebSocket, request: FastifyRequest<{ Params: { id: string } }>) {
  const { id } = request.params;
  const send = (message: Record<string, unknown>) => socket.send(JSON.stringify(message));
  try {
    if (!isUuid(id)) throw new IntakeError("RESOURCE_NOT_FOUND", "There is no such job");
    for await (const message of messages(ports, id, untilClosed(socket))) send(message);
    socket.close(1000);
  } catch (error) {
    const { code, message, status } = asIntakeError(error);
    if (status >= 500) request.log.error({ err: error }, "socket");
    send({ type: "error", job_id: id, error: { code, message } });
    socket.close(status === 404 ? 1008 : 1011);
  }
}

/** `connected`, then `status` and `progress` as they happen, then `final`; who sees a job succeed sees it reach 100. */
async function* messages(ports: Ports, id: string, signal: AbortSignal): AsyncGenerator<Record<string, unknown>> {
  let status = "";
  let place = { attempt: 0, percent: 0 };
  const progressAt = (seq: number, progress: Progress | null) => ({
    type: "progress",
    job_id: id,
    status: "processing",
    seq,
    progress,
  });
  for await (const event of followJob(ports, id, { kinds: WORKBOOK_KINDS }, signal)) {
    if (event.type === "snapshot") {
      const { job, live } = event;
      status = shownStatus(job.status);
      const progress = await progressOf(ports, job, live);
      place = { attempt: job.attempt, percent: progress?.percent ?? 0 };
      yield connected(job, progress);
      continue;
    }
    if (event.type === "end" && event.job.status === "COMPLETED" && status !== "success") {
      yield progressAt(lastSeq(event.job.attempt), await progressOf(ports, event.job));
    }
    const now = shownStatus(event.type === "end" ? event.job.status : event.live.status);
    if (now !== status) {
      status = now;
      yield { type: "status", job_id: id, status, message: `Job status changed to ${status}` };
    }
    if (event.type === "progress" && event.live.stage) {
      const { attempt, seq } = event.live;
      const progress = progressIn(event.live);
      // The database keeps whole percents: what it says while Redis is down may lie a little behind.
      if (attempt === place.attempt) progress.percent = Math.max(place.percent, progress.percent);
      place = { attempt, percent: progress.percent };
      yield progressAt(seq, progress);
    }
    if (event.type === "end") yield await final(ports, event.job);
  }
}

function connected(job: JobRow, progress: Progress | null): Record<string, unknown> {
  return {
    type: "connected",
    job_id: job.id,
    job_type: shownType(job.kind),
    status: shownStatus(job.status),
    message: "Connected to job progress stream",
    progress,
  };
}

async function final(ports: Ports, job: JobRow): Promise<Record<string, unknown>> {
  const { status, completed_at, model_id, result, error } = presentImportJob(job, await progressOf(ports, job));
  return { type: "final", job_id: job.id, status, completed_at, model_id, result, error };
}
