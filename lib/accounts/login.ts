import { isIP } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import type { Ports } from "../ports.ts";
import { hashPassword, isWeak, verifyPassword } from "./passwords.ts";
import type { AuthData } from "./profile.ts";
import { signIn } from "./register.ts";
import { type Origin, recordEvent } from "./security-events.ts";
import type { Account } from "./user.ts";

/**
 * A refusal takes at least this long, which is longer than a hash takes: what differs between one name and the next
 * (a row that was cached, a hash of older parameters) then does not show.
 */
const REFUSAL_MS = 150;

type Found = Pick<Account, "id" | "username" | "email"> & { password_hash: string };

/**
 * Checks a name (or e-mail address) and a password.
 *
 * An unknown name and a wrong password give the same answer after the same work. Each try takes its place in the
 * counts of failures before the password is looked at, so that many tries at once get no further than one after the
 * other; a success gives the places back.
 *
 * @throws {IntakeError} AUTH_INVALID; RATE_LIMIT_EXCEEDED after too many failures, for the right password too
 */
export async function login(
  ports: Ports,
  { username, password }: { username: string; password: string },
  from: Origin,
): Promise<AuthData> {
  const refusal = sleep(REFUSAL_MS);
  const account = await findByName(ports, username);
  const attempt = await ports.logins.begin(username, from.ip, () => hasLoggedInFrom(ports, from.ip, account?.id));
  if (attempt.refused) {
    await recordEvent(ports, from, { event: "login_blocked", success: false, userId: account?.id });
    throw attempt.refused;
  }
  if (!(await verifyPassword(account?.password_hash, password)) || !account) {
    await attempt.failed();
    await recordEvent(ports, from, { event: "login", success: false, userId: account?.id });
    await refusal;
    throw new IntakeError("AUTH_INVALID", "Username or password is wrong");
  }
  await attempt.succeeded();
  if (isWeak(account.password_hash)) {
    const password_hash = await hashPassword(password);
    await ports.db("users").where({ id: account.id }).update({ password_hash });
  }
  await recordEvent(ports, from, { event: "login", success: true, userId: account.id });
  return signIn(ports, account);
}

/** By e-mail address where it holds an `@`, which no username does. */
async function findByName(ports: Ports, name: string): Promise<Found | undefined> {
  const column = name.includes("@") ? "email" : "username";
  return withDatabase(() =>
    ports
      .db<Found>("users")
      .whereRaw(`lower(${column}) = lower(?)`, [name])
      .first("id", "username", "email", "password_hash"),
  );
}

const KNOWN_DAYS = 30;
/** Asked for names that do not exist, so that they cost the same question. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Whether this account was logged in to from this address lately: strangers cannot lock such a user out. */
async function hasLoggedInFrom(ports: Ports, ip: string, userId = NOBODY): Promise<boolean> {
  if (!isIP(ip)) return false;
  const { rows } = await withDatabase(() =>
    ports.db.raw(
      `select 1 from security_events
        where user_id = ? and event in ('login', 'register') and success and ip = ?::inet
          and created_at > now() - make_interval(days => ?)
        limit 1`,
      [userId, ip, KNOWN_DAYS],
    ),
  );
  return rows.length > 0;
}
