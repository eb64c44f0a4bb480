import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, it } from "vitest";
import { isDatabaseDown, openDatabase } from "../../../lib/db/database.ts";

async function listen(answer: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    answer(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://intake:intake@127.0.0.1:${port}/intake`,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

it.each([
  ["takes connections and says nothing", () => {}],
  ["hangs up", (socket: Socket) => socket.destroy()],
])(
  "a database that %s is down, and no fault of what was asked",
  async (_what, answer) => {
    using server = await listen(answer);
    const db = openDatabase({ DATABASE_URL: server.url, DATABASE_POOL: 1 });
    try {
      const error = await db.raw("select 1").then(
        () => null,
        (cause: unknown) => cause,
      );
      expect(isDatabaseDown(error), String(error)).toBe(true);
    } finally {
      await db.destroy();
    }
  },
  20_000,
);
