/** The project of docker-compose.yml, under a name, on ports and with secrets of the lab's own. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePorts } from "../stack/ports.mjs";
import { root } from "../stack/project.mjs";
import { mustRun, run } from "../stack/run.mjs";

const FILES = ["docker-compose.yml", "scripts/docker-lab/compose.yml"].flatMap((file) => ["-f", join(root, file)]);
const PARTS = ["db", "redis", "localstack", "gateway", "edge", "consumer"];

export async function createComposed() {
  const [port, localstackPort] = await freePorts(2);
  const env = {
    ...process.env,
    COMPOSE_PROJECT_NAME: "intake-lab",
    DOCKER_BUILDKIT: "0", // builds like any engine's, with or without its plug-in
    INTAKE_PORT: String(port),
    INTAKE_LOCALSTACK_PORT: String(localstackPort),
    DATABASE_PASSWORD: randomBytes(16).toString("hex"),
    WEBHOOK_SECRET: randomBytes(16).toString("hex"),
    INTAKE_JWT_SECRET: randomBytes(32).toString("hex"),
    INTAKE_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  const hasPlugin = (await run("docker", ["compose", "version"])).code === 0;
  const [program, ...first] = hasPlugin ? ["docker", "compose"] : ["docker-compose"];
  const options = { cwd: root, env };

  const compose = (...args) => mustRun(`compose ${args[0]}`, program, [...first, ...FILES, ...args], options);
  const docker = (...args) => mustRun(`docker ${args[0]}`, "docker", args, options);
  const containersOf = async (part) => (await compose("ps", "-q", part)).trim().split("\n").filter(Boolean);

  async function untilHealthy(seconds = 300) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const states = await Promise.all(PARTS.map(async (part) => [part, await healthOf(part)]));
      const waiting = states.filter(([, health]) => health.length === 0 || health.some((state) => state !== "healthy"));
      if (waiting.length === 0) return;
      if (Date.now() > deadline) throw new Error(`Not healthy: ${JSON.stringify(waiting)}`);
      await sleep(1000);
    }
  }

  /** The health of each container of a part; one that is being replaced has none. */
  async function healthOf(part) {
    const ids = await containersOf(part);
    const asked = ids.map((id) => run("docker", ["inspect", "--format", "{{.State.Health.Status}}", id], options));
    return (await Promise.all(asked)).map(({ code, output }) => (code === 0 ? output.trim() : "gone"));
  }

  /** @returns {Promise<string[][]>} rows of columns, as text */
  async function query(sql) {
    const [db] = await containersOf("db");
    const answer = await docker("exec", db, "psql", "-U", "intake", "-d", "intake", "-At", "-F", "\t", "-c", sql);
    return answer.trim().split("\n").filter(Boolean).map((line) => line.split("\t"));
  }

  return { url: `http://127.0.0.1:${port}`, env, program, hasPlugin, compose, docker, containersOf, untilHealthy, query };
}
