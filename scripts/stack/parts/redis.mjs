import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

/** Progress, heartbeats and rate limits. Kept on disk, except in tests. */
export function redis({ stateDir, ports, tools, disposable }) {
  const dir = join(stateDir, "redis");
  return {
    name: "redis",
    port: ports.redis,
    prepare: () => mkdirSync(dir, { recursive: true }),
    command: [
      tools.redisServer,
      ...["--bind", "127.0.0.1", "--port", String(ports.redis), "--dir", dir],
      ...["--save", "", "--appendonly", disposable ? "no" : "yes"],
    ],
    isReady: () => answersPing(ports.redis),
  };
}

function answersPing(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once("data", (reply) => {
      socket.destroy();
      resolve(reply.toString().startsWith("+PONG")); // "-LOADING" while it reads its file
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
