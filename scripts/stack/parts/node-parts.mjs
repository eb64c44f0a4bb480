/** The parts that are Intake itself, each a Node 24 process started from the checkout. */
import { node24, packagesDir, root } from "../project.mjs";

/** Brings the schema up to date and ends. */
export function migrations() {
  return { name: "migrations", needs: ["postgres"], command: [node24, "scripts/migrate.ts"], runsOnce: true };
}

/** API Gateway and the Lambda handlers, by serverless-offline. Its second listener (for `aws lambda invoke`) may be anywhere. */
export function gateway({ ports }) {
  const options = { stage: "local", host: "127.0.0.1", httpPort: ports.gateway, lambdaPort: 0 };
  return {
    name: "gateway",
    port: ports.gateway,
    command: [
      node24,
      `${packagesDir}/serverless/bin/serverless.js`,
      ...["offline", "start"],
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ],
    isReady: () => answers(`http://127.0.0.1:${ports.gateway}/`, () => true),
  };
}

/** The address that users know. Ready when a request goes all the way through it and the gateway. */
export function edge({ ports }) {
  return {
    name: "edge",
    port: ports.edge,
    needs: ["migrations", "redis", "localstack"],
    command: [node24, "--max-semi-space-size=2", `${root}/edge/main.ts`],
    isReady: () => answers(`http://127.0.0.1:${ports.edge}/api/health`, (response) => response.ok),
  };
}

/** Takes the jobs. */
export function consumer({ ports }) {
  return {
    name: "consumer",
    port: ports.consumer,
    needs: ["migrations", "redis", "localstack"],
    command: [node24, `${root}/consumer/main.ts`],
    stopSeconds: 30, // running jobs get their grace first
    isReady: () => answers(`http://127.0.0.1:${ports.consumer}/health`, (response) => response.ok),
  };
}

async function answers(url, isGood) {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  await response?.body?.cancel();
  return response !== null && isGood(response);
}
