import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { checkProviderKey } from "./check-provider-key.ts";
import { allowedBaseUrl } from "./provider-origin.ts";
import { decryptSecret, encryptSecret } from "./secrets.ts";
import { type Origin, recordEvent } from "./security-events.ts";
import { updateAccount } from "./update-account.ts";
import type { Account } from "./user.ts";

export type KeyRequest = { apiKey: string; baseUrl: string | null; validate: boolean };

/**
 * Stores a user's key for a language model, encrypted; unless told otherwise only after its provider has taken it.
 *
 * @throws {IntakeError} API_KEY_INVALID, LLM_UNAVAILABLE; then nothing has changed
 */
export async function setProviderKey(
  ports: Ports,
  user: Account,
  { apiKey, baseUrl, validate }: KeyRequest,
  from: Origin,
): Promise<Account> {
  try {
    const url = allowedBaseUrl(ports.config, baseUrl);
    const model = user.preferred_model ?? ports.config.INTAKE_LLM_MODEL;
    if (validate) await checkProviderKey(ports, { baseUrl: url, apiKey, model, userId: user.id });
  } catch (error) {
    if (error instanceof IntakeError) {
      const { reason = error.code } = error.details;
      await recordEvent(ports, from, {
        event: "api_key_refused",
        success: false,
        userId: user.id,
        details: { reason },
      });
    }
    throw error;
  }
  const changed = await updateAccount(ports, user.id, {
    api_key_encrypted: encryptSecret(ports.config.INTAKE_ENCRYPTION_KEYS, apiKey, user.id),
    api_key_status: validate ? "valid" : "unverified",
    base_url: baseUrl,
  });
  await recordEvent(ports, from, { event: "api_key_set", success: true, userId: user.id });
  return changed;
}

/** Forgets a user's key; where there is none, nothing happens. */
export async function removeProviderKey(ports: Ports, user: Account, from: Origin): Promise<Account> {
  const changed = await updateAccount(ports, user.id, {
    api_key_encrypted: null,
    api_key_status: "none",
    base_url: null,
  });
  await recordEvent(ports, from, { event: "api_key_removed", success: true, userId: user.id });
  return changed;
}

/**
 * A user's key in the clear, and where it goes; null where the user has none. For the consumer alone: it must go into
 * no row, log line or answer. A key encrypted by an older encryption key is moved to the newest on the way.
 *
 * @throws {IntakeError} API_KEY_INVALID where the base URL is no longer allowed
 */
export async function readProviderKey(
  ports: Ports,
  userId: string,
): Promise<{ apiKey: string; baseUrl: string } | null> {
  const row = await withDatabase(() =>
    ports
      .db<Pick<Account, "id" | "base_url"> & { api_key_encrypted: string | null }>("users")
      .where({ id: userId })
      .first("api_key_encrypted", "base_url"),
  );
  if (!row?.api_key_encrypted) return null;
  const keys = ports.config.INTAKE_ENCRYPTION_KEYS;
  const { secret: apiKey, isOutdated } = decryptSecret(keys, row.api_key_encrypted, userId);
  if (isOutdated) {
    await ports
      .db("users")
      .where({ id: userId, api_key_encrypted: row.api_key_encrypted })
      .update({ api_key_encrypted: encryptSecret(keys, apiKey, userId) });
  }
  return { apiKey, baseUrl: allowedBaseUrl(ports.config, row.base_url) };
}

/** Notes that a provider refused the user's key in the course of a task. */
export async function markKeyInvalid(ports: Ports, userId: string): Promise<void> {
  await ports
    .db("users")
    .where({ id: userId })
    .whereNotNull("api_key_encrypted")
    .update({ api_key_status: "invalid", updated_at: ports.db.fn.now() });
}
