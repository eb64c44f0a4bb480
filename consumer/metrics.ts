import { createServer, type Server } from "node:http";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { jobGauges } from "../lib/jobs/gauges.ts";
import type { Ports } from "../lib/ports.ts";

const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: "intake_consumer_" });

/** What the consumer counts as it works; what can be asked of the stores is asked when somebody looks. */
export const metrics = {
  jobSeconds: new Histogram({
    name: "intake_job_seconds",
    help: "How long attempts at jobs took, by kind and outcome",
    labelNames: ["kind", "outcome"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    registers: [registry],
  }),
  faults: new Counter({
    name: "intake_job_faults_total",
    help: "Attempts that ended badly through no fault of the file",
    labelNames: ["kind"],
    registers: [registry],
  }),
  deliveries: new Counter({
    name: "intake_webhook_attempts_total",
    help: "Attempts at webhook deliveries",
    registers: [registry],
  }),
};

/** Serves /health, and /metrics for Prometheus. */
export function serveMetrics(ports: Ports, port: number, host: string): Server {
  const readGauges = jobGauges(ports, registry);
  return createServer(async (request, response) => {
    if (request.url === "/health") return void response.end("ok");
    await readGauges();
    response.setHeader("content-type", registry.contentType).end(await registry.metrics());
  }).listen(port, host);
}
