-- Each run follows the pipeline's last one that a destination's ledger has finalized, when it was released: without it the ledger
-- is an older one. Only zeros if no run of the pipeline has ever succeeded; null if that is not to be compared.
alter table runs add column follows_run_id uuid;
create index runs_succeeded on runs (pipeline_id, ended_at desc) where state = 'success';

-- A person has accepted a destination as it is: its ledger's last run, which the next run follows, and the pipeline's last successful
-- run at that time. Null once the pipeline has another source or target.
alter table pipelines add column accepted_over uuid;
alter table pipelines add column accepted_run_id uuid;
