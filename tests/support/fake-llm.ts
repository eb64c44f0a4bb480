/**
 * A small OpenAI-compatible server: answers chat completions, streamed or not, and fails in the ways that providers
 * fail. It remembers every request.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type ChatBody = {
  model: string;
  messages: { role: string; content: string }[];
  stream?: boolean;
  response_format?: { type: string; json_schema?: { name: string } };
  tools?: unknown;
  max_tokens: number;
};

export type Asked = { at: number; authorization: string; body: ChatBody; open: number };

/** What a request is answered with; `hang` never answers, `broken` is no JSON at all. */
export type Behaviour =
  | { kind: "text"; text?: string; usage?: false; pieces?: string[]; gapMs?: number }
  | { kind: "status"; status: number; retryAfter?: string }
  | { kind: "hang" }
  | { kind: "broken" };

export type FakeLlm = AsyncDisposable & {
  /** To be used as `base_url`. */
  url: string;
  asked: Asked[];
  /** Requests that were under way at once, at most. */
  mostAtOnce: () => number;
  /** Says how the nth request (from 0) is answered; `null` is the usual way. */
  behave(how: (asked: Asked, n: number) => Behaviour | null): void;
};

export const USAGE = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };
const KEY_REFUSED = "sk-refused-key";

export async function startFakeLlm(): Promise<FakeLlm> {
  const asked: Asked[] = [];
  let behave: (asked: Asked, n: number) => Behaviour | null = () => null;
  let open = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    const authorization = request.headers.authorization ?? "";
    if (authorization.includes(KEY_REFUSED)) return fail(response, 401);
    if (request.url?.endsWith("/models")) return json(response, { object: "list", data: [] });
    open++;
    most = Math.max(most, open);
    response.on("close", () => open--);
    const one: Asked = { at: Date.now(), authorization, body: JSON.parse(await read(request)) as ChatBody, open };
    const n = asked.push(one) - 1;
    await reply(response, one, behave(one, n) ?? { kind: "text" });
  });
  // On a crowded machine a client may reuse a connection just as it is closed for being idle; the call is then rightly
  // made and logged twice, which is not what tests here are about.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    mostAtOnce: () => most,
    behave(how) {
      behave = how;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function reply(response: ServerResponse, { body }: Asked, how: Behaviour): Promise<void> {
  if (how.kind === "hang") return;
  if (how.kind === "status") return fail(response, how.status, how.retryAfter);
  if (how.kind === "broken") {
    response.setHeader("content-type", "application/json").end("{ this is no JSON");
    return;
  }
  const text = how.text ?? how.pieces?.join("") ?? usualAnswer(body);
  const usage = how.usage === false ? {} : { usage: USAGE };
  if (!body.stream) {
    await sleep(5);
    return json(response, { choices: [{ index: 0, message: { role: "assistant", content: text } }], ...usage });
  }
  response.setHeader("content-type", "text/event-stream");
  for (const content of how.pieces ?? text.match(/\S+\s*/g) ?? []) {
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`);
    await sleep(how.gapMs ?? 2);
  }
  response.end(`data: ${JSON.stringify({ choices: [], ...usage })}\n\ndata: [DONE]\n\n`);
}

/** Something that fits what was asked for. */
function usualAnswer({ response_format }: ChatBody): string {
  switch (response_format?.json_schema?.name) {
    case "notes":
      return JSON.stringify({ notes: ["A note on this part."] });
    case "summary":
      return JSON.stringify({ summary: "A summary by the model.", key_points: ["One point."], sections: [] });
    case "mindmap":
      return JSON.stringify({
        topic: "Energy",
        nodes: [
          { name: "Solar", parent: -1, importance: 90 },
          { name: "Wind", parent: -1, importance: 60 },
          { name: "Panels", parent: 0, importance: 50 },
        ],
      });
    default:
      return "The answer of the model [1].";
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

function json(response: ServerResponse, body: unknown): void {
  response.setHeader("content-type", "application/json").end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, retryAfter?: string): void {
  if (retryAfter) response.setHeader("retry-after", retryAfter);
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message: "no", type: "error", code: null } }));
}
