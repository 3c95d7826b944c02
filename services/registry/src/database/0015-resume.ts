import { sql } from "kysely";

/** What failed runs leave for a run that goes on from there. */
export const addResume = sql`
  alter table runs
    add column resumable_until timestamptz,
    add column resumed_row_count bigint,
    add column resumed_run_ids uuid[] not null default '{}',
    add column planned_by uuid references runs;
  create index runs_kept on runs (pipeline_id) where resumable_until is not null;
  -- What a run left is taken over once.
  create unique index runs_resumed on runs (retry_of) where resumed_row_count is not null;
`;
