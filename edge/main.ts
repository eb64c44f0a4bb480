import { readConfig } from "../lib/config.ts";
import { openPorts } from "../lib/ports.ts";
import { buildEdge } from "./app.ts";
import { answerEarly } from "./early-answer.ts";

/** How long open connections may take to end by themselves. */
const GRACE_MS = 10_000;

const config = readConfig();
const ports = openPorts(config, "edge");
await ports.live.settled;
const app = await buildEdge(ports);
answerEarly(app);
await app.listen({ port: config.INTAKE_PORT, host: config.INTAKE_HOST });
ports.log.info({ port: config.INTAKE_PORT }, "edge is up");

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), GRACE_MS).unref();
  await app.close(); // takes nothing new, tells sockets to reconnect elsewhere, lets running uploads end
  await ports.close();
  process.exit(0);
}

process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
