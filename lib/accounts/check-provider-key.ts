import { request } from "undici";
import { IntakeError } from "../errors.ts";

const TIMEOUT_MS = 5_000;
const REFUSED = new Set([401, 403]);
/** An endpoint that has no list of models says one of these. */
const NO_LIST = new Set([404, 405]);

/**
 * Asks a provider whether it takes a key: by its list of models, or, where it has none, by a chat of one token.
 * Redirects are not followed: they could lead the key anywhere.
 *
 * @param baseUrl from `allowedBaseUrl`
 * @throws {IntakeError} API_KEY_INVALID, `rejected`; LLM_UNAVAILABLE where there is no answer to go by within 5 s
 */
export async function checkProviderKey(baseUrl: string, apiKey: string, model: string): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  let status = await statusOf(() => request(`${baseUrl}/models`, { headers, signal }));
  if (NO_LIST.has(status)) {
    const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }], max_tokens: 1 });
    status = await statusOf(() => request(`${baseUrl}/chat/completions`, { method: "POST", headers, body, signal }));
  }
  if (REFUSED.has(status)) {
    throw new IntakeError("API_KEY_INVALID", "The provider refused this key", { details: { reason: "rejected" } });
  }
  if (status < 200 || status > 299) {
    throw new IntakeError("LLM_UNAVAILABLE", `The provider answered ${status} and could not check the key`);
  }
}

async function statusOf(ask: () => ReturnType<typeof request>): Promise<number> {
  try {
    const { statusCode, body } = await ask();
    await body.dump();
    return statusCode;
  } catch (cause) {
    throw new IntakeError("LLM_UNAVAILABLE", "The provider could not be reached to check the key", { cause });
  }
}
