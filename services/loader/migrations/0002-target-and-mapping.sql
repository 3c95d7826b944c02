-- NULL for runs of older loaders.
alter table datamantri.runs
  -- The source's columns that the mapping excluded, so that a later run can tell a changed mapping from a changed source.
  add column excluded jsonb,
  -- The table that a finalized run left as its target: another one of the same name is not that.
  add column target_oid oid;
