import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "intake-consumer-";

/**
 * The files that workers keep on disk while they run a job: a folder for each worker, removed when the worker is gone,
 * however it went; and with them what a consumer left that was killed.
 */
export class Scratch {
  readonly #root: string;

  constructor() {
    for (const name of readdirSync(tmpdir())) {
      if (name.startsWith(PREFIX) && isGone(Number.parseInt(name.slice(PREFIX.length), 10))) {
        remove(join(tmpdir(), name));
      }
    }
    this.#root = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  }

  /** A new folder, for one worker. */
  folder(): string {
    return mkdtempSync(join(this.#root, "worker-"));
  }

  close(): void {
    remove(this.#root);
  }
}

/** What another user of the machine left is left to him. */
export function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EPERM" && code !== "EACCES") throw error;
  }
}

/** Of our own number can only be what was left before the container or the machine was started anew. */
function isGone(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
