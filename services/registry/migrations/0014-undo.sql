-- The run that this one undoes.
alter table runs add column undo_of uuid references runs;
create index runs_undoing on runs (undo_of) where undo_of is not null;

-- Runs before which the destination keeps the target's rows, oldest first: the last one can be undone. As the loader of the
-- pipeline's last finalized run said; the destination's ledger decides.
alter table pipelines add column undoable_run_ids uuid[] not null default '{}';
