import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { isListed, listToken } from "./revocation.ts";
import { invalidToken, type VerifiedToken, verifyToken } from "./tokens.ts";
import { ACCOUNT_COLUMNS, type Account, type User } from "./user.ts";

const BEARER = /^Bearer +(\S.*?) *$/i;

/**
 * Finds out who makes a request: the one way in for handlers and edge alike.
 *
 * @param authorization the header as it came, `Bearer <token>`
 * @throws {IntakeError} AUTH_REQUIRED without a Bearer token; AUTH_EXPIRED past its time; AUTH_INVALID for a token
 *   that is forged, malformed, revoked, or whose account is gone; UNAVAILABLE while the database cannot be asked
 */
export async function authenticate(ports: Ports, authorization: string | undefined): Promise<User> {
  const presented = BEARER.exec(authorization ?? "")?.[1];
  if (!presented) throw new IntakeError("AUTH_REQUIRED", "An Authorization header with a Bearer token is needed");
  const token = await verifyToken(ports.config, presented);
  const account = await findAccount(ports, token);
  if (!account) throw invalidToken();
  return { ...account, token };
}

/** The token's account; null where it is gone or the token revoked. One statement asks both. */
async function findAccount(ports: Ports, token: VerifiedToken): Promise<Account | null> {
  if (await isListed(ports, token.id)) return null;
  const { rows } = await withDatabase(() =>
    ports.db.raw<{ rows: (Account & { is_revoked: boolean })[] }>(
      `select ${ACCOUNT_COLUMNS.join(", ")}, exists (select from revoked_tokens where jti = :jti) as is_revoked
         from users where id = :id`,
      { jti: token.id, id: token.userId },
    ),
  );
  if (!rows[0]) return null;
  const { is_revoked, ...account } = rows[0];
  if (!is_revoked) return account;
  await listToken(ports, token).catch(() => {}); // Redis had lost it
  return null;
}
