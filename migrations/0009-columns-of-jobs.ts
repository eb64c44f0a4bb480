import type { Knex } from "knex";

/**
 * A table job remembers its file's columns: a schema may name some of them only, and in another order, while an export
 * has them all as they stand in the file.
 *
 * Old code: runs on. Jobs of before are exported by their schema.
 * Locks: `jobs` for a moment; nothing is rewritten.
 * Read by: lib/table-results/export.ts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table jobs add column if not exists columns jsonb;
    comment on column jobs.columns is 'Names of the table''s columns in file order; null until known.';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table jobs drop column columns");
}
