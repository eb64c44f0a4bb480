/**
 * How far a running job has come, as the person waiting for it sees it.
 *
 * Redis holds the live numbers and may lose them; PostgreSQL holds the last word, written with every chunk and at the
 * end. Where they differ PostgreSQL is right. Losing Redis loses no job: readers fall back to the database.
 *
 * Written by consumer/; read by handlers/ and by edge's sockets.
 * Not here: counting rows (lib/tables), deciding that a job is over (lib/jobs).
 */
import { Redis } from "ioredis";
import type { Config } from "../config.ts";

/** The live numbers of one job; `extra` is what a capability adds for its own presenter. */
export type Snapshot = {
  job_id: string;
  attempt: number;
  /** Grows strictly per job, over attempts too. */
  seq: number;
  status: "QUEUED" | "PROCESSING" | "COMPLETED" | "FAILED" | "CANCELLED";
  progress: number;
  rows_processed: number;
  rows_failed: number;
  rows_total: number | null;
  stage: string | null;
  message: string | null;
  timestamp: string;
  extra?: Record<string, unknown>;
};

export type Listener = (snapshot: Snapshot) => void;

/** `at` in Unix milliseconds. */
export type ConsumerBeat = { id: string; at: number };

const ALIVE_MS = 15_000;

export class Live {
  readonly #redis: Redis;
  readonly #subscriber: Redis;
  readonly #prefix: string;
  readonly #expirySeconds: number;
  /** Once the first connections have come about, or failed to: what is asked before is refused as if Redis were down. */
  readonly settled: Promise<unknown>;
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();

  constructor(config: Pick<Config, "REDIS_URL" | "REDIS_PREFIX" | "PROGRESS_CACHE_EXPIRY">) {
    this.#prefix = config.REDIS_PREFIX;
    this.#expirySeconds = config.PROGRESS_CACHE_EXPIRY;
    // Fail fast: a caller would rather read PostgreSQL than wait for Redis to come back.
    const options = {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      connectTimeout: 2_000,
      commandTimeout: 2_000,
      retryStrategy: (tries: number) => Math.min(50 * 2 ** tries, 1_000),
    };
    this.#redis = new Redis(config.REDIS_URL, options);
    this.#subscriber = new Redis(config.REDIS_URL, { ...options, commandTimeout: undefined as never });
    this.settled = Promise.all([this.#redis, this.#subscriber].map(firstConnection));
    // Reconnecting is ioredis's; each failing command says so to its own caller.
    this.#redis.on("error", () => {});
    this.#subscriber.on("error", () => {});
    this.#subscriber.on("message", (channel: string, payload: string) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
    });
  }

  /** The plain client, for rate limits and tokens that live beside progress. */
  get client(): Redis {
    return this.#redis;
  }

  get up(): boolean {
    return this.#redis.status === "ready";
  }

  async ping(): Promise<void> {
    await this.#redis.ping();
  }

  async publish(snapshot: Snapshot): Promise<void> {
    const payload = JSON.stringify(snapshot);
    const key = this.#jobKey(snapshot.job_id);
    await this.#redis
      .multi()
      .hset(key, { snapshot: payload })
      .expire(key, this.#expirySeconds)
      .publish(key, payload)
      .exec();
  }

  /** The last snapshot, or null: none yet, expired, or Redis is down. */
  async read(jobId: string): Promise<Snapshot | null> {
    try {
      const payload = await this.#redis.hget(this.#jobKey(jobId), "snapshot");
      return payload ? (JSON.parse(payload) as Snapshot) : null;
    } catch {
      return null;
    }
  }

  /** The snapshots of several jobs at once, in their order. */
  async readMany(jobIds: readonly string[]): Promise<(Snapshot | null)[]> {
    if (jobIds.length === 0) return [];
    try {
      const pipeline = this.#redis.pipeline();
      for (const id of jobIds) pipeline.hget(this.#jobKey(id), "snapshot");
      const answers = (await pipeline.exec()) ?? [];
      return answers.map(([, payload]) => (typeof payload === "string" ? (JSON.parse(payload) as Snapshot) : null));
    } catch {
      return jobIds.map(() => null);
    }
  }

  async forget(jobId: string): Promise<void> {
    await this.#redis.del(this.#jobKey(jobId)).catch(() => {});
  }

  /** Calls back for each snapshot published from now on. Throws when Redis cannot be reached. */
  async follow(jobId: string, listener: Listener): Promise<() => void> {
    return this.#subscribe(this.#jobKey(jobId), (payload) => listener(JSON.parse(payload) as Snapshot));
  }

  /** Tells every consumer that a job is no longer wanted; PostgreSQL already says so. */
  async announceCancel(jobId: string): Promise<void> {
    await this.#redis.publish(`${this.#prefix}cancel`, jobId).catch(() => {});
  }

  async onCancel(listener: (jobId: string) => void): Promise<() => void> {
    return this.#subscribe(`${this.#prefix}cancel`, listener);
  }

  /** Tells a user's open sockets that there is work for them to follow; the database is asked in any case. */
  async announceTask(userId: string, jobId: string): Promise<void> {
    await this.#redis.publish(`${this.#prefix}tasks:${userId}`, jobId).catch(() => {});
  }

  async onTask(userId: string, listener: (jobId: string) => void): Promise<() => void> {
    return this.#subscribe(`${this.#prefix}tasks:${userId}`, listener);
  }

  async beat(consumerId: string): Promise<void> {
    const now = Date.now();
    const key = `${this.#prefix}consumers`;
    await this.#redis
      .multi()
      .zadd(key, now, consumerId)
      .zremrangebyscore(key, 0, now - 10 * ALIVE_MS)
      .exec();
  }

  async leave(consumerId: string): Promise<void> {
    await this.#redis.zrem(`${this.#prefix}consumers`, consumerId).catch(() => {});
  }

  /** Consumers heard from in the last 15 s. */
  async consumersAlive(): Promise<number> {
    return this.#redis.zcount(`${this.#prefix}consumers`, Date.now() - ALIVE_MS, "+inf");
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
    this.#subscriber.disconnect();
  }

  async #subscribe(channel: string, listener: (payload: string) => void): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    listeners.add(listener);
    const leave = () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#listeners.get(channel) !== listeners) return;
      this.#listeners.delete(channel);
      void this.#subscriber.unsubscribe(channel).catch(() => {});
    };
    try {
      await this.#subscriber.subscribe(channel);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  #jobKey(jobId: string): string {
    return `${this.#prefix}job:${jobId}`;
  }
}

function firstConnection(client: Redis): Promise<void> {
  return new Promise((resolve) => {
    client.once("ready", () => resolve());
    client.once("error", () => resolve());
  });
}
