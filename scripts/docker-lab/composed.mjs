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

  /** Asked of Docker itself, for a look at each part by compose costs more than what is looked at. */
  async function containers() {
    const project = `label=com.docker.compose.project=${env.COMPOSE_PROJECT_NAME}`;
    const format = '{{.Label "com.docker.compose.service"}}\t{{.ID}}\t{{.Status}}';
    const lines = (await docker("ps", "--filter", project, "--format", format)).trim().split("\n").filter(Boolean);
    return lines.map((line) => line.split("\t")).map(([part, id, status]) => ({ part, id, status }));
  }

  const containersOf = async (wanted) => (await containers()).filter(({ part }) => part === wanted).map(({ id }) => id);

  async function untilHealthy(seconds = 600) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const all = await containers();
      const isUp = (part) => all.some((container) => container.part === part);
      if (PARTS.every(isUp) && all.every(({ status }) => status.includes("(healthy)"))) return;
      if (Date.now() > deadline) throw new Error(`Not healthy: ${JSON.stringify(all)}`);
      await sleep(1000);
    }
  }

  /** @returns {Promise<string[][]>} rows of columns, as text */
  async function query(sql) {
    const [db] = await containersOf("db");
    const answer = await docker("exec", db, "psql", "-U", "intake", "-d", "intake", "-At", "-F", "\t", "-c", sql);
    return answer
      .trim()
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split("\t"));
  }

  return {
    url: `http://127.0.0.1:${port}`,
    env,
    program,
    hasPlugin,
    compose,
    docker,
    containersOf,
    untilHealthy,
    query,
  };
}
