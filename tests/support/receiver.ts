import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";

export type Received = { headers: IncomingHttpHeaders; body: string };
export type Receiver = AsyncDisposable & { url: string; calls: Received[]; wait(calls: number): Promise<void> };

/**
 * A stranger's webhook receiver: a real HTTP server that answers the first calls with `answers` in turn, the later
 * ones with the last of them. `"silence"` never answers.
 */
export async function startReceiver(...answers: (number | "silence")[]): Promise<Receiver> {
  const calls: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const answer = answers[Math.min(calls.length, answers.length) - 1] ?? 200;
    if (answer !== "silence") response.writeHead(answer).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/hook`,
    calls,
    async wait(n) {
      const until = Date.now() + 30_000;
      while (calls.length < n) {
        if (Date.now() > until) throw new Error(`${calls.length} of ${n} calls came within 30 s`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
