import { request } from "undici";
import { z } from "zod";
import { IntakeError } from "../errors.ts";
import { logCall } from "../llm/call-log.ts";
import type { Ports } from "../ports.ts";

const TIMEOUT_MS = 5_000;
const REFUSED = new Set([401, 403]);
/** An endpoint that has no list of models says one of these. */
const NO_LIST = new Set([404, 405]);

/** @property baseUrl from `allowedBaseUrl` */
type KeyToCheck = { baseUrl: string; apiKey: string; model: string; userId: string };

/**
 * Asks a provider whether it takes a key: by its list of models, or, where it has none, by a chat of one token, which
 * is a call to a model and is logged as one. Redirects are not followed: they could lead the key anywhere.
 *
 * @throws {IntakeError} API_KEY_INVALID, `rejected`; LLM_UNAVAILABLE where there is no answer to go by within 5 s
 */
export async function checkProviderKey(ports: Pick<Ports, "db">, key: KeyToCheck): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let { status } = await ask(key, "/models", { signal });
  if (NO_LIST.has(status)) status = await chat(ports, key, signal);
  if (REFUSED.has(status)) {
    throw new IntakeError("API_KEY_INVALID", "The provider refused this key", { details: { reason: "rejected" } });
  }
  if (status < 200 || status > 299) {
    throw new IntakeError("LLM_UNAVAILABLE", `The provider answered ${status} and could not check the key`);
  }
}

const Usage = z.object({
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() }),
});

async function chat(ports: Pick<Ports, "db">, key: KeyToCheck, signal: AbortSignal): Promise<number> {
  const body = JSON.stringify({ model: key.model, messages: [{ role: "user", content: "Hello" }], max_tokens: 1 });
  const started = performance.now();
  const log = (outcome: { http_status: number | null; usage?: z.output<typeof Usage>["usage"] | undefined }) =>
    logCall(ports, {
      user_id: key.userId,
      job_id: null,
      base_origin: new URL(key.baseUrl).origin,
      model: key.model,
      purpose: "validate",
      attempt: 1,
      status: outcome.http_status === 200 ? "ok" : signal.aborted ? "timeout" : "error",
      http_status: outcome.http_status,
      error_code: null,
      ...(outcome.usage ?? { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }),
      tokens_estimated: outcome.usage === undefined,
      latency_ms: Math.round(performance.now() - started),
      key_scope: "user",
    });
  try {
    const { status, text } = await ask(key, "/chat/completions", { method: "POST", body, signal });
    await log({ http_status: status, usage: usageIn(text) });
    return status;
  } catch (error) {
    await log({ http_status: null });
    throw error;
  }
}

function usageIn(text: string): z.output<typeof Usage>["usage"] | undefined {
  try {
    return Usage.parse(JSON.parse(text)).usage;
  } catch {
    return undefined; // not every endpoint counts
  }
}

/** What is read of an answer: a provider's words are short, a stranger's need not be. */
const MAX_ANSWER_BYTES = 256 * 1024;

async function ask(
  { baseUrl, apiKey }: KeyToCheck,
  path: string,
  options: { method?: "POST"; body?: string; signal: AbortSignal },
): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  try {
    const { statusCode, body } = await request(baseUrl + path, { ...options, headers });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) break;
    }
    return { status: statusCode, text: Buffer.concat(chunks).toString("utf8") };
  } catch (cause) {
    throw new IntakeError("LLM_UNAVAILABLE", "The provider could not be reached to check the key", { cause });
  }
}
