-- Why moving the run's rows into the target failed, {"code", "message"}: a task that is delivered again, or comes back with an
-- older store of NATS, moves them no more. The staging table may stay for a run that resumes this one.
alter table datamantri.runs add column failure jsonb;
