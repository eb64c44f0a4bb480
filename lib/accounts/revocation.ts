import { withDatabase } from "../db/database.ts";
import type { Ports } from "../ports.ts";
import type { VerifiedToken } from "./tokens.ts";

/**
 * Revokes one token; the other tokens of its user live on. It is refused from the very next request on.
 *
 * PostgreSQL has the last word: the statement that reads the account of a request asks it too (authenticate.ts), so a
 * Redis that was down, emptied or lagging never lets a revoked token through, and there is nothing to refill before
 * the next one is judged. The list in Redis spares the database the tokens that are tried again.
 */
export async function revokeToken(ports: Ports, token: VerifiedToken): Promise<void> {
  const { id: jti, userId: user_id, expiresAt: expires_at } = token;
  await withDatabase(() => ports.db("revoked_tokens").insert({ jti, user_id, expires_at }).onConflict("jti").ignore());
  await listToken(ports, token).catch(() => {}); // the database has it
}

/** True where the list in Redis knows the token as revoked; false where it does not, or cannot be asked. */
export async function isListed(ports: Ports, jti: string): Promise<boolean> {
  try {
    return (await ports.live.client.exists(keyOf(ports, jti))) === 1;
  } catch {
    return false;
  }
}

/** Puts a revoked token on the list in Redis until it would have expired anyway. */
export async function listToken(ports: Ports, { id, expiresAt }: VerifiedToken): Promise<void> {
  await ports.live.client.set(keyOf(ports, id), "1", "PXAT", expiresAt.getTime());
}

/** Tokens that have expired need no list any more. */
export async function purgeExpiredTokens(ports: Ports): Promise<void> {
  await ports.db("revoked_tokens").whereRaw("expires_at < now() - interval '1 minute'").delete();
}

const keyOf = ({ config }: Ports, jti: string): string => `${config.REDIS_PREFIX}revoked:${jti}`;
