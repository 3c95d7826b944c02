-- Each run follows the pipeline's last one that a destination's ledger has finalized, when it was released: without it the ledger
-- is an older one. Only zeros if no run of the pipeline has ever succeeded; null if that is not to be compared.
alter table runs add column follows_run_id uuid;
create index runs_succeeded on runs (pipeline_id, ended_at desc) where state = 'success';

-- When a person has accepted a destination as it is, and its ledger's last run: the next run follows that one.
alter table pipelines add column accepted_at timestamptz;
alter table pipelines add column accepted_run_id uuid;
