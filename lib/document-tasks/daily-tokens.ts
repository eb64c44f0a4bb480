import type { Account } from "../accounts/user.ts";
import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";

/** Tokens of the deployment's key that one user may spend in a UTC day. */
export const DAILY_TOKENS = 200_000;

/**
 * Refuses a new task once its user has spent the day's tokens of the deployment's key; a user's own key has no bound.
 *
 * @throws {IntakeError} RATE_LIMIT_EXCEEDED, `daily_tokens`
 */
export async function assertDailyTokens(ports: Ports, user: Pick<Account, "id" | "api_key_status">): Promise<void> {
  if (user.api_key_status !== "none") return;
  const spent = await dailyTokens(ports, user.id);
  if (spent < DAILY_TOKENS) return;
  throw new IntakeError("RATE_LIMIT_EXCEEDED", "The day's tokens of this deployment's language model are spent", {
    details: { scope: "daily_tokens", limit: DAILY_TOKENS, retry_after: secondsToMidnight(new Date()) },
  });
}

/** Tokens of the deployment's key that a user has spent since the UTC day began. */
export async function dailyTokens(ports: Ports, userId: string): Promise<number> {
  const row = await withDatabase(() =>
    ports
      .db("llm_calls")
      .where({ user_id: userId, key_scope: "deployment" })
      .whereRaw("created_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'")
      .sum({ tokens: "total_tokens" })
      .first(),
  );
  return Number(row?.tokens ?? 0);
}

const secondsToMidnight = (now: Date): number => Math.ceil((new Date(now).setUTCHours(24, 0, 0, 0) - +now) / 1000);
