import type { Knex } from "knex";

/**
 * Documents: users' files, what was extracted of them, their tasks (jobs of kind `document`), and the log of calls to
 * language models.
 *
 * Old code: runs on; it never sees document jobs. Locks: `jobs` for the moment of the added columns and while two
 * partial indexes are built over the few rows they cover.
 * Read by: lib/files, lib/document-tasks, lib/llm-log.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table document_files (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      original_filename varchar(255) not null,
      filename varchar(64) not null,
      object_key text not null,
      file_type varchar(4) not null check (file_type in ('pdf', 'docx', 'txt')),
      mime_type text not null,
      file_size bigint not null,
      md5 char(32) not null,
      sha256 char(64) not null,
      processing_status varchar(10) not null default 'pending'
        check (processing_status in ('pending', 'processing', 'completed', 'failed')),
      tags text[] not null default '{}',
      error_code text,
      error_message text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (user_id, sha256)
    );
    create index document_files_by_md5 on document_files (user_id, md5);
    create index document_files_newest on document_files (user_id, created_at desc, id);
    create index document_files_tags on document_files using gin (tags);

    create table document_extractions (
      file_id uuid primary key references document_files on delete cascade,
      job_id uuid,
      engine varchar(16) not null,
      text_object_key text not null,
      text_sha256 char(64) not null,
      total_chars int not null,
      preview text not null,
      section_method varchar(16) not null,
      sections jsonb not null,
      pages jsonb not null,
      metadata jsonb not null,
      warnings jsonb not null,
      coverage double precision not null,
      created_at timestamptz not null default now()
    );
    comment on table document_extractions is 'The text itself lies in the object store, beside the original.';

    alter table jobs
      add column user_id uuid references users on delete cascade,
      add column file_id uuid references document_files on delete cascade,
      add column task_type varchar(10) check (task_type in ('extract', 'summarize', 'qa', 'rewrite', 'mindmap')),
      add column provider varchar(10),
      add column model varchar(100),
      add column engine varchar(16),
      add column reused_count int not null default 0,
      add column result_object_key text;
    create index jobs_by_user on jobs (user_id, created_at desc) where kind = 'document';
    create index jobs_by_file on jobs (file_id) where file_id is not null;

    -- A document task's key stands for its content: one such task may be active, any number may have ended.
    drop index jobs_idempotency;
    create unique index jobs_idempotency on jobs (created_by, idempotency_key)
      where idempotency_key is not null and kind <> 'document';
    create unique index jobs_active_task on jobs (idempotency_key)
      where kind = 'document' and status in ('QUEUED', 'PROCESSING');
    create index jobs_completed_task on jobs (idempotency_key) where kind = 'document' and status = 'COMPLETED';

    create table llm_calls (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      job_id uuid references jobs on delete set null,
      base_origin text not null,
      model varchar(100) not null,
      purpose varchar(12) not null,
      attempt smallint not null,
      status varchar(12) not null check (status in ('ok', 'error', 'timeout', 'rate_limited', 'cancelled')),
      http_status int,
      error_code text,
      prompt_tokens int not null default 0,
      completion_tokens int not null default 0,
      total_tokens int not null default 0,
      tokens_estimated boolean not null default false,
      latency_ms int not null,
      key_scope varchar(10) not null check (key_scope in ('user', 'deployment')),
      created_at timestamptz not null default now()
    );
    comment on table llm_calls is 'One row per try. Never prompts, answers or keys.';
    create index llm_calls_by_user on llm_calls (user_id, created_at desc);
    create index llm_calls_by_job on llm_calls (job_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table llm_calls;
    drop index jobs_active_task, jobs_completed_task, jobs_idempotency;
    delete from jobs where kind = 'document';
    create unique index jobs_idempotency on jobs (created_by, idempotency_key) where idempotency_key is not null;
    alter table jobs drop column user_id, drop column file_id, drop column task_type, drop column provider,
      drop column model, drop column engine, drop column reused_count, drop column result_object_key;
    drop table document_extractions, document_files;
  `);
}
