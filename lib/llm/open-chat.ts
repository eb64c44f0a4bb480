import { readProviderKey } from "../accounts/provider-key.ts";
import { allowedBaseUrl } from "../accounts/provider-origin.ts";
import { reserveTokens } from "../document-tasks/daily-tokens.ts";
import { LlmFault } from "../documents/llm/chat.ts";
import type { TokenLimits } from "../documents/llm/tokens-wanted.ts";
import type { JobRow } from "../jobs/job.ts";
import type { Ports } from "../ports.ts";
import { type LlmCallRow, logCall } from "./call-log.ts";
import { OpenAiChat } from "./openai-chat.ts";

/** With less than one request and its answer may cost, a task is not begun. */
const LEAST_TOKENS = 8_000;

export type OpenedChat = { chat: OpenAiChat; keyScope: LlmCallRow["key_scope"] };

/**
 * The language model for a task: with its user's own key if there is one, else with the deployment's; null where there
 * is none any more. With the deployment's key a task may spend no more than could be set aside of its user's day.
 *
 * @param wanted tells how many tokens the task may need at most, within these limits
 * @throws {IntakeError} API_KEY_INVALID where the user's base URL is no longer allowed
 * @throws {LlmFault} LLM_RATE_LIMITED where nothing worth a request is left of the user's day
 */
export async function openChat(
  ports: Ports,
  job: JobRow,
  signal: AbortSignal,
  wanted: (limits: TokenLimits) => number,
): Promise<OpenedChat | null> {
  const { config } = ports;
  const userId = job.user_id!;
  const own = await readProviderKey(ports, userId);
  if (!own && !config.INTAKE_LLM_API_KEY) return null;
  const access = own ?? { apiKey: config.INTAKE_LLM_API_KEY!, baseUrl: allowedBaseUrl(config, null) };
  const keyScope = own ? "user" : "deployment";
  const contextTokens = config.INTAKE_LLM_CONTEXT_TOKENS;
  const most = Math.max(contextTokens, config.INTAKE_LLM_TASK_TOKENS);
  const need = wanted({ contextTokens, taskTokens: most });
  const taskTokens = own ? most : await reserveTokens(ports, userId, job, need);
  if (taskTokens < Math.min(need, LEAST_TOKENS)) {
    throw new LlmFault("LLM_RATE_LIMITED", "The day's tokens of this deployment's language model are spent or in use");
  }
  const chat = new OpenAiChat({
    ...access,
    model: job.model ?? config.INTAKE_LLM_MODEL,
    contextTokens,
    taskTokens,
    timeoutSeconds: config.INTAKE_LLM_TIMEOUT_SECONDS,
    signal,
    log: (call) => logCall(ports, { ...call, user_id: userId, job_id: job.id, key_scope: keyScope }),
  });
  return { chat, keyScope };
}
