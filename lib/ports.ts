import type { Config } from "./config.ts";
import { type Database, openDatabase } from "./db/database.ts";
import { LoginThrottle } from "./limits/login-throttle.ts";
import { OpenSockets } from "./limits/open-sockets.ts";
import { RateLimits } from "./limits/rate-limits.ts";
import { createLog, type Logger } from "./log.ts";
import { Live } from "./progress/live.ts";
import { Queues } from "./queue/queues.ts";
import { Storage } from "./storage/storage.ts";

/** All the outside things a door may need, opened once a process and handed down as a value. */
export type Ports = {
  readonly config: Config;
  readonly db: Database;
  readonly storage: Storage;
  readonly queues: Queues;
  readonly live: Live;
  readonly limits: RateLimits;
  readonly logins: LoginThrottle;
  readonly sockets: OpenSockets;
  readonly log: Logger;
  close(): Promise<void>;
};

/** Opens nothing yet: each client connects when it is first asked. */
export function openPorts(config: Config, part: string): Ports {
  const db = openDatabase(config);
  const storage = new Storage(config);
  const queues = new Queues(config);
  const live = new Live(config);
  return {
    config,
    db,
    storage,
    queues,
    live,
    limits: new RateLimits(config, live.client),
    logins: new LoginThrottle(config, live.client),
    sockets: new OpenSockets(config, live.client),
    log: createLog(config, part),
    async close() {
      await Promise.allSettled([db.destroy(), live.close()]);
      storage.close();
      queues.close();
    },
  };
}
