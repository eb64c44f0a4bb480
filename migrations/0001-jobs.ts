import type { Knex } from "knex";

/**
 * The job model that every capability shares, and what a table job leaves behind: rows, errors, webhook deliveries.
 *
 * Locks: nothing; every table is new.
 * Read by: lib/jobs, lib/table-results, lib/webhooks, lib/uploads.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table jobs (
      id uuid primary key,
      kind text not null check (kind in ('table', 'workbook_import', 'workbook_validation', 'document')),
      status text not null default 'QUEUED'
        check (status in ('QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED')),

      filename varchar(255),
      file_size bigint,
      file_type text,
      bucket text,
      object_key text,
      sha256 char(64),
      owns_object boolean not null default true,

      options jsonb not null default '{}',
      schema jsonb,
      dialect jsonb,
      params jsonb not null default '{}',
      result jsonb,
      error jsonb,
      error_message text,

      progress int not null default 0 check (progress between 0 and 100),
      stage text,
      message text,
      rows_processed bigint not null default 0,
      rows_failed bigint not null default 0,
      rows_total bigint,
      errors_truncated boolean not null default false,
      checkpoint jsonb,

      attempt int not null default 0,
      faults int not null default 0,
      lease_until timestamptz,
      worker_id text,
      sent_at timestamptz,

      idempotency_key text,
      dedupe_id text,
      webhook_url varchar(500),
      reply_queue_url text,
      created_by text not null default 'public',
      created_at timestamptz not null default now(),
      started_at timestamptz,
      completed_at timestamptz,
      deleted_at timestamptz
    );
    comment on column jobs.attempt is 'Raised by each claim; a write naming an older attempt changes nothing.';
    comment on column jobs.faults is 'Attempts that ended badly through no fault of the file; at the limit the job is poison.';
    comment on column jobs.owns_object is 'False where the object was taken as it lay (batch submissions): never deleted with the job.';
    comment on column jobs.deleted_at is 'Set first, so that a job of a million rows is gone for its readers before its rows are.';

    create index jobs_newest on jobs (created_at desc, id);
    create index jobs_by_status on jobs (status, created_at);
    create index jobs_by_kind_status on jobs (kind, status);
    create index jobs_unfinished on jobs (lease_until) where status in ('QUEUED', 'PROCESSING');
    create index jobs_deleted on jobs (deleted_at) where deleted_at is not null;
    create unique index jobs_idempotency on jobs (created_by, idempotency_key) where idempotency_key is not null;
    create unique index jobs_dedupe on jobs (dedupe_id) where dedupe_id is not null;

    create table processing_errors (
      id bigserial primary key,
      job_id uuid not null references jobs on delete cascade,
      row_number int not null,
      column_name varchar(255),
      error_type varchar(100) not null,
      error_message text not null,
      raw_value text,
      created_at timestamptz not null default now()
    );
    create index processing_errors_by_row on processing_errors (job_id, row_number, id);

    create table job_rows (
      job_id uuid not null references jobs on delete cascade,
      row_number int not null,
      data jsonb not null,
      primary key (job_id, row_number)
    );

    create table webhook_deliveries (
      id uuid primary key,
      job_id uuid not null references jobs on delete cascade,
      url text not null,
      channel text not null default 'http' check (channel in ('http', 'sqs')),
      body jsonb not null,
      status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
      next_attempt_at timestamptz,
      created_at timestamptz not null default now()
    );
    create index webhook_deliveries_by_job on webhook_deliveries (job_id);
    create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'pending';

    create table webhook_attempts (
      id bigserial primary key,
      delivery_id uuid not null references webhook_deliveries on delete cascade,
      at timestamptz not null default now(),
      status_code int,
      error text,
      duration_ms int not null
    );
    create index webhook_attempts_by_delivery on webhook_attempts (delivery_id, id);

    create table uploads (
      id uuid primary key,
      job_id uuid not null unique,
      object_key text not null,
      multipart_id text not null,
      filename varchar(255) not null,
      file_size bigint not null,
      request jsonb not null,
      created_by text not null default 'public',
      completed_at timestamptz,
      expires_at timestamptz not null
    );
    create index uploads_expired on uploads (expires_at) where completed_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table uploads, webhook_attempts, webhook_deliveries, job_rows, processing_errors, jobs;
  `);
}
