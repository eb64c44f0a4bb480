import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Window } from "./settings.ts";

/** How a key stands in its window after a request. */
export type Standing = {
  allowed: boolean;
  limit: number;
  /** Of the window, as `RateLimit-Policy` says it. */
  windowSeconds: number;
  used: number;
  remaining: number;
  /** Until the window ends, or the block; whole, at least 1. */
  resetSeconds: number;
};

/**
 * Counts per key in fixed windows, which begin with a key's first request. The counts are in Redis, shared by all
 * processes; while Redis is down each process counts for itself, and nothing is refused for that reason.
 */
export class FixedWindow {
  readonly #limiter: RateLimiterRedis;
  readonly #window: Window;

  constructor(redis: Redis, name: string, window: Window) {
    const size = { keyPrefix: name, points: window.points, duration: window.seconds };
    this.#window = window;
    this.#limiter = new RateLimiterRedis({
      ...size,
      storeClient: redis,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(size),
    });
  }

  /** Counts one request, refused ones too; a window's end does not move by them. */
  async take(key: string): Promise<Standing> {
    try {
      return this.#standing(await this.#limiter.consume(key), true);
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return this.#standing(refused, false);
      throw refused;
    }
  }

  async giveBack(key: string): Promise<void> {
    await this.#limiter.reward(key);
  }

  async clear(key: string): Promise<void> {
    await this.#limiter.delete(key);
  }

  /** Refuses a key for a whole window from now on. */
  async block(key: string): Promise<void> {
    await this.#limiter.block(key, this.#window.seconds);
  }

  #standing(result: RateLimiterRes, allowed: boolean): Standing {
    return {
      allowed,
      limit: this.#window.points,
      windowSeconds: this.#window.seconds,
      used: result.consumedPoints,
      remaining: Math.max(0, result.remainingPoints),
      resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
    };
  }
}
