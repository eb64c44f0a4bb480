import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export type PeerResult = { seconds: number; rows: number; version: string; peak_mib: number };

const SCRIPT = fileURLToPath(new URL("./python-peers.py", import.meta.url));

/** The best of a Python peer's runs; null where that Python does not have it. */
export function pythonPeer(
  python: string,
  peer: "duckdb" | "pandas" | "openpyxl",
  path: string,
  { runs, ...settings }: { runs: number; [setting: string]: unknown },
): PeerResult | null {
  try {
    const output = execFileSync(python, [SCRIPT, peer, path, String(runs), JSON.stringify(settings)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return JSON.parse(output) as PeerResult;
  } catch {
    return null;
  }
}
