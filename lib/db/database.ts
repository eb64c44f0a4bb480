import createKnex, { type Knex } from "knex";
import pg from "pg";
import type { Config } from "../config.ts";
import { IntakeError } from "../errors.ts";

export type Database = Knex;
export type Transaction = Knex.Transaction;

// Sizes and counts stay below 2^53; node-postgres would hand int8 out as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * One pool of connections. Statements are bounded to 60 s, waiting for a connection to 5 s, and a half-open
 * connection is noticed by keep-alive: a database that hangs must not hang its callers.
 */
export function openDatabase(config: Pick<Config, "DATABASE_URL" | "DATABASE_POOL">): Database {
  return createKnex({
    client: "pg",
    connection: {
      connectionString: config.DATABASE_URL,
      statement_timeout: 60_000,
      keepAlive: true,
      connectionTimeoutMillis: 3_000,
    },
    pool: { min: 0, max: config.DATABASE_POOL },
    acquireConnectionTimeout: 5_000,
    log: { warn() {} }, // a connection that fails is told to whoever asked; knex would print its stack each time as well
  });
}

/** SQLSTATE classes that mean "not now": connection lost (08), out of resources (53), shutting down (57P). */
const PASSING = /^(08|53|57P)/;
const BROKEN_SOCKET = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EHOSTUNREACH"]);
const LOST =
  /Connection terminated|timeout (exceeded|expired)|Timeout acquiring a connection|server closed the connection/i;

/** True where the database (or the way to it) is down for now, rather than refusing this statement. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return PASSING.test(code) || BROKEN_SOCKET.has(code) || LOST.test(error.message);
}

/** Runs `act`; a database that is down becomes UNAVAILABLE, anything else passes through. */
export async function withDatabase<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (isDatabaseDown(error)) {
      throw new IntakeError("UNAVAILABLE", "The database cannot be reached", { cause: error });
    }
    throw error;
  }
}

export const UNIQUE_VIOLATION = "23505";

export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code !== UNIQUE_VIOLATION) return false;
  return constraint === undefined || error.constraint === constraint;
}

/** SQLSTATEs by which PostgreSQL refuses U+0000 in a text and in JSON. */
const NO_TEXT = new Set(["22021", "22P05"]);

/** Whether a text was to be stored or looked for that PostgreSQL cannot hold: with NUL, or with a lone surrogate in JSON. */
export function isUnstorable(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return NO_TEXT.has(error.code ?? "") || /surrogate/.test(error.detail ?? "");
}
