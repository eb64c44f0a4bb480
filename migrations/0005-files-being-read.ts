import type { Knex } from "knex";

/**
 * The sweep asks every few seconds which files are being read; there are few of them among many.
 *
 * Old code: runs on. Locks: `document_files` while the index is built.
 * Read by: lib/files/processing-status.ts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    "create index document_files_being_read on document_files (id) where processing_status = 'processing'",
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop index document_files_being_read");
}
