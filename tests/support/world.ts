/**
 * A world of its own for each integration test file: database, bucket, queues and Redis prefix that nobody else
 * touches, on the services whose addresses are in the environment (`npm test` or `npm run services` start them).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { CreateBucketCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import pg from "pg";
import { type Config, readConfig } from "../../lib/config.ts";
import { migrate } from "../../lib/db/migrate.ts";
import { findJob } from "../../lib/jobs/find-job.ts";
import { isFinal, JOB_KINDS, type JobRow } from "../../lib/jobs/job.ts";
import { openPorts, type Ports } from "../../lib/ports.ts";
import { uploadTable } from "../../lib/uploads/upload-table.ts";

const QUEUES = ["intake-jobs", "intake-webhooks", "intake-submissions"];
const CONSUMER = fileURLToPath(new URL("../../consumer/main.ts", import.meta.url));

export type World = AsyncDisposable & {
  ports: Ports;
  config: Config;
  /** Settings of a process that is to live in this world. */
  env: Record<string, string>;
  /** Uploads a table through the function behind the upload route. */
  upload(content: string | Buffer, options?: UploadOptions): Promise<JobRow>;
  job(id: string): Promise<JobRow>;
  /** Waits until the job has ended. */
  ended(id: string, timeoutMs?: number): Promise<JobRow>;
  loadedRows(id: string): Promise<unknown[]>;
  startConsumer(env?: Record<string, string>): Promise<Consumer>;
  /** Stops jobs at the chunk that brings them to so many rows, until released: the moment in which a test strikes. */
  holdAt(rows: number): Promise<Hold>;
  /** Keys of all objects, and of uploads begun and not completed. */
  stored(): Promise<string[]>;
};

/** `reached` once a job waits at the hold. */
export type Hold = { reached(): Promise<void>; release(): Promise<void> };

export type UploadOptions = {
  filename?: string;
  webhookUrl?: string;
  options?: Record<string, unknown>;
  schema?: Record<string, unknown>;
  idempotencyKey?: string;
};

export type Consumer = { child: ChildProcess; log: () => string; stop(): Promise<void>; kill(): Promise<void> };

export async function openWorld(): Promise<World> {
  const name = `test${process.pid.toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const base = readConfig();
  const databaseUrl = await createDatabase(base.DATABASE_URL, name);
  const env: Record<string, string> = {
    ...(process.env as Record<string, string>),
    DATABASE_URL: databaseUrl,
    REDIS_PREFIX: `${name}:`,
    INTAKE_BUCKET: name,
    INTAKE_QUEUE_PREFIX: `${name}-`,
    WEBHOOK_ALLOW_PRIVATE: "true",
    LOG_LEVEL: "info",
  };
  const config = readConfig(env);
  const s3 = new S3Client({ region: config.AWS_REGION, endpoint: config.AWS_ENDPOINT_URL!, forcePathStyle: true });
  const sqs = new SQSClient({ region: config.AWS_REGION, endpoint: config.AWS_ENDPOINT_URL! });
  await Promise.all([
    s3.send(new CreateBucketCommand({ Bucket: name })),
    ...QUEUES.flatMap((queue) => [queue, `${queue}-dlq`]).map((queue) =>
      sqs.send(new CreateQueueCommand({ QueueName: `${name}-${queue}`, Attributes: { VisibilityTimeout: "30" } })),
    ),
  ]);
  const ports = openPorts({ ...config, LOG_LEVEL: "silent" }, "test");
  await migrate(ports.db);
  const consumers: Consumer[] = [];

  const job = (id: string) => findJob(ports, id, { kinds: JOB_KINDS });
  return {
    ports,
    config,
    env,
    job,
    async upload(content, { filename = "table.csv", ...options } = {}) {
      const { body, contentType } = multipart(filename, content, {
        ...(options.webhookUrl ? { webhook_url: options.webhookUrl } : {}),
        ...(options.options ? { options: JSON.stringify(options.options) } : {}),
        ...(options.schema ? { schema: JSON.stringify(options.schema) } : {}),
      });
      return uploadTable(ports, { body: Readable.from([body]), contentType, idempotencyKey: options.idempotencyKey });
    },
    async ended(id, timeoutMs = 30_000) {
      const until = Date.now() + timeoutMs;
      for (;;) {
        const now = await job(id);
        if (isFinal(now.status)) return now;
        if (Date.now() > until) throw new Error(`job ${id} is still ${now.status} after ${timeoutMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async loadedRows(id) {
      const rows = await ports.db("job_rows").where({ job_id: id }).orderBy("row_number").select("data");
      return rows.map(({ data }) => data);
    },
    async startConsumer(more = {}) {
      const consumer = await startConsumer({ ...env, ...more });
      consumers.push(consumer);
      return consumer;
    },
    holdAt: (rows) => holdAt(databaseUrl, rows),
    async stored() {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: name }));
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: name }));
      return [...Contents, ...Uploads].map(({ Key }) => Key!);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(consumers.map((consumer) => consumer.kill()));
      await ports.close();
      s3.destroy();
      sqs.destroy();
      await dropDatabase(base.DATABASE_URL, name);
    },
  };
}

/** A lock that the database asks for before it stores a chunk's counters, and that the test has. */
const HOLD = 7_041_776;

async function holdAt(databaseUrl: string, rows: number): Promise<Hold> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  await session.query(`select pg_advisory_lock(${HOLD})`);
  await session.query(`
    create function hold_chunk() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(${HOLD});
      return new;
    end $$;
    create trigger hold_chunk before update on jobs for each row
      when (new.rows_processed >= ${rows} and new.rows_processed > old.rows_processed) execute function hold_chunk()`);
  return {
    async reached() {
      const waiting = "select 1 from pg_locks where locktype = 'advisory' and objid = $1 and not granted";
      while ((await session.query(waiting, [HOLD])).rowCount === 0) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    release: () => session.end(),
  };
}

/** A multipart/form-data body with fields before the file. */
export function multipart(filename: string, content: string | Buffer, fields: Record<string, string> = {}) {
  const boundary = "----intake-test-boundary";
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `${parts.join("")}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}

async function startConsumer(env: Record<string, string>): Promise<Consumer> {
  const port = await freePort();
  const child = spawn(process.execPath, [CONSUMER], {
    env: { ...env, CONSUMER_PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      log += chunk;
    });
  }
  const exited = once(child, "exit");
  while (!log.includes("consumer is up")) {
    if (child.exitCode !== null) throw new Error(`the consumer did not start:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await exited;
    }
  };
  return { child, log: () => log, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

async function createDatabase(url: string, name: string): Promise<string> {
  await asAdmin(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

const dropDatabase = (url: string, name: string): Promise<void> =>
  asAdmin(url, `drop database if exists ${name} with (force)`);

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
