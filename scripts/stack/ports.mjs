/** TCP ports on the loopback interface: free ones, and who holds one that is not free. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const LOOPBACK = "127.0.0.1";

/** @returns {Promise<number[]>} as many different ports, free at this moment */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, LOOPBACK));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

export async function isFree(port) {
  const server = createServer();
  try {
    await once(server.listen(port, LOOPBACK), "listening");
    await once(server.close(), "close");
    return true;
  } catch (error) {
    if (error.code === "EADDRINUSE") return false;
    throw error; // EACCES below 1024, say: the message names the port
  }
}

/** @returns {string} "process 4711 (node server.js)", or "another process" where the system does not tell */
export function holderOf(port) {
  try {
    const pid = process.platform === "linux" ? listenerOnLinux(port) : listenerByLsof(port);
    if (pid) return `process ${pid} (${commandOf(pid)})`;
  } catch {
    // Other users' processes cannot be looked into, and lsof may be missing: the port is still named.
  }
  return "another process";
}

function listenerOnLinux(port) {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const inodes = new Set();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readFileSync(table, "utf8").split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(suffix) && fields[3] === "0A") inodes.add(`socket:[${fields[9]}]`); // 0A is LISTEN
    }
  }
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.find((pid) => openFilesOf(pid).some((file) => inodes.has(file)));
}

function openFilesOf(pid) {
  const ignoringErrors = (read) => {
    try {
      return read();
    } catch {
      return []; // another user's process, or a file closed meanwhile
    }
  };
  const dir = `/proc/${pid}/fd`;
  return ignoringErrors(() => readdirSync(dir)).flatMap((fd) => ignoringErrors(() => readlinkSync(join(dir, fd))));
}

function listenerByLsof(port) {
  return execFileSync("lsof", ["-nP", "-t", `-iTCP:${port}`, "-sTCP:LISTEN"], { encoding: "utf8" }).split("\n")[0];
}

function commandOf(pid) {
  const command =
    process.platform === "linux"
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
      : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return command.trim().slice(0, 80);
}
