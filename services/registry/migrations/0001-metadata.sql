-- The metadata database: who may do what, what pipelines are, and what each run did.

-- ---------------------------------------------------------------------------------------------------------------------
-- People and programs
-- ---------------------------------------------------------------------------------------------------------------------

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

-- ---------------------------------------------------------------------------------------------------------------------
-- Pipelines
-- ---------------------------------------------------------------------------------------------------------------------

-- Addresses and credentials of servers, which several pipelines can use.
create table connections (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('bigquery', 'postgres')),
  config jsonb not null,
  -- Sealed: see secrets/seal.ts.
  secrets bytea not null,
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
-- The name of a deleted connection can be used again.
create unique index connections_name on connections (name) where archived_at is null;

create table pipelines (
  id uuid primary key default gen_random_uuid(),
  -- Everything that a client gave, without secrets; json keeps the order of the fields.
  configuration json not null,
  -- Generated, so that they cannot disagree with the configuration.
  name text not null generated always as (configuration ->> 'name') stored,
  source_connection_id uuid
    generated always as ((configuration -> 'source_config' ->> 'connection_id')::uuid) stored references connections,
  destination_connection_id uuid
    generated always as ((configuration -> 'destination_config' ->> 'connection_id')::uuid) stored references connections,
  -- Sealed: see secrets/seal.ts.
  secrets bytea not null,
  is_active boolean not null default true,
  version integer not null default 1,
  -- What its runs found: types, cost, the version of the source, and how far they have read.
  type_report jsonb,
  estimate jsonb,
  source_version text,
  source_version_by integer,
  watermark jsonb,
  -- Due times before scheduled_since belonged to an earlier schedule; those up to checked_until are in occurrences.
  scheduled_since timestamptz not null default clock_timestamp(),
  checked_until timestamptz not null default clock_timestamp(),
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz
);
-- The name of a deleted pipeline can be used again.
create unique index pipelines_name on pipelines (name) where archived_at is null;
create index pipelines_by_source on pipelines (source_connection_id);
create index pipelines_by_destination on pipelines (destination_connection_id);

-- Every version of every pipeline: who made it, and the configuration without secrets.
create table pipeline_versions (
  pipeline_id uuid not null references pipelines,
  version integer not null,
  action text not null check (action in ('created', 'copied', 'changed', 'applied', 'paused', 'resumed', 'archived')),
  changed_by text not null,
  changed_at timestamptz not null default clock_timestamp(),
  -- json and not jsonb: it keeps the order of the fields.
  configuration json not null,
  secrets_changed text[] not null default '{}',
  primary key (pipeline_id, version)
);

-- What happened at each time at which a schedule was due.
create table occurrences (
  pipeline_id uuid not null references pipelines,
  scheduled_for timestamptz not null,
  status text not null check (status in ('fired', 'late', 'skipped', 'caught_up', 'missed')),
  reason text,
  clock_change text,
  recorded_at timestamptz not null default now(),
  primary key (pipeline_id, scheduled_for)
);
create index occurrences_oldest on occurrences (scheduled_for);

-- ---------------------------------------------------------------------------------------------------------------------
-- Runs
-- ---------------------------------------------------------------------------------------------------------------------

