import { type ChildProcess, fork } from "node:child_process";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import type { Config } from "../lib/config.ts";
import type { JobRow } from "../lib/jobs/job.ts";
import type { Logger } from "../lib/log.ts";
import { OUT_OF_MEMORY } from "./limits.ts";
import { remove, Scratch } from "./scratch.ts";
import type { StopReason } from "./tasks/task.ts";
import type { FromWorker, Outcome, ToWorker } from "./worker.ts";

/** How long a task that is no longer wanted may take to notice; then its worker goes. */
const UNWANTED_MS = 1_500;

const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));

/** Deep formulas and LAMBDAs that call themselves need more than V8's 1 MB; Linux gives a main thread 8 MB. */
const STACK = "--stack-size=3900";

/**
 * Answers come before work: on a machine that does both, whoever asks for a status must not wait for four files, nor for
 * a worker that starts. A third of an equal share, not the tenth of PRIORITY_BELOW_NORMAL: beside strangers at work, jobs
 * then came to a standstill.
 */
const NICENESS = 5;

type Worker = { child: ChildProcess; jobs: number; ready: Promise<void> };

/** A job under way in a worker. */
export type Run = {
  /** Never rejects: a worker that dies is an outcome of its own. */
  outcome: Promise<Outcome>;
  /** Asks the task to stop at its next chunk; one that nobody wants any more is ended where it goes on. */
  stop(reason: StopReason): void;
  /** Ends the worker at once; the attempt then counts as `outcome`. */
  kill(outcome: Outcome): void;
};

/** Warm worker processes, each replaced after `WORKER_JOBS` jobs so that nothing a library leaks can add up. */
export class WorkerPool {
  readonly #config: Config;
  readonly #log: Logger;
  readonly #idle: Worker[] = [];
  readonly #scratch = new Scratch();
  #closed = false;

  constructor(config: Config, log: Logger) {
    this.#config = config;
    this.#log = log;
    for (let i = 0; i < config.CONSUMER_CONCURRENCY; i++) this.#idle.push(this.#start());
  }

  run(job: JobRow): Run {
    const worker = this.#idle.pop() ?? this.#start();
    const { child } = worker;
    let killedAs: Outcome | undefined;
    const outcome = new Promise<Outcome>((resolve) => {
      const onMessage = (message: FromWorker) => {
        if (message.type !== "ended") return;
        child.off("exit", onExit);
        child.off("message", onMessage);
        this.#giveBack(worker);
        resolve(message.outcome);
      };
      const onExit = (code: number | null, signal: string | null) => {
        child.off("message", onMessage);
        if (!this.#closed) this.#idle.push(this.#start());
        resolve(killedAs ?? deathOf(code, signal));
      };
      child.on("message", onMessage);
      child.once("exit", onExit);
      if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
      else void worker.ready.then(() => send(child, { type: "run", job }));
    });
    const kill = (as: Outcome) => {
      killedAs = as;
      child.kill("SIGKILL");
    };
    return {
      outcome,
      stop: (reason) => {
        send(child, { type: "stop", reason });
        if (reason !== "cancelled" && reason !== "superseded") return;
        const late = setTimeout(() => kill({ kind: "over" }), UNWANTED_MS);
        void outcome.then(() => clearTimeout(late));
      },
      kill,
    };
  }

  close(): void {
    this.#closed = true;
    for (const { child } of this.#idle.splice(0)) child.kill("SIGKILL");
    this.#scratch.close();
  }

  #giveBack(worker: Worker): void {
    worker.jobs++;
    if (this.#closed || worker.jobs >= this.#config.WORKER_JOBS) {
      worker.child.kill("SIGKILL");
      if (!this.#closed) this.#idle.push(this.#start());
    } else {
      this.#idle.push(worker);
    }
  }

  #start(): Worker {
    const folder = this.#scratch.folder();
    const child = fork(WORKER, {
      serialization: "advanced",
      env: { ...process.env, TMPDIR: folder },
      execArgv: [`--max-old-space-size=${Math.floor(this.#config.WORKER_MEMORY_MB * 0.75)}`, STACK],
    });
    if (child.pid) setPriority(child.pid, NICENESS);
    const ready = new Promise<void>((resolve) => {
      child.once("message", () => resolve());
    });
    const worker: Worker = { child, jobs: 0, ready };
    child.on("error", (error) => this.#log.error({ err: error }, "worker"));
    child.once("exit", () => {
      remove(folder);
      const at = this.#idle.indexOf(worker);
      if (at < 0) return; // a running one: its Run deals with it
      this.#idle.splice(at, 1);
      if (!this.#closed) setTimeout(() => !this.#closed && this.#idle.push(this.#start()), 1_000);
    });
    return worker;
  }
}

/** V8 ends a process whose heap is full by SIGABRT; our own watch on the rest of its memory by its exit code. */
function deathOf(code: number | null, signal: string | null): Outcome {
  if (code === OUT_OF_MEMORY || signal === "SIGABRT") return { kind: "memory" };
  return { kind: "fault", message: `its worker died (${signal ?? `exit code ${code}`})` };
}

function send(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message);
}
