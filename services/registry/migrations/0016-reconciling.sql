-- The reconciler looks for messages of runs that are not published yet.
create index outbox_by_run on outbox (run_id);
