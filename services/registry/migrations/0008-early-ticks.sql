-- Ticks of a scheduler whose clock is ahead: they wait until their due time has come by this database's clock.
create table early_ticks (
  pipeline_id uuid not null references pipelines on delete cascade,
  scheduled_for timestamptz not null,
  -- Of the tick; 0 from a scheduler that does not say it.
  version bigint not null default 0,
  primary key (pipeline_id, scheduled_for)
);
create index early_ticks_due on early_ticks (scheduled_for);