create table runs (
  id uuid primary key,
  pipeline_id uuid not null references pipelines,
  state text not null,
  cause text not null,
  triggered_by text not null,
  scheduled_for timestamptz,
  -- The pipeline as it was when the run was admitted: later changes do not reach a run under way.
  pipeline_version integer,
  -- With what its connections said then; json keeps the order of the fields.
  configuration json not null,
  -- Generated, for questions about many runs: a configuration can be large.
  mode text not null generated always as (configuration ->> 'mode') stored,
  source_name text not null generated always as (configuration -> 'source_config' ->> 'project') stored,
  destination_name text not null generated always as (
    (configuration -> 'destination_config' ->> 'host') || ':' || (configuration -> 'destination_config' ->> 'port')
    || '/' || (configuration -> 'destination_config' ->> 'database')
  ) stored,
  watermark jsonb,
  skip_version text,
  range jsonb,
  -- What an extractor planned and found.
  plan jsonb,
  planned_by uuid references runs,
  row_count bigint,
  source_version text,
  source_statistics jsonb,
  bytes_estimated bigint,
  bytes_billed bigint,
  cost_usd double precision,
  -- What loaders reported.
  loaded_row_count bigint not null default 0,
  loaded_batch_count integer not null default 0,
  rejected_row_count bigint not null default 0,
  replayed_row_count bigint not null default 0,
  verification jsonb,
  -- Retries. A failed run can be resumed until resumable_until.
  attempt integer not null default 1,
  retry_of uuid references runs,
  resumable_until timestamptz,
  resumed_row_count bigint,
  resumed_run_ids uuid[] not null default '{}',
  -- How it is doing, and why it waits or failed.
  error_code text,
  error_message text,
  waiting_reason text,
  waiting_code text,
  phase_times jsonb not null default '{}',
  -- clock_timestamp: runs that one transaction admits keep their order.
  created_at timestamptz not null default clock_timestamp(),
  progress_at timestamptz not null default now(),
  ended_at timestamptz,
  -- A schedule's due time makes one run, however many schedulers and registries there are.
  constraint runs_occurrence unique (pipeline_id, scheduled_for)
);
create index runs_newest on runs (created_at desc, id desc);
create index runs_by_pipeline on runs (pipeline_id, created_at desc);
create index runs_open on runs (state) where ended_at is null;
create index runs_ended on runs (ended_at) where ended_at is not null;
-- Streams skip every few seconds; old skipped runs are deleted.
create index runs_idle on runs (pipeline_id, created_at desc) where mode = 'stream' and state = 'skipped';
create index runs_kept on runs (pipeline_id) where resumable_until is not null;
-- One run at most resumes a failed run.
create unique index runs_resumed on runs (retry_of) where resumed_row_count is not null;

-- The manifest: which rows each split reads, and whether an extractor has read them all.
create table run_splits (
  run_id uuid not null references runs on delete cascade,
  split integer not null,
  first_row bigint not null,
  row_count bigint not null,
  extracted_at timestamptz,
  loaded_row_count bigint,
  replaced jsonb,
  primary key (run_id, split)
);

-- The batches that loaders reported. The key makes a repeated report count once.
create table run_batches (
  run_id uuid not null references runs on delete cascade,
  split integer not null,
  sequence integer not null,
  part integer not null,
  row_count integer not null,
  rejected_count integer not null default 0,
  primary key (run_id, split, sequence, part)
);

-- A run's log.
create table run_events (
  id bigint generated always as identity primary key,
  run_id uuid not null references runs on delete cascade,
  -- A repeated event is logged once.
  event_id text not null unique,
  name text not null,
  message text not null,
  occurred_at timestamptz not null
);
create index run_events_by_run on run_events (run_id, id);

-- ---------------------------------------------------------------------------------------------------------------------
-- Messages to the other services and to the outside
-- ---------------------------------------------------------------------------------------------------------------------

-- Messages written in the transaction that made them true. Published, they are deleted.
create table outbox (
  id bigint generated always as identity primary key,
  run_id uuid,
  subject text not null,
  message_id text not null,
  headers jsonb not null,
  payload bytea not null,
  created_at timestamptz not null default now()
);

-- When NATS created each stream: a newer time means that the stream's messages were lost.
create table streams (
  name text primary key,
  created text not null
);

create table webhooks (
  id uuid primary key,
  name text not null,
  url_shown text not null,
  -- openlineage: the receiver that OPENLINEAGE_URL names.
  format text not null check (format in ('standard', 'slack', 'openlineage')),
  pipeline_id uuid references pipelines,
  event_types text[] not null,
  -- Address and signing secrets, sealed: see secrets/seal.ts.
  secrets bytea not null,
  is_active boolean not null default true,
  disabled_reason text,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  webhook_id uuid not null references webhooks on delete cascade,
  event_id text not null,
  event_type text not null,
  run_id uuid,
  payload jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempt_count integer not null default 0,
  next_attempt_at timestamptz default now(),
  created_at timestamptz not null default now(),
  -- A repeated event is delivered once.
  unique (webhook_id, event_id)
);
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'pending';
create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, created_at desc);

-- Every attempt to deliver, for the person who looks why a webhook got nothing.
create table webhook_attempts (
  id bigint generated always as identity primary key,
  delivery_id uuid not null references webhook_deliveries on delete cascade,
  at timestamptz not null,
  status integer,
  error text,
  duration_ms integer not null
);
create index webhook_attempts_by_delivery on webhook_attempts (delivery_id, id);
