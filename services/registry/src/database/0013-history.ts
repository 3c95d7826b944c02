import { sql } from "kysely";

/**
 * Every version of every pipeline; older ones have their present state as the beginning. Requests that made something
 * under an Idempotency-Key.
 */
export const addHistory = sql`
  create table pipeline_versions (
    pipeline_id uuid not null references pipelines,
    version integer not null,
    action text not null check (
      action in ('found', 'created', 'copied', 'changed', 'applied', 'paused', 'resumed', 'archived')
    ),
    changed_by text not null,
    changed_at timestamptz not null default clock_timestamp(),
    -- What a client gave, without secrets; json keeps the order of the fields.
    configuration json not null,
    secrets_changed text[] not null default '{}',
    primary key (pipeline_id, version)
  );

  insert into pipeline_versions (pipeline_id, version, action, changed_by, changed_at, configuration)
  select
    id, version, 'found', created_by, updated_at,
    json_build_object(
      'name', name,
      'description', description,
      'source_type', source_type,
      'source_config', source_config,
      'destination_type', destination_type,
      'destination_config', destination_config,
      'mode', mode,
      'schedule', schedule,
      'timezone', timezone,
      'batch_size', batch_size,
      'mapping', mapping,
      'catch_up', catch_up
    )
  from pipelines;

  create table requests (
    -- Of what it made, derived from the key.
    id uuid primary key,
    -- Of all that was asked for, by a key that the database does not have.
    fingerprint bytea not null,
    made_at timestamptz not null default now()
  );
`;
