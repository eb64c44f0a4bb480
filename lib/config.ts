import { z } from "zod";
import { parseEncryptionKeys } from "./accounts/secrets.ts";
import { Flag } from "./flag.ts";
import { LOGIN_LIMITS, parseLimits, parseUploadLimit, RATE_LIMITS } from "./limits/settings.ts";
import { parseAddressRanges } from "./settings/address-ranges.ts";
import { parseOrigins } from "./settings/origins.ts";

/** Seconds, bytes and megabytes are in the names; a flag is true/false, 1/0, yes/no or on/off. */
const flag = (fallback: boolean) => Flag.default(fallback);
const whole = (fallback: number, min = 0) => z.coerce.number().int().min(min).default(fallback);

/** A setting with a grammar of its own; what `parse` throws becomes the setting's fault. */
const readBy = <T>(parse: (text: string) => T, fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context): T => {
      try {
        return parse(text);
      } catch (error) {
        context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    });

/** Good enough to try Intake out; production refuses to start with any of them. */
const SAMPLE_SECRETS = {
  WEBHOOK_SECRET: "whsec_for_development_only",
  INTAKE_JWT_SECRET: "for-development-only-0123456789abcdef",
  INTAKE_ENCRYPTION_KEYS: "sample:Zm9yIGRldmVsb3BtZW50IG9ubHksIDMyIGJ5dGVzISE=",
} as const;

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),

  INTAKE_STAGE: z.string().min(1).default("local"),
  INTAKE_HOST: z.string().default("127.0.0.1"),
  INTAKE_PORT: whole(3000),
  INTAKE_GATEWAY_URL: z.url().default("http://127.0.0.1:3001"),
  CONSUMER_PORT: whole(3002),

  DATABASE_URL: z.string().startsWith("postgres").default("postgres://intake:intake@127.0.0.1:54329/intake"),
  DATABASE_HOST: z.string().optional(),
  DATABASE_PASSWORD: z.string().optional(),
  DATABASE_POOL: whole(10, 1),
  REDIS_URL: z.string().startsWith("redis").default("redis://127.0.0.1:63799"),
  REDIS_PREFIX: z.string().max(40).default("intake:"),
  AWS_REGION: z.string().default("us-east-1"),
  AWS_ENDPOINT_URL: z.url().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  INTAKE_BUCKET: z.string().min(3).max(63).default("intake-files"),
  INTAKE_QUEUE_PREFIX: z.string().max(40).default(""),

  MAX_UPLOAD_BYTES: whole(524_288_000, 1),
  CONSUMER_CONCURRENCY: whole(4, 1),
  WORKER_MEMORY_MB: whole(1024, 64),
  WORKER_JOBS: whole(10, 1),
  JOB_SOFT_LIMIT: whole(1800, 1),
  JOB_HARD_LIMIT: whole(2100, 1),
  JOB_LEASE_SECONDS: whole(30, 3),
  SHUTDOWN_GRACE_SECONDS: whole(20),
  SWEEP_SECONDS: whole(10, 1),
  JOB_RETENTION_DAYS: whole(30, 1),
  PROGRESS_CACHE_EXPIRY: whole(3600, 1),

  INTAKE_DOCUMENT_MAX_BYTES: whole(52_428_800, 1),
  INTAKE_EXTRACT_SECONDS: whole(120, 1),
  INTAKE_TASK_SECONDS: whole(300, 1),
  MAX_FILE_SIZE_MB: whole(100, 1),
  MAX_CELLS: whole(2_000_000, 1),
  TOLERANCE: z.coerce.number().min(0).max(1).default(1e-6),
  MAX_CIRCULAR_ITERATIONS: whole(100, 1),
  CONVERGENCE_THRESHOLD: z.coerce.number().positive().max(1).default(1e-6),

  INTAKE_JWT_SECRET: z
    .string()
    .refine((secret) => Buffer.byteLength(secret) >= 32, "must have at least 32 bytes")
    .default(SAMPLE_SECRETS.INTAKE_JWT_SECRET),
  INTAKE_TOKEN_TTL_SECONDS: whole(86_400, 1),
  INTAKE_ENCRYPTION_KEYS: readBy(parseEncryptionKeys, SAMPLE_SECRETS.INTAKE_ENCRYPTION_KEYS),
  INTAKE_RATE_LIMITS: readBy((text) => parseLimits(RATE_LIMITS, text), ""),
  INTAKE_LOGIN_LIMITS: readBy((text) => parseLimits(LOGIN_LIMITS, text), ""),
  RATE_LIMIT_UPLOADS: readBy(parseUploadLimit, "off"),
  INTAKE_TRUSTED_PROXIES: readBy(parseAddressRanges, ""),
  ENABLE_API_KEY_AUTH: flag(false),

  INTAKE_LLM_BASE_URL: z.url().default("https://dashscope.aliyuncs.com/compatible-mode/v1"),
  INTAKE_LLM_MODEL: z.string().min(1).max(100).default("qwen-max"),
  INTAKE_LLM_API_KEY: z.string().min(8).optional(),
  INTAKE_LLM_CONTEXT_TOKENS: whole(32_768, 4096),
  INTAKE_LLM_TASK_TOKENS: whole(400_000, 4096),
  INTAKE_LLM_TIMEOUT_SECONDS: whole(60, 1),
  INTAKE_LLM_ALLOWED_ORIGINS: readBy(
    parseOrigins,
    "https://api.openai.com,https://dashscope.aliyuncs.com,https://dashscope-intl.aliyuncs.com",
  ),

  WEBHOOK_SECRET: z.string().min(16).default(SAMPLE_SECRETS.WEBHOOK_SECRET),
  WEBHOOK_ALLOW_PRIVATE: flag(false),
  CORS_ORIGINS: z.string().default("*"),
});

const LOCALSTACK = "http://127.0.0.1:4566";

export type Config = Readonly<z.output<typeof Environment>>;

/**
 * The settings of every process: the one place that reads the environment.
 *
 * @throws {Error} naming every faulty variable at once; a program that cannot trust its settings does not start
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  // Shells and serverless.yml write an unset variable as an empty one.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`These settings cannot be used:\n${faults.join("\n")}`);
  }
  if (parsed.data.NODE_ENV === "production") refuseSamples(given);
  // On AWS the password is a secret of its own, which cannot be put into an address by a template.
  const { DATABASE_HOST: host, DATABASE_PASSWORD: password = "" } = parsed.data;
  const database = host
    ? `postgres://intake:${encodeURIComponent(password)}@${host}:5432/intake?sslmode=require`
    : null;
  // The local stack is at hand without a word; in production the SDK knows where AWS is.
  const local = parsed.data.NODE_ENV === "production" ? undefined : LOCALSTACK;
  return {
    ...parsed.data,
    ...(database ? { DATABASE_URL: database } : {}),
    AWS_ENDPOINT_URL: parsed.data.AWS_ENDPOINT_URL ?? local,
  };
}

function refuseSamples(given: Record<string, string | undefined>): void {
  const faults = Object.entries(SAMPLE_SECRETS)
    .filter(([name, sample]) => (given[name] ?? sample).includes(sample))
    .map(([name]) => `  ${name}: must be set in production, and not to the sample value`);
  if (faults.length > 0) throw new Error(`These settings cannot be used:\n${faults.join("\n")}`);
}
