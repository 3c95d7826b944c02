-- For undo: rows that a target had before a run replaced them. The entries of a target are a stack, the greatest position on
-- top.
create table datamantri.previous_states (
  position bigint generated always as identity,
  -- The run that replaced the rows.
  run_id uuid primary key,
  target text not null,
  -- Name of the table of this schema that has them.
  relation text not null,
  -- The run that wrote the target last: this one or, once later ones are undone, the last undo. If the ledger has a later one,
  -- of a loader that does not know this table, the entry and those below it are worthless.
  last_run_id uuid not null,
  kept_at timestamptz not null default clock_timestamp()
);
