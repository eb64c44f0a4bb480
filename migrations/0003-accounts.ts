import type { Knex } from "knex";

/**
 * Accounts of the documents API: users, the tokens they revoked, what happened to them; and the optional keys of the
 * tables and workbooks API.
 *
 * Locks: nothing; every table is new.
 * Read by: lib/accounts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table users (
      id uuid primary key,
      username varchar(50) not null,
      email varchar(254) not null,
      password_hash text not null,
      api_key_encrypted text,
      api_key_status varchar(12) not null default 'none'
        check (api_key_status in ('none', 'valid', 'unverified', 'invalid')),
      base_url text,
      preferred_model varchar(100),
      preferred_provider varchar(10) not null default 'auto'
        check (preferred_provider in ('auto', 'local', 'openai')),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    comment on column users.api_key_encrypted is 'AES-256-GCM, see lib/accounts/secrets.ts; never in the clear.';
    create unique index users_username on users (lower(username));
    create unique index users_email on users (lower(email));

    create table revoked_tokens (
      jti uuid primary key,
      user_id uuid not null references users on delete cascade,
      expires_at timestamptz not null,
      created_at timestamptz not null default now()
    );
    create index revoked_tokens_expired on revoked_tokens (expires_at);

    create table security_events (
      id bigint generated always as identity primary key,
      user_id uuid references users on delete cascade,
      event varchar(32) not null,
      success boolean not null,
      ip inet,
      user_agent varchar(300),
      request_id text,
      details jsonb not null default '{}',
      created_at timestamptz not null default now()
    );
    create index security_events_by_user on security_events (user_id, created_at desc);
    create index security_events_by_event on security_events (event, created_at);

    create table api_keys (
      id uuid primary key,
      name varchar(100) not null,
      key_hash char(64) not null unique,
      created_at timestamptz not null default now(),
      revoked_at timestamptz
    );
    comment on column api_keys.key_hash is 'SHA-256 of a key of 256 random bits: nothing to guess, so nothing to slow down.';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("drop table api_keys, security_events, revoked_tokens, users;");
}
