-- What the bucket `generation` in NATS has too, written just before it is committed here.
create table generation (
  is_only boolean primary key default true check (is_only),
  number bigint not null default 0,
  -- How often NATS had an older state than before.
  epoch int not null default 0,
  -- When this database was found to be older than NATS; null: never.
  rolled_back_at timestamptz
);
insert into generation default values;
