-- The reconciler looks for messages of runs that are not published yet.
create index outbox_by_run on outbox (run_id);

-- When NATS stored the last report of a worker that was handled. Later ones are unread.
alter table runs add column reported_at timestamptz;

-- Lists of runs by a property that few of a million runs have.
create index runs_by_state on runs (state, created_at desc, id desc);
create index runs_by_error on runs (error_code, created_at desc, id desc) where error_code is not null;
create index runs_by_cause on runs (cause, created_at desc, id desc);

-- How often the pending replay was issued again.
alter table runs add column replay_reissues integer not null default 0;

-- Runs that may have left a staging table, which each pass of the reconciler looks for.
create index runs_unsuccessful on runs (ended_at) where state in ('failed', 'cancelled');
