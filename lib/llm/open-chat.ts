import { readProviderKey } from "../accounts/provider-key.ts";
import { allowedBaseUrl } from "../accounts/provider-origin.ts";
import { DAILY_TOKENS, dailyTokens } from "../document-tasks/daily-tokens.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { type LlmCallRow, logCall } from "./call-log.ts";
import { OpenAiChat } from "./openai-chat.ts";

export type OpenedChat = { chat: OpenAiChat; keyScope: LlmCallRow["key_scope"] };

/**
 * The language model for a task: with its user's own key if there is one, else with the deployment's; null where there
 * is none any more. With the deployment's key a task may spend no more than the user's day has left.
 *
 * @throws {IntakeError} API_KEY_INVALID where the user's base URL is no longer allowed
 */
export async function openChat(ports: Ports, job: JobRow, signal: AbortSignal): Promise<OpenedChat | null> {
  const { config } = ports;
  const userId = job.user_id!;
  const own = await readProviderKey(ports, userId);
  if (!own && !config.INTAKE_LLM_API_KEY) return null;
  const access = own ?? { apiKey: config.INTAKE_LLM_API_KEY!, baseUrl: allowedBaseUrl(config, null) };
  const keyScope = own ? "user" : "deployment";
  const left = own ? Number.POSITIVE_INFINITY : DAILY_TOKENS - (await dailyTokens(ports, userId));
  const chat = new OpenAiChat({
    ...access,
    model: job.model ?? config.INTAKE_LLM_MODEL,
    contextTokens: config.INTAKE_LLM_CONTEXT_TOKENS,
    taskTokens: Math.max(config.INTAKE_LLM_CONTEXT_TOKENS, Math.min(config.INTAKE_LLM_TASK_TOKENS, left)),
    timeoutSeconds: config.INTAKE_LLM_TIMEOUT_SECONDS,
    signal,
    log: (call) => logCall(ports, { ...call, user_id: userId, job_id: job.id, key_scope: keyScope }),
  });
  return { chat, keyScope };
}
