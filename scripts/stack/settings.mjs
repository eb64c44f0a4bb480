/** The ports, secrets and environment that the parts of one stack share. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "./ports.mjs";

/** Which variable moves a port, and where it is when unset. Chosen to clash rarely, where no client expects a number. */
export const PORTS = {
  edge: { variable: "INTAKE_PORT", usual: 3000 },
  gateway: { variable: "INTAKE_GATEWAY_PORT", usual: 3001 },
  consumer: { variable: "CONSUMER_PORT", usual: 3002 },
  localstack: { variable: "INTAKE_LOCALSTACK_PORT", usual: 4566 },
  postgres: { variable: "INTAKE_POSTGRES_PORT", usual: 54329 },
  redis: { variable: "INTAKE_REDIS_PORT", usual: 63799 },
};

/**
 * @param {"free" | Record<string, number>} wanted "free" for any free ports, else those that differ from the usual ones
 * @returns {Promise<Record<keyof typeof PORTS, number>>}
 * @throws {Error} naming the variable whose value is no port
 */
export async function choosePorts(wanted = {}) {
  const names = Object.keys(PORTS);
  if (wanted === "free") {
    const free = await freePorts(names.length);
    return Object.fromEntries(names.map((name, index) => [name, free[index]]));
  }
  return Object.fromEntries(names.map((name) => [name, wanted[name] ?? portFromEnvironment(name)]));
}

function portFromEnvironment(name) {
  const { variable, usual } = PORTS[name];
  const port = Number(process.env[variable] || usual);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`${variable} must be a port from 1 to 65535, not "${process.env[variable]}".`);
  }
  return port;
}

/** What lib/config.ts reads in every part of one stack: addresses, names and secrets. */
export function settingsOf({ stateDir, ports }) {
  return {
    DATABASE_URL: `postgres://intake:intake@127.0.0.1:${ports.postgres}/intake`,
    REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.localstack}`,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    INTAKE_BUCKET: "intake-files",
    INTAKE_QUEUE_PREFIX: "",
    INTAKE_HOST: "127.0.0.1",
    INTAKE_PORT: String(ports.edge),
    INTAKE_URL: `http://127.0.0.1:${ports.edge}`,
    INTAKE_GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
    CONSUMER_PORT: String(ports.consumer),
    WEBHOOK_ALLOW_PRIVATE: "true",
    ...readOrMakeSecrets(stateDir),
  };
}

/** Made once per state directory, so that tokens and stored keys survive a restart; never printed. */
function readOrMakeSecrets(stateDir) {
  const file = join(stateDir, "secrets.json");
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw new Error(`${file} cannot be read: ${error.message}`);
  }
  const secrets = {
    WEBHOOK_SECRET: `whsec_${randomBytes(24).toString("base64")}`,
    INTAKE_JWT_SECRET: randomBytes(32).toString("hex"),
    INTAKE_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
