import type { Knex } from "knex";

/**
 * Cells go with their model, and errors with their job, by triggers in place of foreign keys, as rows do since 0006: a
 * foreign key looks its parent up once for every row. Nothing is lost: cells are only written with their model, in one
 * transaction (lib/models/store-model.ts), and errors in one that holds the job's row locked
 * (lib/table-results/commit-chunk.ts).
 *
 * Old code: runs on. Locks: `models`, `cells`, `jobs` and `processing_errors` for a moment.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table cells drop constraint if exists cells_model_id_fkey;
    alter table processing_errors drop constraint if exists processing_errors_job_id_fkey;

    create or replace function delete_cells_of_model() returns trigger language plpgsql as $$
    begin
      delete from cells where model_id = old.id;
      return null;
    end $$;
    create or replace trigger cells_of_deleted_model after delete on models
      for each row execute function delete_cells_of_model();

    create or replace function delete_errors_of_job() returns trigger language plpgsql as $$
    begin
      delete from processing_errors where job_id = old.id;
      return null;
    end $$;
    create or replace trigger errors_of_deleted_job after delete on jobs
      for each row execute function delete_errors_of_job();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger cells_of_deleted_model on models;
    drop function delete_cells_of_model;
    alter table cells add constraint cells_model_id_fkey foreign key (model_id) references models on delete cascade;
    drop trigger errors_of_deleted_job on jobs;
    drop function delete_errors_of_job;
    alter table processing_errors
      add constraint processing_errors_job_id_fkey foreign key (job_id) references jobs on delete cascade;
  `);
}
