import type { Redis } from "ioredis";
import type { Config } from "../config.ts";
import { IntakeError } from "../errors.ts";
import { FixedWindow, type Standing } from "./fixed-window.ts";
import type { RateGroup } from "./settings.ts";

/** Groups of INTAKE_RATE_LIMITS, and the uploads of tables and workbooks, which RATE_LIMIT_UPLOADS bounds. */
export type LimitGroup = RateGroup | "job_upload";

type LimitConfig = Pick<Config, "INTAKE_RATE_LIMITS" | "RATE_LIMIT_UPLOADS" | "REDIS_PREFIX">;

/** The rate limits of one process's doors; the counts are shared by all of them. */
export class RateLimits {
  readonly #windows = new Map<LimitGroup, FixedWindow>();

  constructor(config: LimitConfig, redis: Redis) {
    const limits = { ...config.INTAKE_RATE_LIMITS, job_upload: config.RATE_LIMIT_UPLOADS };
    for (const [group, window] of Object.entries(limits)) {
      if (!window) continue;
      this.#windows.set(group as LimitGroup, new FixedWindow(redis, `${config.REDIS_PREFIX}limit:${group}`, window));
    }
  }

  /** Counts a request of `key`, such as `user:<id>`; null where the group has no limit. */
  async take(group: LimitGroup, key: string): Promise<Standing | null> {
    return (await this.#windows.get(group)?.take(key)) ?? null;
  }
}

/** What each limited answer tells its caller (draft-ietf-httpapi-ratelimit-headers, in its form of single fields). */
export function limitHeaders({ limit, remaining, resetSeconds, windowSeconds }: Standing): Record<string, string> {
  return {
    "RateLimit-Limit": String(limit),
    "RateLimit-Remaining": String(remaining),
    "RateLimit-Reset": String(resetSeconds),
    "RateLimit-Policy": `${limit};w=${windowSeconds}`,
  };
}

export function limitExceeded(scope: string, { limit, resetSeconds }: Standing): IntakeError {
  return new IntakeError("RATE_LIMIT_EXCEEDED", `Too many requests; try again in ${resetSeconds} s`, {
    details: { scope, limit, retry_after: resetSeconds },
  });
}
