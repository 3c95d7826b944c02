import { sql } from "kysely";

/** What became of every time at which a schedule was due. Runs admitted by one transaction have an order. */
export const addOccurrences = sql`
  alter table pipelines
    add column catch_up jsonb,
    add column scheduled_since timestamptz not null default clock_timestamp(),
    add column checked_until timestamptz not null default clock_timestamp();
  -- What is under way now was due by the schedule as it is.
  update pipelines set scheduled_since = updated_at;

  alter table runs alter column created_at set default clock_timestamp();

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
`;
