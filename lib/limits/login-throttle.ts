import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import type { Config } from "../config.ts";
import type { IntakeError } from "../errors.ts";
import { networkOf } from "../http/client-address.ts";
import { FixedWindow } from "./fixed-window.ts";
import { limitExceeded } from "./rate-limits.ts";
import type { LoginCount } from "./settings.ts";

/** One try at a login, which counts as a failure until it is known to be none. */
export type LoginAttempt = {
  /** Why it must not go on, or null. */
  refused: IntakeError | null;
  failed(): Promise<void>;
  succeeded(): Promise<void>;
};

const FREE: LoginAttempt = { refused: null, failed: async () => {}, succeeded: async () => {} };

/** Counts failed logins, so that passwords cannot be guessed. Names that do not exist are counted like any other. */
export class LoginThrottle {
  readonly #counts: Record<LoginCount, FixedWindow> | null;

  constructor(config: Pick<Config, "INTAKE_LOGIN_LIMITS" | "REDIS_PREFIX">, redis: Redis) {
    const limits = config.INTAKE_LOGIN_LIMITS;
    const count = (name: LoginCount) => new FixedWindow(redis, `${config.REDIS_PREFIX}login:${name}`, limits![name]);
    this.#counts = limits && { ip: count("ip"), name_ip: count("name_ip"), name: count("name") };
  }

  /**
   * @param name    as typed at the login
   * @param isKnown whether this name's user has logged in from this address lately; asked only when the count of the
   *                name is full, which then does not bind: else strangers could lock a user out
   */
  async begin(name: string, ip: string, isKnown: () => Promise<boolean>): Promise<LoginAttempt> {
    const counts = this.#counts;
    if (!counts) return FREE;
    const network = networkOf(ip);
    const hashed = createHash("sha256").update(name.toLowerCase()).digest("base64url");
    const keys = { ip: network, name_ip: `${hashed}:${network}`, name: hashed };
    const taken: LoginCount[] = [];
    const giveBack = () => Promise.all(taken.map((count) => counts[count].giveBack(keys[count])));
    let isLastTry = false;
    for (const count of ["ip", "name_ip", "name"] as const) {
      const standing = await counts[count].take(keys[count]);
      if (!standing.allowed && !(count === "name" && (await isKnown()))) {
        await giveBack(); // a try that was not made is no failure
        return { ...FREE, refused: limitExceeded("login", standing) };
      }
      taken.push(count);
      if (count === "name_ip") isLastTry = standing.remaining === 0;
    }
    return {
      refused: null,
      failed: async () => {
        if (isLastTry) await counts.name_ip.block(keys.name_ip); // from the last failure on, not from the first
      },
      succeeded: async () => {
        await giveBack();
        await counts.name_ip.clear(keys.name_ip);
      },
    };
  }
}
