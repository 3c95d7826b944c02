-- The ledger, which loaders keep in each destination. The database belongs to somebody else, so everything is in the
-- schema datamantri, and a loader of an older release must work after a newer one's migrations: add, never change or
-- remove.

-- One row per run. Its lock and state fence off late workers: a closed run takes no batch.
create table datamantri.runs (
  run_id uuid primary key,
  pipeline_id uuid not null,
  target text not null,
  state text not null check (state in ('open', 'finalized', 'discarded')),
  schema_fingerprint text not null,
  columns jsonb,
  row_count bigint,
  watermark jsonb,
  max_rejects bigint not null default 0,
  rejected_count bigint not null default 0,
  opened_at timestamptz not null default now(),
  closed_at timestamptz
);

-- The batches whose rows are in the staging table, committed with them. The key makes a redelivered batch load once.
create table datamantri.batches (
  run_id uuid not null,
  split integer not null,
  sequence integer not null,
  part integer not null,
  row_count integer not null,
  rejected_count integer not null default 0,
  -- Another checksum under the same key stops the run.
  checksum bigint not null,
  primary key (run_id, split, sequence, part)
);

-- What finalize compared before it moved the rows.
create table datamantri.verifications (
  run_id uuid primary key,
  verification jsonb not null
);

-- Rows that could not be loaded, until somebody replays them.
create table datamantri.rejects (
  run_id uuid not null,
  pipeline_id uuid not null,
  target text not null,
  split integer not null,
  row_number bigint not null,
  column_names text[] not null,
  sqlstate text,
  reason text not null,
  -- json and not jsonb: it keeps the text as it is, and takes \u0000.
  source_row json,
  tuple bytea,
  rejected_at timestamptz not null default now(),
  replayed_at timestamptz,
  primary key (run_id, row_number)
);
