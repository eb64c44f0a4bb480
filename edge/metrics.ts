import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { jobGauges } from "../lib/jobs/gauges.ts";
import type { Ports } from "../lib/ports.ts";

/**
 * /metrics for Prometheus: requests by route and status, the work that waits and was done, and the process's own figures.
 * To be called on the root, not registered: its hook must see the routes of every plugin.
 */
export function serveMetrics(app: FastifyInstance, ports: Ports): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "intake_edge_" });
  const seconds = new Histogram({
    name: "intake_http_seconds",
    help: "How long requests took, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300],
    registers: [registry],
  });
  const uploaded = new Counter({
    name: "intake_upload_bytes_total",
    help: "Bytes of request bodies announced by clients",
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "other";
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    uploaded.inc(Number(request.headers["content-length"] ?? 0) || 0);
  });
  const readGauges = jobGauges(ports, registry);
  app.get("/metrics", async (_request, reply) => {
    await readGauges();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
