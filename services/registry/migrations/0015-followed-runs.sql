-- The pipeline's last run that a destination's ledger has finalized, undos and backfills among them; null for none, and once the
-- pipeline has another source or target. Each run follows the one that was the last when it was released: without it the ledger is
-- an older one.
alter table pipelines add column finalized_run_id uuid;
alter table runs add column follows_run_id uuid;
