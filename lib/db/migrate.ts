import { readdir } from "node:fs/promises";
import type { Knex } from "knex";
import type { Database } from "./database.ts";

type Migration = { up(knex: Knex): Promise<void>; down(knex: Knex): Promise<void> };

const FOLDER = new URL("../../migrations/", import.meta.url);

/** knex's own loader would `require` the files; ours are ES modules in TypeScript. */
const source: Knex.MigrationSource<string> = {
  getMigrations: async () => (await readdir(FOLDER)).filter((name) => /^\d{4}-.*\.ts$/.test(name)).sort(),
  getMigrationName: (name) => name,
  getMigration: async (name) => (await import(new URL(name, FOLDER).href)) as Migration,
};

/** What knex must know to run our migrations, one by one or taken back. */
export const migrations = { migrationSource: source, tableName: "migrations" };

/**
 * Brings the database to the newest schema; several processes may call it at once, one does the work.
 *
 * @returns names of the migrations that were run
 */
export async function migrate(db: Database): Promise<string[]> {
  const [, names] = await db.transaction(async (trx) => {
    // An advisory lock goes with its connection; knex's lock row would outlive a killed migration and block the next.
    await trx.raw("select pg_advisory_xact_lock(hashtext('intake-migrations'))");
    await db.migrate.forceFreeMigrationsLock(migrations);
    return db.migrate.latest(migrations);
  });
  return names as string[];
}
