-- The version with which the pipeline's schedule was made, changed, paused or resumed last: ticks of an earlier one are of another
-- schedule. 0: not known, before this column.
alter table pipelines add column schedule_version bigint not null default 0;
