import { type Logger, pino } from "pino";
import type { Config } from "./config.ts";

export type { Logger };

/** JSON lines on stderr, one logger a process; secrets are cut by name wherever they stand. */
export function createLog(config: Pick<Config, "LOG_LEVEL">, part: string): Logger {
  return pino(
    {
      level: config.LOG_LEVEL,
      base: { part },
      redact: {
        paths: ["*.authorization", "*.api_key", "*.password", "*.token", "*.secret", "*.cookie"],
        censor: "[redacted]",
      },
    },
    pino.destination(2),
  );
}
