import { once } from "node:events";
import { createServer, type OutgoingHttpHeaders } from "node:http";

export type Asked = { method: string; path: string; authorization: string | undefined; body: string };
/** `silence` never answers. */
export type ProviderAnswer = number | { status: number; headers?: OutgoingHttpHeaders; body?: string } | "silence";
export type Provider = AsyncDisposable & { baseUrl: string; asked: Asked[] };

/** A provider of language models as far as checking a key goes: a real HTTP server that notes what it is asked. */
export async function startProvider(answer: (asked: Asked) => ProviderAnswer, port = 0): Promise<Provider> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url: path = "", headers } = request;
    const one = { method, path, authorization: headers.authorization, body: Buffer.concat(chunks).toString() };
    asked.push(one);
    const given = answer(one);
    if (given === "silence") return;
    const { status, headers: more = {}, body = "{}" } = typeof given === "number" ? { status: given } : given;
    response.writeHead(status, { "content-type": "application/json", ...more }).end(body);
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as { port: number };
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
