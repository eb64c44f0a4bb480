import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { RecalcAnswer, RecalcTask } from "./recalc-worker.ts";

const WORKER = fileURLToPath(new URL("./recalc-worker.ts", import.meta.url));
const MEMORY_MB = 3072;

/**
 * Recalculates files in processes beside this one and hands the answers back in the order of the tasks. A file that
 * takes longer than `timeoutSeconds`, or that kills its process, gives an error of its own and the run goes on.
 */
export async function* recalcAll(
  tasks: readonly RecalcTask[],
  { jobs, timeoutSeconds }: { jobs: number; timeoutSeconds: number },
): AsyncGenerator<RecalcAnswer> {
  const answers = tasks.map(() => Promise.withResolvers<RecalcAnswer>());
  let next = 0;
  const lane = async () => {
    let child: ChildProcess | undefined;
    while (next < tasks.length) {
      const at = next++;
      child = child?.connected ? child : start();
      answers[at]!.resolve(await one(child, tasks[at]!, timeoutSeconds));
    }
    child?.kill("SIGKILL");
  };
  const lanes = Array.from({ length: Math.min(jobs, tasks.length) }, lane);
  for (const { promise } of answers) yield await promise;
  await Promise.all(lanes);
}

function start(): ChildProcess {
  return fork(WORKER, {
    execArgv: [`--max-old-space-size=${MEMORY_MB}`, "--stack-size=3900"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

function one(child: ChildProcess, task: RecalcTask, timeoutSeconds: number): Promise<RecalcAnswer> {
  return new Promise((resolve) => {
    const end = (answer: RecalcAnswer) => {
      clearTimeout(late);
      child.removeAllListeners();
      resolve(answer);
    };
    const fail = (code: string, message: string) => {
      child.kill("SIGKILL");
      child.disconnect?.();
      end({ file: task.file, error: { code, message } });
    };
    const late = setTimeout(() => fail("TIMEOUT", `Not done within ${timeoutSeconds} seconds`), timeoutSeconds * 1000);
    child.once("message", (answer) => end(answer as RecalcAnswer));
    child.once("exit", (code, signal) => {
      end({ file: task.file, error: { code: "WORKER_LOST", message: `The process died (${signal ?? code})` } });
    });
    child.send(task);
  });
}
