import { authenticate } from "../../lib/accounts/authenticate.ts";
import { register } from "../../lib/accounts/register.ts";
import type { User } from "../../lib/accounts/user.ts";
import type { Ports } from "../../lib/ports.ts";

export const FROM = { ip: "203.0.113.1", requestId: "test", userAgent: "vitest" };
export const PASSWORD = "correct horse battery";

let made = 0;

/** A new user who is signed in. */
export async function newUser(ports: Ports): Promise<{ user: User; token: string }> {
  made++;
  const username = `user_${process.pid}_${made}`;
  const { token } = await register(ports, { username, email: `${username}@example.com`, password: PASSWORD }, FROM);
  return { user: await authenticate(ports, `Bearer ${token}`), token };
}

/** The code an act fails with, or `done`. */
export const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (error) => error.code ?? String(error),
  );
