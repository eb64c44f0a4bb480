import { withDatabase } from "../db/database.ts";
import type { Ports } from "../ports.ts";
import { invalidToken } from "./tokens.ts";
import { ACCOUNT_COLUMNS, type Account } from "./user.ts";

type Columns = { [Name in keyof Account]?: Account[Name] | undefined } & { api_key_encrypted?: string | null };

/**
 * Sets columns of an account, those that are not undefined, and gives it back as it then is.
 *
 * @throws {IntakeError} AUTH_INVALID where the account went while its request was served
 */
export async function updateAccount(ports: Ports, userId: string, columns: Columns): Promise<Account> {
  const [account] = await withDatabase(() =>
    ports
      .db("users")
      .where({ id: userId })
      .update({ ...columns, updated_at: ports.db.fn.now() })
      .returning([...ACCOUNT_COLUMNS]),
  );
  if (!account) throw invalidToken();
  return account as Account;
}
