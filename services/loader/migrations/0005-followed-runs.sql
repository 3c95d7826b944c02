-- The pipeline's last finalized run when this one was prepared, as its registry knew. NULL for a first run, and for runs of older
-- loaders. A run that the registry takes for the last, and that another finalized run follows, was not the last: the registry's
-- database is older than this one.
alter table datamantri.runs add column follows uuid;
create index runs_follows on datamantri.runs (follows) where follows is not null;

-- A pipeline's last run is looked for before each run.
create index runs_finalized on datamantri.runs (pipeline_id, closed_at) where state = 'finalized';
