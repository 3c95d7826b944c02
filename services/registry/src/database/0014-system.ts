import { sql } from "kysely";

/** Since when something waits to be published, why runs wait, and the runs that ended lately. */
export const addSystem = sql`
  alter table outbox add column created_at timestamptz not null default now();
  alter table runs add column waiting_code text;
  create index runs_ended on runs (ended_at) where ended_at is not null;
`;
