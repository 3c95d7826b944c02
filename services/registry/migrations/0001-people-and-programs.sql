-- The metadata database, first part: people and programs, and what they did.

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  full_name text,
  password_hash text,
  is_active boolean not null default true,
  role text not null constraint users_role check (role in ('viewer', 'operator', 'editor', 'admin')),
  external_issuer text,
  external_subject text,
  created_at timestamptz not null default now(),
  constraint users_external unique (external_issuer, external_subject),
  -- Users of an identity provider have no password here, so that a password reset cannot bypass the provider.
  constraint users_sign_in check (
    (password_hash is null) = (external_subject is not null)
    and (external_issuer is null) = (external_subject is null)
  )
);
create unique index users_email on users (lower(email));

create table sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('refresh', 'browser')),
  -- Tokens derive from the seed, the generation and a key that the database does not have: a copy of this table opens
  -- no session.
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
  -- Plain SHA-256 is enough: the secret has 256 random bits.
  secret_hash bytea not null,
  role text not null check (role in ('viewer', 'operator', 'editor', 'admin')),
  scopes text[],
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_by_owner on api_keys (owner_id);

-- One leaky bucket per address and per account, which slows down password guessing.
create table login_attempts (
  key text primary key,
  level double precision not null,
  at timestamptz not null
);
create index login_attempts_by_time on login_attempts (at);

-- Who did what. Each entry's hash covers the entry before it, so that a removed or changed entry breaks the chain.
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
  -- The command that the entry came with: delivered again, it is entered once.
  command_id uuid unique,
  hash bytea not null
);
create index audit_log_by_object on audit_log (object, action);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_audit_change();

-- The chain's newest entry. The table has one row, and its lock puts new entries in order.
create table audit_head (
  is_only boolean primary key default true check (is_only),
  sequence bigint not null,
  hash bytea not null
);
insert into audit_head (sequence, hash) values (0, sha256('datamantri audit log'));

-- Requests that created something under an Idempotency-Key: a repeat finds what the first one created.
create table requests (
  -- The id of what was created, derived from the key.
  id uuid primary key,
  -- A keyed hash of the whole request, so that the same key with another request is refused.
  fingerprint bytea not null,
  made_at timestamptz not null default now()
);
