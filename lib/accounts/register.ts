import { isUniqueViolation, withDatabase } from "../db/database.ts";
import { IntakeError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Ports } from "../ports.ts";
import { hashPassword } from "./passwords.ts";
import type { AuthData } from "./profile.ts";
import { type Origin, recordEvent } from "./security-events.ts";
import { issueToken } from "./tokens.ts";
import type { Account } from "./user.ts";

/**
 * Makes an account and signs its user in.
 *
 * @throws {IntakeError} CONFLICT where the name or the address is taken, in whatever case, without saying which
 */
export async function register(
  ports: Ports,
  { username, email, password }: { username: string; email: string; password: string },
  from: Origin,
): Promise<AuthData> {
  const account = { id: newId(), username, email };
  const password_hash = await hashPassword(password);
  try {
    await withDatabase(() => ports.db("users").insert({ ...account, password_hash }));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await recordEvent(ports, from, { event: "register", success: false });
    throw new IntakeError("CONFLICT", "This username or e-mail address is taken", {
      details: { reason: "user_exists" },
    });
  }
  await recordEvent(ports, from, { event: "register", success: true, userId: account.id });
  return signIn(ports, account);
}

/** A new token for an account whose user has just proved who they are. */
export async function signIn(ports: Ports, account: Pick<Account, "id" | "username" | "email">): Promise<AuthData> {
  const { token, expiresAt } = await issueToken(ports.config, account.id);
  return {
    user_id: account.id,
    username: account.username,
    email: account.email,
    token,
    token_type: "Bearer",
    expires_at: expiresAt.toISOString(),
  };
}
