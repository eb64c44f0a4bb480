import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { User } from "../lib/accounts/user.ts";
import { activeTasks } from "../lib/document-tasks/find-task.ts";
import { asIntakeError } from "../lib/http/error-body.ts";
import { isUuid } from "../lib/ids.ts";
import type { Ports } from "../lib/ports.ts";
import { CLOSE, enter } from "./socket-access.ts";
import { untilClosed } from "./sockets.ts";
import { taskMessages } from "./task-messages.ts";

/** New tasks are announced over Redis; how often the database is asked in case it was missed, or Redis is down. */
const LOOK_MS = { live: 5_000, blind: 1_000 };

/** Progress of document tasks: of one until its end, or of all of a user's for as long as the socket is open. */
export async function taskSockets(app: FastifyInstance, { ports }: { ports: Ports }): Promise<void> {
  for (const base of ["/ws", "/api/v1/ws"]) {
    app.get<{ Params: { id: string } }>(`${base}/tasks/:id`, { websocket: true }, (socket, request) =>
      converse(ports, socket, request, (user, gone) => followOne(ports, socket, user, request.params.id, gone)),
    );
    app.get(`${base}/tasks`, { websocket: true }, (socket, request) =>
      converse(ports, socket, request, (user, gone) => followAll(ports, socket, user, gone)),
    );
  }
}

/** Who comes in is answered and told; who may not is closed out, after the upgrade, so that browsers see the code. */
async function converse(
  ports: Ports,
  socket: WebSocket,
  request: FastifyRequest,
  follow: (user: User, gone: AbortSignal) => Promise<void>,
): Promise<void> {
  const gone = untilClosed(socket);
  const entered = enter(ports, socket, request);
  socket.on("message", async (data, isBinary) => {
    if (isBinary) return socket.close(CLOSE.unsupported, "messages are JSON text");
    if (await entered) tell(socket, answerTo(String(data)));
  });
  try {
    const user = await entered;
    if (user) await follow(user, gone);
  } catch (error) {
    const { status } = asIntakeError(error);
    if (status !== 404) request.log.error({ err: error }, "socket");
    if (status === 404) socket.close(CLOSE.unknown, "there is no such task");
    else socket.close(CLOSE.broken);
  }
}

async function followOne(ports: Ports, socket: WebSocket, user: User, id: string, gone: AbortSignal): Promise<void> {
  if (!isUuid(id)) return socket.close(CLOSE.unknown, "there is no such task");
  for await (const message of taskMessages(ports, user, id, gone)) tell(socket, message);
  socket.close(CLOSE.normal);
}

async function followAll(ports: Ports, socket: WebSocket, user: User, gone: AbortSignal): Promise<void> {
  const followed = new Set<string>();
  const follow = async (id: string): Promise<void> => {
    if (followed.has(id)) return;
    followed.add(id);
    try {
      for await (const message of taskMessages(ports, user, id, gone)) tell(socket, message);
    } catch (error) {
      const { status, message } = asIntakeError(error);
      if (status !== 404) ports.log.warn({ task: id, err: message }, "task not followed");
    } finally {
      followed.delete(id);
    }
  };
  const leave = await ports.live.onTask(user.id, (id) => void follow(id)).catch(() => null);
  try {
    while (!gone.aborted) {
      for (const id of await activeTasks(ports, user).catch(() => [])) void follow(id);
      await sleep(leave && ports.live.up ? LOOK_MS.live : LOOK_MS.blind, undefined, { signal: gone }).catch(() => {});
    }
  } finally {
    leave?.();
  }
}

function answerTo(text: string): Record<string, unknown> {
  const timestamp = new Date().toISOString();
  if (isPing(text)) return { type: "pong", timestamp };
  const error = { code: "VALIDATION_ERROR", message: 'The one message taken is {"type":"ping"}' };
  return { type: "error", timestamp, error };
}

function isPing(text: string): boolean {
  try {
    return (JSON.parse(text) as { type?: unknown } | null)?.type === "ping";
  } catch {
    return false;
  }
}

const tell = (socket: WebSocket, message: Record<string, unknown>): void => socket.send(JSON.stringify(message));
