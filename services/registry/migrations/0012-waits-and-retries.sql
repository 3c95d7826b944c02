-- Since when the run waits for its source or destination; null: it does not wait, or for a part of the product.
alter table runs add column waiting_since timestamptz;
-- When its worker last reported that it waits, and for how long it had waited then.
alter table runs add column waiting_at timestamptz;
alter table runs add column waited_ms bigint not null default 0;

-- When its pipeline's retry policy makes the failed run again; null: it does not, or has done so.
alter table runs add column retry_at timestamptz;
create index runs_retrying on runs (retry_at) where retry_at is not null;

-- Retries in a row that the policy has made, up to this run.
alter table runs add column automatic_retries int not null default 0;
