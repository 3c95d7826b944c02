-- The reconciler looks for messages of runs that are not published yet.
create index outbox_by_run on outbox (run_id);

-- When NATS stored the last report of a worker that was handled. Later ones are unread.
alter table runs add column reported_at timestamptz;
