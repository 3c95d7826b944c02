import { sql } from "kysely";

/** Roles, sessions, API keys, login limits and the audit log. */
export const addIdentity = sql`
  alter table users
    add constraint users_role check (role in ('viewer', 'operator', 'editor', 'admin')),
    add column external_issuer text,
    add column external_subject text,
    -- Who signs in elsewhere has no password here: nobody gets past that provider by a reset.
    alter column password_hash drop not null,
    add constraint users_external unique (external_issuer, external_subject),
    add constraint users_sign_in check (
      (password_hash is null) = (external_subject is not null)
      and (external_issuer is null) = (external_subject is null)
    );

  create table sessions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references users on delete cascade,
    kind text not null check (kind in ('refresh', 'browser')),
    -- The session's tokens are made of this, the generation and a key that the database does not have.
    seed bytea not null,
    generation integer not null default 0,
    address text,
    user_agent text,
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz
  );
  create index sessions_by_user on sessions (user_id) where ended_at is null;
  create index sessions_expired on sessions (expires_at);

  create table api_keys (
    id uuid primary key default gen_random_uuid(),
    owner_id uuid not null references users on delete cascade,
    name text not null,
    prefix text not null unique,
    -- SHA-256: enough for 256 random bits.
    secret_hash bytea not null,
    role text not null check (role in ('viewer', 'operator', 'editor', 'admin')),
    scopes text[],
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
  );
  create index api_keys_by_owner on api_keys (owner_id);

  create table login_attempts (
    key text primary key,
    level double precision not null,
    at timestamptz not null
  );
  create index login_attempts_by_time on login_attempts (at);

  create table audit_log (
    sequence bigint primary key,
    at timestamptz not null,
    actor_kind text not null,
    actor_id text,
    actor_name text not null,
    action text not null,
    outcome text not null,
    object text,
    address text,
    request_id text,
    facts jsonb not null,
    hash bytea not null
  );
  create index audit_log_by_object on audit_log (object, action);

  -- One row: its lock puts the entries in order.
  create table audit_head (
    is_only boolean primary key default true check (is_only),
    sequence bigint not null,
    hash bytea not null
  );
  insert into audit_head (sequence, hash) values (0, sha256('datamantri audit log'));

  create function refuse_audit_change() returns trigger language plpgsql as $$
  begin
    raise exception 'the audit log is append-only';
  end $$;
  create trigger audit_log_append_only before update or delete or truncate on audit_log
    for each statement execute function refuse_audit_change();
`;
