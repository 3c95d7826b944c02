-- What shows whether an older state of NATS or of this database was brought back.
create table generation (
  is_only boolean primary key default true check (is_only),
  -- The bucket `generation` in NATS has it too, written just before it is committed here.
  number bigint not null default 0,
  -- How often NATS had an older state than before.
  epoch int not null default 0,
  -- The last event that was seen in NATS: creation time of its stream, sequence, time.
  last_event jsonb,
  -- When this database was found to be older than NATS; null: never.
  rolled_back_at timestamptz
);
insert into generation default values;
