import type { Knex } from "knex";

/**
 * A large upload is answered when its parts are stored; the object is put together afterwards, before it is read. Until
 * then the job's row says which parts make it.
 *
 * Old code: handlers and edge run on, but an old consumer would take a new job's object for lost: stop consumers first.
 * Locks: `jobs`, for a moment; nothing is rewritten.
 * Read by: lib/jobs/assemble-object.ts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table jobs add column parts jsonb;
    comment on column jobs.parts is 'Stored parts of an object that is not put together yet: {upload_id, parts}.';
    create index jobs_in_parts on jobs (created_at) where parts is not null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table jobs drop column parts"); // the index goes with its column
}
