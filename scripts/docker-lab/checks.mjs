/** What the containers are held to; each check is told in one line, and throws where it fails. */
import { setTimeout as sleep } from "node:timers/promises";
import { node24, root } from "../stack/project.mjs";
import { mustRun, run } from "../stack/run.mjs";

const ROWS = 100_000;
const JOB_SECONDS = 600; // on a machine that does other things too

/** Takes some seconds to load, so that there is a middle in which things can be broken. */
const LARGE = `id,name,amount\n${Array.from({ length: ROWS }, (_, row) => `${row},name ${row},${row}.25\n`).join("")}`;

export const CHECKS = {
  async "docker-compose up: all parts healthy"({ compose, untilHealthy }) {
    await compose("up", "-d");
    await untilHealthy();
  },

  async "npm run demo -- --url"({ url }) {
    await mustRun("the demo", node24, ["scripts/demo.mjs", "--url", url], { cwd: root });
  },

  async "no root, nothing to write to, limits, restarts"({ containersOf, docker }) {
    for (const part of ["edge", "gateway", "consumer"]) {
      const [id] = await containersOf(part);
      const user = (await docker("exec", id, "id", "-u")).trim();
      if (user === "0") throw new Error(`${part} runs as root`);
      for (const path of ["/x", "/app/x"]) {
        const touch = await run("docker", ["exec", "-u", "0", id, "touch", path]);
        if (!touch.output.includes("Read-only file system"))
          throw new Error(`${part} can write ${path}: ${touch.output}`);
      }
    }
    for (const part of ["db", "redis", "localstack", "gateway", "edge", "consumer"]) {
      const [id] = await containersOf(part);
      const [host] = JSON.parse(await docker("inspect", "--format", "[{{json .HostConfig}}]", id));
      if (!host.Memory || !host.NanoCpus || !host.PidsLimit) throw new Error(`${part} has no limits`);
      if (host.RestartPolicy.Name !== "unless-stopped") throw new Error(`${part} is not restarted`);
    }
  },

  async "--scale consumer=3: each takes jobs"(lab) {
    const { compose, untilHealthy, url, query } = lab;
    await compose("up", "-d", "--scale", "consumer=3", "--no-recreate");
    await untilHealthy();
    await finish(lab, await uploadMany(url, 12));
    const holders = await query("select distinct split_part(worker_id, ':', 1) from jobs where worker_id is not null");
    if (holders.length < 3) throw new Error(`Only ${holders.length} consumers took jobs`);
  },

  async "restart db in the middle of work: nothing lost"(lab) {
    const { compose, url } = lab;
    const jobs = await uploadMany(url, 4);
    await untilUnderWay(url, jobs);
    await compose("restart", "db");
    await finish(lab, jobs);
  },

  async "kill -9 of a consumer in the middle of its job: another goes on, and it is started again"(lab) {
    const { url, query, containersOf, docker, untilHealthy } = lab;
    const jobs = await uploadMany(url, 4);
    await untilUnderWay(url, jobs);
    const [[holder]] = await query(
      "select split_part(worker_id, ':', 1) from jobs where status = 'PROCESSING' limit 1",
    );
    const victim = (await containersOf("consumer")).find((id) => id.startsWith(holder));
    process.kill(Number(await docker("inspect", "--format", "{{.State.Pid}}", victim)), "SIGKILL");
    await finish(lab, jobs);
    await untilHealthy();
    if ((await docker("inspect", "--format", "{{.RestartCount}}", victim)).trim() === "0") {
      throw new Error("The consumer was not started again");
    }
  },

  async "stop of a consumer in the middle of its job: nothing lost, no fault counted"(lab) {
    const { url, query, compose } = lab;
    const jobs = await uploadMany(url, 4);
    await untilUnderWay(url, jobs);
    await compose("up", "-d", "--scale", "consumer=1", "--no-recreate");
    await finish(lab, jobs);
    const [[faults]] = await query(`select sum(faults) from jobs where id in (${jobs.map((id) => `'${id}'`)})`);
    if (faults !== "0") throw new Error(`${faults} faults were counted`);
  },

  async "down, up: the volumes keep what they held"(lab) {
    const { compose, untilHealthy, url, query } = lab;
    const count = "select count(*) from job_rows";
    const before = await query(count);
    await compose("down");
    await compose("up", "-d");
    await untilHealthy();
    const after = await query(count);
    if (before[0][0] !== after[0][0]) throw new Error(`${before} rows before, ${after} after`);
    await finish(lab, await uploadMany(url, 1));
  },
};

async function uploadMany(url, number) {
  return Promise.all(
    Array.from({ length: number }, async (_, index) => {
      const form = new FormData();
      form.set("file", new Blob([LARGE]), `large-${index}.csv`);
      const response = await fetch(`${url}/api/files/upload`, { method: "POST", body: form });
      if (!response.ok) throw new Error(`upload: ${response.status} ${await response.text()}`);
      return (await response.json()).job_id;
    }),
  );
}

async function untilUnderWay(url, jobs) {
  await untilJob(url, jobs[0], ({ status, rows_processed: rows }) => status === "PROCESSING" && rows > 0);
}

async function finish({ url, query }, jobs) {
  for (const id of jobs) {
    const job = await untilJob(url, id, ({ status }) => ["COMPLETED", "FAILED", "CANCELLED"].includes(status));
    const [[loaded]] = await query(`select count(*) from job_rows where job_id = '${id}'`);
    if (job.status !== "COMPLETED" || job.rows_processed !== ROWS || Number(loaded) !== ROWS) {
      throw new Error(`${id}: ${job.status}, ${job.rows_processed} read, ${loaded} loaded, ${job.error_message}`);
    }
  }
}

/** Answers other than 200 are waited out: a part may be down on purpose. */
async function untilJob(url, id, isIt) {
  const deadline = Date.now() + JOB_SECONDS * 1000;
  let job;
  while (Date.now() < deadline) {
    const response = await fetch(`${url}/api/jobs/${id}`).catch(() => null);
    job = response?.ok ? await response.json() : job;
    if (job && isIt(job)) return job;
    await sleep(100);
  }
  throw new Error(`${id} is ${job?.status} with ${job?.rows_processed} rows after ${JOB_SECONDS} s`);
}
