-- The pipeline's last run that a destination's ledger has finalized, undos and backfills among them; null for none, and once the
-- pipeline has another source or target. Each run follows the one that was the last when it was released: without it the ledger is
-- an older one. A run follows only zeros if no run of its pipeline has ever succeeded.
alter table pipelines add column finalized_run_id uuid;
alter table runs add column follows_run_id uuid;
