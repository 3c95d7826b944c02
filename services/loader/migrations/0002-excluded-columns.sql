-- The source's columns that the run's mapping excluded, so that a later run can tell a changed mapping from a changed
-- source. NULL for runs of older loaders.
alter table datamantri.runs add column excluded jsonb;
