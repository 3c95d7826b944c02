-- Runs and what each of them did.

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
