import { z } from "zod";
import type { Ports } from "./ports.ts";
import { refusedWhen } from "./refused-when.ts";
import { version } from "./version.ts";

const PATIENCE_MS = 2_000;

export const Health = z
  .object({
    status: z.enum(["healthy", "degraded", "unhealthy"]),
    db: z.boolean(),
    redis: z.boolean(),
    s3: z.boolean(),
    sqs: z.boolean(),
    consumers: z.int(),
    queue_depth: z.int().nullable(),
    oldest_queued_seconds: z.number().nullable(),
    details: z.record(z.string(), z.string()),
    version: z.string(),
    timestamp: z.iso.datetime(),
  })
  .meta({ id: "Health" });
export type Health = z.output<typeof Health>;

/**
 * Asks every part at once, each for at most 2 s.
 *
 * `unhealthy`: a part does not answer. `degraded`: all answer, but no consumer is alive to do the work.
 */
export async function checkHealth(ports: Ports): Promise<Health> {
  const details: Record<string, string> = {};
  const ask = async <T>(part: string, act: (signal: AbortSignal) => Promise<T>): Promise<T | null> => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      return await Promise.race([act(signal), refusedWhen(signal)]);
    } catch (error) {
      details[part] = signal.aborted ? "no answer within 2 s" : error instanceof Error ? error.message : String(error);
      return null;
    }
  };
  const [oldest, consumers, s3, depth] = await Promise.all([
    ask("db", () => oldestQueued(ports)),
    ask("redis", () => ports.live.consumersAlive()),
    ask("s3", (signal) => ports.storage.ping(signal).then(() => true)),
    ask("sqs", (signal) => ports.queues.depth("intake-jobs", signal)),
  ]);
  const parts = { db: oldest !== null, redis: consumers !== null, s3: s3 === true, sqs: depth !== null };
  const allUp = Object.values(parts).every(Boolean);
  return {
    status: !allUp ? "unhealthy" : consumers === 0 ? "degraded" : "healthy",
    ...parts,
    consumers: consumers ?? 0,
    queue_depth: depth,
    oldest_queued_seconds: oldest?.seconds ?? null,
    details,
    version,
    timestamp: new Date().toISOString(),
  };
}

/** How long the oldest waiting job has waited, by the database, which knows also of jobs whose message was lost. */
export async function oldestQueued(ports: Ports): Promise<{ seconds: number | null }> {
  const { rows } = await ports.db.raw<{ rows: { seconds: number | null }[] }>(
    `select round(extract(epoch from now() - min(created_at))::numeric, 1)::float8 as seconds
       from jobs where status = 'QUEUED' and deleted_at is null`,
  );
  return rows[0]!;
}
