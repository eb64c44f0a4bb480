import type { Redis } from "ioredis";
import type { Config } from "../config.ts";
import { newId } from "../ids.ts";

/** A socket's place among those its user may hold open; it lapses unless it is renewed. */
export type Seat = { renew(): Promise<void>; leave(): Promise<void> };

/** Sockets that one user may hold open at once, over all processes. */
export const MOST_SOCKETS = 20;
/** After a process dies, so long its sockets still count. */
const LAPSE_MS = 15_000;

/** Takes a place unless all are taken; those that lapsed are free again. By Redis's clock: processes' own may differ. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if ARGV[3] ~= '' and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

/**
 * Counts open sockets by user. The count is in Redis, shared by all processes; while Redis is down each process counts
 * its own.
 */
export class OpenSockets {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #own = new Map<string, Set<string>>();

  constructor({ REDIS_PREFIX }: Pick<Config, "REDIS_PREFIX">, redis: Redis) {
    this.#redis = redis;
    this.#prefix = `${REDIS_PREFIX}sockets:`;
  }

  /** @returns null where the user's sockets are as many as may be */
  async enter(userId: string): Promise<Seat | null> {
    const id = newId();
    const own = this.#own.get(userId) ?? new Set();
    if (own.size >= MOST_SOCKETS) return null;
    this.#own.set(userId, own.add(id)); // before asking Redis, so that sockets that come at once count each other
    const leaveOwn = () => {
      own.delete(id);
      if (own.size === 0 && this.#own.get(userId) === own) this.#own.delete(userId);
    };
    if (!(await this.#take(userId, id, MOST_SOCKETS))) {
      leaveOwn();
      return null;
    }
    return {
      renew: async () => void (await this.#take(userId, id, null)),
      leave: async () => {
        leaveOwn();
        await this.#redis.zrem(this.#prefix + userId, id).catch(() => {});
      },
    };
  }

  async #take(userId: string, id: string, most: number | null): Promise<boolean> {
    try {
      return (await this.#redis.eval(TAKE, 1, this.#prefix + userId, id, LAPSE_MS, most ?? "")) === 1;
    } catch {
      return true; // Redis is down: nobody is refused for that
    }
  }
}
