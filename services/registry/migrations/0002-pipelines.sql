-- Pipelines, the connections they use, and the occurrences of their schedules.

-- Addresses and credentials of servers, which several pipelines can use.
create table connections (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('bigquery', 'postgres')),
  config jsonb not null,
  -- Sealed: see secrets/sealer.ts.
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
  -- Sealed: see secrets/sealer.ts.
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
