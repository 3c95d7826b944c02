import { sql } from "kysely";

/** Connections, and which pipelines use them. */
export const addConnections = sql`
  create table connections (
    id uuid primary key,
    name text not null,
    kind text not null check (kind in ('bigquery', 'postgres')),
    config jsonb not null,
    -- Credentials or password, sealed.
    secrets bytea not null,
    version integer not null default 1,
    created_by text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz
  );
  -- A deleted connection's name is free again.
  create unique index connections_name on connections (name) where archived_at is null;

  alter table pipelines
    add column source_connection_id uuid
      generated always as ((source_config ->> 'connection_id')::uuid) stored references connections,
    add column destination_connection_id uuid
      generated always as ((destination_config ->> 'connection_id')::uuid) stored references connections;
  create index pipelines_by_source on pipelines (source_connection_id);
  create index pipelines_by_destination on pipelines (destination_connection_id);
`;
