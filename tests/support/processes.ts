import { execFileSync } from "node:child_process";

/** The processes that a process has started. @throws where there are none */
export function childrenOf(pid: number): number[] {
  return execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map(Number);
}
