import type { Account } from "../accounts/user.ts";
import { type Database, type Transaction, withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Claim } from "../jobs/job.ts";
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
  const spent = await withDatabase(() => spentToday(ports.db, user.id));
  if (spent < DAILY_TOKENS) return;
  throw new IntakeError("RATE_LIMIT_EXCEEDED", "The day's tokens of this deployment's language model are spent", {
    details: { scope: "daily_tokens", limit: DAILY_TOKENS, retry_after: secondsToMidnight(new Date()) },
  });
}

/**
 * Sets tokens aside for a running task, so that tasks at the same time cannot spend more than the day's together. What
 * it does not spend is free again once it ends: only running tasks hold a reserve.
 *
 * @param wanted what the task may need at most
 * @returns how many it may spend: `wanted`, or what is left of the day, down to 0
 */
export async function reserveTokens(ports: Ports, userId: string, job: Claim, wanted: number): Promise<number> {
  return ports.db.transaction(async (trx) => {
    await trx.raw("select pg_advisory_xact_lock(hashtext(?))", [`tokens:${userId}`]);
    const left = DAILY_TOKENS - (await spentToday(trx, userId)) - (await heldByOthers(trx, userId, job));
    const reserve = Math.max(0, Math.min(wanted, left));
    await trx("jobs")
      .where({ id: job.id, attempt: job.attempt, status: "PROCESSING" })
      .update({ params: trx.raw("params || jsonb_build_object('reserved_tokens', ?::int)", [reserve]) });
    return reserve;
  });
}

/** Tokens of the deployment's key that a user has spent since the UTC day began. */
async function spentToday(db: Database | Transaction, userId: string): Promise<number> {
  const row = await db("llm_calls")
    .where({ user_id: userId, key_scope: "deployment" })
    .whereRaw("created_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'")
    .sum({ tokens: "total_tokens" })
    .first();
  return Number(row?.tokens ?? 0);
}

/** What the user's other running tasks have set aside and not spent yet. */
async function heldByOthers(trx: Transaction, userId: string, { id }: Claim): Promise<number> {
  const { rows } = await trx.raw<{ rows: [{ tokens: string }] }>(
    `select coalesce(sum(greatest(0, (params->>'reserved_tokens')::int - coalesce(spent.tokens, 0))), 0) as tokens
       from jobs
       left join lateral (
         select sum(total_tokens) as tokens from llm_calls where job_id = jobs.id and created_at >= jobs.started_at
       ) as spent on true
      where kind = 'document' and user_id = ? and status = 'PROCESSING' and id <> ? and params->'reserved_tokens' is not null`,
    [userId, id],
  );
  return Number(rows[0].tokens);
}

const secondsToMidnight = (now: Date): number => Math.ceil((new Date(now).setUTCHours(24, 0, 0, 0) - +now) / 1000);
