import type { Config } from "../config.ts";
import { IntakeError } from "../errors.ts";

/**
 * Where a user's key is sent to: the base URL without a slash at its end; the deployment's own for null.
 *
 * Only origins that the operator listed are called, so nobody can make Intake ask addresses of its own network for
 * them, whatever a name resolves to.
 *
 * @throws {IntakeError} API_KEY_INVALID, `base_url_not_allowed`
 */
export function allowedBaseUrl(
  config: Pick<Config, "INTAKE_LLM_BASE_URL" | "INTAKE_LLM_ALLOWED_ORIGINS">,
  baseUrl: string | null,
): string {
  const url = new URL(baseUrl ?? config.INTAKE_LLM_BASE_URL);
  const isOwn = url.origin === new URL(config.INTAKE_LLM_BASE_URL).origin;
  const isPlain = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (!(isOwn || config.INTAKE_LLM_ALLOWED_ORIGINS.has(url.origin)) || !isPlain) {
    throw new IntakeError("API_KEY_INVALID", "This base_url is not among those that this deployment allows", {
      details: { reason: "base_url_not_allowed" },
    });
  }
  return url.href.replace(/\/+$/, "");
}
