import { z } from "zod";
import { allowedBaseUrl } from "../accounts/provider-origin.ts";
import { type Account, PROVIDERS } from "../accounts/user.ts";
import type { Config } from "../config.ts";
import { LLM_ENGINE } from "../documents/llm/engine.ts";
import type { TaskType } from "../documents/options.ts";
import { LOCAL_ENGINE } from "../documents/types.ts";
import { IntakeError } from "../errors.ts";

export const Provider = z.enum(PROVIDERS);
export const ModelName = z.string().regex(/^[\w.:/@-]{1,100}$/, "1 to 100 of A–Z a–z 0–9 . _ : / @ -");

/** Who does a task, and whether the local engine may step in where a language model fails. */
export type Assignment = {
  provider: "local" | "openai";
  model: string | null;
  engine: string;
  fallback: boolean;
};

/**
 * Decides who does a task. What the request leaves open is the user's preference; `auto` means a language model where
 * there is a key for one. Extraction is always local.
 *
 * @throws {IntakeError} API_KEY_INVALID: `not_configured`, or `base_url_not_allowed`
 */
export function assign(
  config: Config,
  user: Account,
  type: TaskType,
  asked: { provider?: z.output<typeof Provider> | undefined; model?: string | undefined },
): Assignment {
  const local: Assignment = { provider: "local", model: null, engine: LOCAL_ENGINE, fallback: false };
  const wish = asked.provider ?? user.preferred_provider;
  if (type === "extract" || wish === "local") return local;
  const ownKey = user.api_key_status !== "none";
  if (!ownKey && !config.INTAKE_LLM_API_KEY) {
    if (wish === "auto") return local;
    throw new IntakeError("API_KEY_INVALID", "There is no API key for a language model: set one first", {
      details: { reason: "not_configured" },
    });
  }
  if (ownKey) allowedBaseUrl(config, user.base_url); // the operator may have taken it off the list since
  const model = asked.model ?? user.preferred_model ?? config.INTAKE_LLM_MODEL;
  return { provider: "openai", model, engine: LLM_ENGINE, fallback: wish === "auto" };
}
