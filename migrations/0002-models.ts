import type { Knex } from "knex";

/**
 * Workbook models: what an import leaves behind, cell by cell, and the stages a workbook job went through.
 *
 * Old code: runs on; it knows none of these tables. Locks: `jobs` for the moment of one added column.
 * Read by: lib/models.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table models (
      id uuid primary key,
      name varchar(255) not null,
      original_filename varchar(255),
      file_path varchar(512) not null,
      file_hash char(64) not null unique,
      file_size bigint not null,
      uploaded_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      workbook_metadata jsonb not null default '{}',
      import_summary jsonb not null default '{}'
    );
    create index on models (uploaded_at desc, id);

    create table cells (
      model_id uuid not null references models on delete cascade,
      sheet_index int not null,
      row_num int not null,
      col_num int not null,
      sheet_name varchar(255) not null,
      col_letter varchar(3) not null,
      cell varchar(10) not null,
      cell_type text not null check (cell_type in ('value', 'formula', 'formula_text')),
      data_type text not null check (data_type in ('number', 'text', 'date', 'boolean', 'error', 'blank')),
      raw_value double precision,
      raw_text text,
      number_format text not null default 'General',
      formula text,
      array_range text,
      converted_formula text,
      depends_on jsonb not null default '[]',
      calculated_value double precision,
      calculated_text text,
      calculated_type text check (calculated_type in ('number', 'text', 'boolean', 'error')),
      calculation_engine text not null default 'none' check (calculation_engine in ('none', 'hyperformula', 'custom')),
      calculation_error text,
      is_circular boolean not null default false,
      circular_group int,
      is_volatile boolean not null default false,
      outcome text check (outcome in ('match', 'mismatch', 'error', 'unsupported', 'volatile', 'no_reference')),
      has_mismatch boolean not null default false,
      mismatch_diff double precision,
      mismatch_reason text,
      has_validation boolean not null default false,
      validation_type varchar(50),
      validation_options jsonb not null default '[]',
      validation_rule jsonb,
      merge_range text,
      style jsonb not null default '{}',
      updated_at timestamptz not null default now(),
      primary key (model_id, sheet_index, row_num, col_num),
      check (formula is not null or (calculated_value is null and calculated_text is null and outcome is null)),
      check ((cell_type = 'value') = (formula is null))
    );
    create index on cells (model_id, sheet_name, row_num, col_num);
    create index on cells using gin (depends_on jsonb_path_ops) where formula is not null;
    create index on cells (model_id) where has_mismatch;
    create index on cells (model_id) where is_circular;
    create index on cells (model_id, calculation_engine) where formula is not null;
    create index on cells (model_id) where formula is not null and calculated_value is null and calculated_text is null;
    comment on table cells is 'Values are doubles, not decimals, so that 1e13 and 1e-12 survive unchanged.';

    create table job_progress (
      id bigserial primary key,
      job_id uuid not null references jobs on delete cascade,
      stage varchar(50) not null,
      percent numeric(5, 2) not null check (percent between 0 and 100),
      message text,
      timestamp timestamptz not null default now()
    );
    create index on job_progress (job_id, id);
    create index on job_progress (timestamp);

    alter table jobs add column model_id uuid references models on delete set null;
    create index jobs_by_model on jobs (model_id) where model_id is not null;
    create index jobs_workbook_hash on jobs (sha256) where kind = 'workbook_import' and status in ('QUEUED', 'PROCESSING');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("alter table jobs drop column model_id; drop table job_progress, cells, models;");
}
