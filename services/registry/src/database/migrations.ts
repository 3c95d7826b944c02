import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

import { addIdentity } from "./0007-identity.ts";
import { addWebhooks } from "./0009-webhooks.ts";
import { addOccurrences } from "./0010-occurrences.ts";
import { addConnections } from "./0011-connections.ts";
import { addLineage } from "./0012-lineage.ts";
import { addHistory } from "./0013-history.ts";
import { addSystem } from "./0014-system.ts";
import { addResume } from "./0015-resume.ts";

const createTables = sql`
  create table users (
    id uuid primary key default gen_random_uuid(),
    email text not null,
    full_name text,
    password_hash text not null,
    is_active boolean not null default true,
    role text not null,
    created_at timestamptz not null default now()
  );
  create unique index users_email on users (lower(email));

  create table pipelines (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    description text,
    source_type text not null,
    source_config jsonb not null,
    destination_type text not null,
    destination_config jsonb not null,
    secrets bytea not null,
    mode text not null,
    schedule text,
    timezone text not null,
    batch_size integer,
    is_active boolean not null default true,
    version integer not null default 1,
    created_by text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz
  );
  -- An archived pipeline's name is free again.
  create unique index pipelines_name on pipelines (name) where archived_at is null;

  create table runs (
    id uuid primary key,
    pipeline_id uuid not null references pipelines,
    state text not null,
    cause text not null,
    triggered_by text not null,
    scheduled_for timestamptz,
    source_config jsonb not null,
    destination_config jsonb not null,
    mode text not null,
    batch_size integer,
    plan jsonb,
    row_count bigint,
    loaded_row_count bigint not null default 0,
    attempt integer not null default 1,
    error_code text,
    error_message text,
    waiting_reason text,
    created_at timestamptz not null default now(),
    ended_at timestamptz,
    progress_at timestamptz not null default now(),
    -- One run per occurrence of a schedule, however many schedulers and registries there are.
    constraint runs_occurrence unique (pipeline_id, scheduled_for)
  );
  create index runs_by_pipeline on runs (pipeline_id, created_at desc);
  create index runs_open on runs (state) where ended_at is null;

  create table run_splits (
    run_id uuid not null references runs on delete cascade,
    split integer not null,
    first_row bigint not null,
    row_count bigint not null,
    extracted_at timestamptz,
    primary key (run_id, split)
  );

  create table run_batches (
    run_id uuid not null references runs on delete cascade,
    split integer not null,
    sequence integer not null,
    part integer not null,
    row_count integer not null,
    primary key (run_id, split, sequence, part)
  );

  create table run_events (
    id bigint generated always as identity primary key,
    run_id uuid not null references runs on delete cascade,
    event_id text not null unique,
    name text not null,
    message text not null,
    occurred_at timestamptz not null
  );
  create index run_events_by_run on run_events (run_id, id);

  create table outbox (
    id bigint generated always as identity primary key,
    run_id uuid,
    subject text not null,
    message_id text not null,
    headers jsonb not null,
    payload bytea not null
  );

  create table streams (
    name text primary key,
    created text not null
  );
`;

const addWatermarks = sql`
  alter table pipelines add column watermark jsonb;
  alter table runs add column watermark jsonb;
`;

const addMapping = sql`
  alter table pipelines add column mapping jsonb, add column type_report jsonb;
  alter table runs add column mapping jsonb;
`;

const addCostAndRanges = sql`
  alter table pipelines
    add column estimate jsonb,
    add column source_version text,
    add column source_version_by integer;
  alter table runs
    add column bytes_estimated bigint,
    add column bytes_billed bigint,
    add column cost_usd double precision,
    add column pipeline_version integer,
    add column source_version text,
    add column skip_version text,
    add column range jsonb;
  create index runs_idle on runs (pipeline_id, created_at desc) where mode = 'stream' and state = 'skipped';
`;

const addRejects = sql`
  alter table runs
    add column rejected_row_count bigint not null default 0,
    add column replayed_row_count bigint not null default 0;
  alter table run_batches add column rejected_count integer not null default 0;
  alter table run_splits add column replaced jsonb;
`;

const addResources = sql`
  alter table runs
    add column phase_times jsonb not null default '{}',
    add column loaded_batch_count integer not null default 0,
    add column retry_of uuid references runs;
  alter table run_splits add column loaded_row_count bigint;
  create index runs_newest on runs (created_at desc, id desc);
`;

const addVerifications = sql`
  alter table runs add column source_statistics jsonb, add column verification jsonb;
`;

/** In the order in which they run; a name, once released, never changes. */
export const migrations: Record<string, Migration> = {
  "0001-tables": {
    up: async (db: Kysely<unknown>) => {
      await createTables.execute(db);
    },
  },
  "0002-watermarks": {
    up: async (db: Kysely<unknown>) => {
      await addWatermarks.execute(db);
    },
  },
  "0003-mapping": {
    up: async (db: Kysely<unknown>) => {
      await addMapping.execute(db);
    },
  },
  "0004-cost-and-ranges": {
    up: async (db: Kysely<unknown>) => {
      await addCostAndRanges.execute(db);
    },
  },
  "0005-rejects": {
    up: async (db: Kysely<unknown>) => {
      await addRejects.execute(db);
    },
  },
  "0006-verifications": {
    up: async (db: Kysely<unknown>) => {
      await addVerifications.execute(db);
    },
  },
  "0007-identity": {
    up: async (db: Kysely<unknown>) => {
      await addIdentity.execute(db);
    },
  },
  "0008-resources": {
    up: async (db: Kysely<unknown>) => {
      await addResources.execute(db);
    },
  },
  "0009-webhooks": {
    up: async (db: Kysely<unknown>) => {
      await addWebhooks.execute(db);
    },
  },
  "0010-occurrences": {
    up: async (db: Kysely<unknown>) => {
      await addOccurrences.execute(db);
    },
  },
  "0011-connections": {
    up: async (db: Kysely<unknown>) => {
      await addConnections.execute(db);
    },
  },
  "0012-lineage": {
    up: async (db: Kysely<unknown>) => {
      await addLineage.execute(db);
    },
  },
  "0013-history": {
    up: async (db: Kysely<unknown>) => {
      await addHistory.execute(db);
    },
  },
  "0014-system": {
    up: async (db: Kysely<unknown>) => {
      await addSystem.execute(db);
    },
  },
  "0015-resume": {
    up: async (db: Kysely<unknown>) => {
      await addResume.execute(db);
    },
  },
};
